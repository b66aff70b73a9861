/** From everywhere: other languages, other scripts, and how they are answered. */
import { answers, does, hears, notes, type Story } from "../story.ts";

export const abroad: Story[] = [
  {
    channel: "mail",
    contact: "claire",
    subject: "Retour d'un moulin – étiquette de retour ?",
    start: { days: 2, at: "14:37" },
    steps: [
      hears(
        "0m",
        "Bonjour,\n\nJ'ai reçu hier le moulin Mahl 64, mais il est plus grand que je ne le pensais et ne rentre pas sous mon placard (il manque deux centimètres !). Il n'a pas servi. Pourriez-vous m'envoyer une étiquette de retour ?\n\nMerci d'avance,\nClaire Fournier",
      ),
      does("16h", "elena", { assign: "elena", tags: ["refund"] }),
      answers(
        "10m",
        "elena",
        "Bonjour Madame Fournier,\n\nVoici votre étiquette : https://brewhaus.example/retour/FR-20931. Le remboursement part dès que le colis est scanné au relais.\n\nSi la place est le seul souci : la Mahl 54 mesure 31 cm de haut, soit 6 cm de moins, et coûte 40 € de moins.\n\nBien à vous,\nElena",
        { state: "read" },
      ),
      hears("3h", "Oh, parfait ! Alors je prends plutôt l'échange contre la Mahl 54, si c'est possible."),
    ],
  },
  {
    channel: "mail",
    contact: "hana",
    subject: "電圧について",
    start: { days: 11, at: "02:15" },
    steps: [
      hears(
        "0m",
        "はじめまして。\n\nPresso を日本で使いたいのですが、100V に対応していますか。変圧器が必要な場合は、おすすめの型番を教えてください。\n\nよろしくお願いいたします。\n佐藤 花",
      ),
      does("7h", "mara", { assign: "mara" }),
      notes("1m", "mara", "She asks whether the Presso runs on 100 V."),
      answers(
        "20m",
        "mara",
        "佐藤様\n\nお問い合わせありがとうございます。恐れ入りますが、Presso は 220〜240V 専用です。定格 1450W のため、2000W 以上の昇圧トランスをご用意ください。日本向け 100V モデルは来春発売の予定です。\n\nMara Lindqvist",
      ),
      hears("15h", "ご丁寧にありがとうございます。来春まで待つことにします。"),
      does("8h", "mara", { status: "resolved", tags: ["praise"] }),
    ],
  },
  {
    channel: "whatsapp",
    contact: "diego",
    start: { days: 1, at: "11:12" },
    steps: [
      hears("0m", "Hola! Tenéis café descafeinado en grano?"),
      answers(
        "8m",
        "elena",
        "¡Hola Diego! Sí: Noche Clara, descafeinado con agua, 12,90 € los 250 g. Tostado esta semana.",
        { state: "read" },
      ),
      hears("2m", "Genial, y hacéis envíos a Canarias?"),
      notes("4m", "elena", "@Jonas Weber do we? I only find the mainland rate.", "jonas"),
    ],
  },
  {
    channel: "whatsapp",
    contact: "ines",
    start: { days: 16, at: "19:03" },
    steps: [
      hears("0m", 'Boa tarde, a minha encomenda BH-2950 diz "entregue" mas não recebi nada'),
      does("12m", "jonas", { assign: "jonas", tags: ["shipping"] }),
      answers(
        "5m",
        "jonas",
        "Boa tarde Inês, vou já perguntar à transportadora. Costuma haver um vizinho que recebe encomendas?",
        { state: "read" },
      ),
      hears("40m", "Estava no café ao lado 🙈 obrigada!"),
      answers("1m", "jonas", "Ótimo! O sítio certo para ela 😄", { state: "read" }),
      does("1m", "jonas", { status: "resolved" }),
    ],
  },
  {
    channel: "mail",
    contact: "wei",
    subject: "关于批发价格的咨询",
    start: { days: 24, at: "06:50" },
    steps: [
      hears("0m", "您好，\n\n我们在上海有三家咖啡店，想了解 Duo 系列的批发价格和交货时间。\n\n谢谢！\n张伟"),
      does("3h", "mara", { team: "sales", assign: "priya", tags: ["wholesale"] }),
      answers(
        "2h",
        "priya",
        "Dear Wei,\n\nthank you for writing. We do not ship machines to China ourselves; our partner in Shanghai, Blue Kettle Trading, holds stock and services them. I have introduced you by a separate mail.\n\nPriya Raman",
      ),
      does("3d", "priya", { status: "resolved" }),
    ],
  },
  {
    channel: "mail",
    contact: "omar",
    subject: "استفسار عن الشحن إلى الأردن",
    start: { days: 4, at: "09:27" },
    unread: true,
    steps: [
      hears("0m", "مرحباً،\n\nهل تشحنون مطحنة Mahl 64 إلى عمّان؟ وكم تبلغ كلفة الشحن والجمارك؟\n\nشكراً جزيلاً\nعمر"),
      does("1h", "system", { team: "support" }),
    ],
  },
  {
    channel: "whatsapp",
    contact: "rahul",
    start: { days: 33, at: "05:55" },
    steps: [
      hears("0m", "Do you have a service centre in Mumbai?"),
      answers("3h", "jonas", "Hi Rahul, yes: Andheri West, open Mon–Sat 10–18. Shall I book you a slot?", {
        state: "read",
      }),
      hears("10m", "Saturday 11 please"),
      answers("4m", "jonas", "Booked, Saturday 11:00. Bring the power cord as well, they test it with yours.", {
        state: "delivered",
      }),
      does("1m", "jonas", { assign: "jonas", status: "resolved", tags: ["repair"] }),
    ],
  },
  {
    channel: "mail",
    contact: "stefan",
    subject: "Pretplata na kafu",
    start: { days: 38, at: "10:41" },
    steps: [
      hears("0m", "Zdravo, kako da pauziram pretplatu dok sam na odmoru? Hvala, Stefan"),
      answers(
        "1h",
        "elena",
        "Zdravo Stefane! U nalogu → Pretplata → „Pauza“. Možeš izabrati do tri meseca. Prijatan odmor!",
      ),
      does("2d", "elena", { assign: "elena", status: "resolved", tags: ["beans"] }),
    ],
  },
];
