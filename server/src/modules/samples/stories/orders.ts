/** Orders: late, broken, wrong, paid twice — and one customer who has had enough. */
import { answers, does, hears, notes, type Story } from "../story.ts";

export const orders: Story[] = [
  {
    channel: "mail",
    contact: "frank",
    subject: "THIRD time I am writing — order BH-2874",
    start: { days: 4, at: "07:52" },
    steps: [
      hears(
        "0m",
        "Order BH-2874, paid on the 2nd, still nothing. I have written twice and got an automatic reply both times. Is anybody actually there?\n\nFrank Delaney",
      ),
      does("31m", "system", { team: "support" }),
      does("4m", "jonas", { assign: "jonas", tags: ["shipping"] }),
      answers(
        "12m",
        "jonas",
        "Hello Frank,\n\nI'm sorry — your two earlier mails went to an old address of ours that nobody reads any more. That is on us and it is fixed now.\n\nYour parcel left us on the 5th and has been sitting in the SwiftParcel depot in Athlone since the 8th. I have opened a claim and will write to you tomorrow by noon, whatever they say.\n\nJonas",
      ),
      hears(
        "1d",
        "It is past noon. Nothing. This is a JOKE. I want my money back TODAY or I go to my bank and to every review site there is. €389 for a grinder I have never seen!!",
      ),
      does("6m", "mara", { priority: "urgent", assign: "mara" }),
      notes(
        "3m",
        "mara",
        "@Jonas Weber I take this one. The claim was filed under the wrong tracking number, so SwiftParcel never looked. Refund is approved from my side.",
        "jonas",
      ),
      answers(
        "18m",
        "mara",
        "Dear Mr Delaney,\n\nYou are right, and I will not explain it away. We promised you an answer by noon and did not keep it.\n\nI have refunded €389.00 to your card just now (reference RF-60213, it shows within two working days). If the parcel turns up, refuse it; there is nothing for you to pay or send.\n\nIf you still want the grinder, one word is enough and it leaves today by express, at our cost.\n\nMara Lindqvist\nHead of Support",
        { state: "read" },
      ),
      does("1m", "mara", { tags: ["shipping", "refund"] }),
      hears(
        "3h",
        "Well. That is the first sensible mail I get from you people. Refund has arrived. Send the grinder then, but EXPRESS means express.",
        {
          quoted:
            "On Tuesday Mara Lindqvist wrote:\n> I have refunded €389.00 to your card just now (reference RF-60213 …)",
        },
      ),
      answers(
        "25m",
        "mara",
        "It does. Collected at 15:10 today, tracking EX-88120-IE, with you by tomorrow 10:30. I will look at it myself at eleven.\n\nMara",
        { state: "read" },
      ),
    ],
  },
  {
    channel: "mail",
    contact: "sofia",
    subject: "Carafe arrived cracked",
    start: { days: 2, at: "10:20" },
    steps: [
      hears(
        "0m",
        "Hi,\n\nThe carafe of my Filter One arrived with a crack down the side, picture attached. The rest is lovely. Could you send just a new carafe?\n\nBest,\nSofia",
        { files: ["crack"] },
      ),
      does("9m", "elena", { assign: "elena", tags: ["shipping", "warranty"] }),
      answers(
        "14m",
        "elena",
        "Hi Sofia,\n\nThank you for the picture, that is all we need. A new carafe is on its way (no need to return the broken one — please recycle it as glass, it is heat-resistant and does not belong in the bottle bank).\n\nEnjoy the Filter One!\nElena",
      ),
      does("1m", "elena", { status: "resolved" }),
    ],
  },
  {
    channel: "mail",
    contact: "george",
    subject: "Charged twice for BH-3120",
    start: { days: 1, at: "15:41" },
    unread: true,
    steps: [
      hears(
        "0m",
        "Good afternoon,\n\nMy bank shows two payments of £64.50 on the same day for order BH-3120. I only ordered once. Would you look into it, please?\n\nKind regards\nGeorge Whitfield",
      ),
      does("22m", "jonas", { assign: "me", tags: ["invoice", "refund"], priority: "high" }),
      notes(
        "1m",
        "jonas",
        "@me looks like the payment page was reloaded: two authorisations, one capture. Should drop off by itself — can you confirm with finance?",
        "me",
      ),
    ],
  },
  {
    channel: "chat",
    contact: "emma",
    start: { days: 6, at: "13:05" },
    steps: [
      hears("0m", "hi! is the 58mm basket the same as in the older Presso model?"),
      answers(
        "50s",
        "jonas",
        "Hi Emma! Yes, same basket since 2019. If yours has the ring with three notches it fits.",
        { state: "read" },
      ),
      hears("40s", "three notches, yes 🎉 thank you"),
      answers("30s", "jonas", "Perfect. Anything else?", { state: "read" }),
      hears("20s", "no that was it. super quick!"),
      does("2m", "jonas", { assign: "jonas", status: "resolved", tags: ["praise"] }),
    ],
  },
  {
    channel: "whatsapp",
    contact: "olivia",
    start: { days: 3, at: "18:32" },
    steps: [
      hears("0m", "Hey, can I change the delivery address for BH-3098? Moving this weekend"),
      answers("6m", "elena", "Hi Olivia! It has not been packed yet, so yes. What is the new address?", {
        state: "read",
      }),
      hears("2m", "1204 Barton Ridge Dr, Austin TX 78704"),
      answers("3m", "elena", "Changed. It ships on Monday to Barton Ridge Dr. Good luck with the move 📦", {
        state: "read",
      }),
      does("1m", "elena", { assign: "elena", status: "resolved", tags: ["shipping"] }),
    ],
  },
  {
    channel: "mail",
    contact: "courier",
    subject: "Claim SP-55210: additional documents required",
    start: { days: 8, at: "09:00" },
    steps: [
      hears(
        "0m",
        "Dear customer,\n\nfor claim SP-55210 (1 parcel, 6.2 kg, declared value EUR 389.00) please supply within 14 days:\n\n1. commercial invoice\n2. photograph of the outer packaging, if available\n3. written statement of the recipient\n\nWithout these documents the claim is closed.\n\nSwiftParcel Claims Department",
      ),
      does("40m", "mara", { assign: "mara", tags: ["shipping"] }),
      notes("2m", "mara", "This is Mr Delaney's parcel. Waiting for his statement before I send the papers."),
      does("1m", "mara", { status: "on_hold" }),
    ],
  },
  {
    channel: "mail",
    contact: "lena",
    subject: "Frage zu meiner Rechnung",
    start: { days: 12, at: "08:14" },
    steps: [
      hears(
        "0m",
        "Guten Morgen,\n\nauf der Rechnung BH-2091 fehlt unsere Umsatzsteuer-ID (DE 812 334 910). Könnten Sie mir bitte eine korrigierte Rechnung schicken? Die Buchhaltung nimmt sie sonst nicht an.\n\nVielen Dank und freundliche Grüße\nLena Hoffmann",
      ),
      answers(
        "2h",
        "jonas",
        "Guten Morgen Frau Hoffmann,\n\nselbstverständlich – die korrigierte Rechnung hängt an. Ihre USt-ID ist jetzt auch in Ihrem Kundenkonto hinterlegt, künftige Rechnungen enthalten sie von selbst.\n\nFreundliche Grüße\nJonas Weber",
        { files: ["invoice"] },
      ),
      hears("50m", "Perfekt, danke für die schnelle Hilfe!"),
      does("10m", "jonas", { assign: "jonas", status: "resolved", tags: ["invoice"] }),
    ],
  },
  {
    channel: "chat",
    contact: "visitor2",
    start: { days: 9, at: "20:17" },
    steps: [
      hears("0m", "liefert ihr auch in die schweiz?"),
      answers(
        "9h",
        "elena",
        "Guten Morgen! Ja, Versand in die Schweiz kostet 14,90 € und dauert 3–5 Tage. Zoll und Mehrwertsteuer sind im Preis an der Kasse schon enthalten.",
        { state: "sent" },
      ),
      does("2d", "elena", { assign: "elena", status: "resolved", tags: ["shipping"] }),
    ],
  },
];
