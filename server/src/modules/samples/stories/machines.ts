/** Machines and grinders: repairs, warranty, questions of taste. */
import { answers, does, hears, notes, type Story } from "../story.ts";

export const machines: Story[] = [
  {
    channel: "mail",
    contact: "aylin",
    subject: "Presso baut Druck auf, dann kommt nichts mehr",
    start: { days: 5, at: "19:48" },
    unread: true,
    steps: [
      hears(
        "0m",
        "Hallo liebes Team,\n\nseit einer Woche macht meine Presso (Baujahr 2022) Folgendes: Der Druck geht normal auf 9 bar, nach etwa 12 Sekunden steigt er aber weiter bis fast 14, und in der Tasse kommen nur noch Tropfen an. Ich habe den Mahlgrad schon gröber gestellt, ein neues Sieb probiert und zweimal entkalkt – ohne Änderung. Mit dem blinden Sieb hält sie den Druck sauber.\n\nIch habe die Kurve aus der App angehängt. Die Bohnen sind dieselben wie immer (Eure Hausmischung, Röstung vom 3.).\n\nWas mir noch aufgefallen ist: Morgens beim ersten Bezug ist es besser als beim zweiten. Und das Wasser aus dem Dampfrohr riecht seit dem letzten Entkalken leicht metallisch.\n\nKann ich noch etwas selbst prüfen, oder muss sie eingeschickt werden? Ich würde ungern zwei Wochen ohne Kaffee sein. :)\n\nViele Grüße\nAylin Demir",
        { files: ["pressure"] },
      ),
      does("13h", "jonas", { assign: "jonas", tags: ["repair"] }),
      answers(
        "30m",
        "jonas",
        "Hallo Frau Demir,\n\nvielen Dank für die genaue Beschreibung, so macht das Helfen Freude. Die Kurve sieht nach einem verkalkten Duschsieb aus: kalt ist es noch durchlässig, warm nicht mehr.\n\nBitte einmal: Duschsieb abschrauben (5er Inbus), 30 Minuten in warme Zitronensäure legen, danach zwei Leerbezüge. Falls es dann nicht besser ist, tauschen wir das Sieb samt Dichtung kostenlos aus – das geht per Brief, die Maschine bleibt bei Ihnen.\n\nJonas Weber",
      ),
      hears(
        "2d",
        "Hallo Herr Weber,\n\ndas Sieb war tatsächlich fast zu! Jetzt ist es deutlich besser, aber noch nicht wie früher. Wenn Sie mir das neue Sieb schicken könnten, wäre das großartig. Adresse ist die im Konto.\n\nLG Aylin",
        { quoted: "Am Mittwoch schrieb Jonas Weber:\n> Die Kurve sieht nach einem verkalkten Duschsieb aus …" },
      ),
    ],
  },
  {
    channel: "mail",
    contact: "mateusz",
    subject: "Warranty for Mahl 64 grinder",
    start: { days: 15, at: "11:02" },
    steps: [
      hears(
        "0m",
        "Hello,\n\nthe grinder stops after 3 seconds and the light blinks red four times. I bought it 14 months ago, the card is attached.\n\nRegards\nMateusz",
        { files: ["warranty"] },
      ),
      does("1h", "elena", { assign: "elena", tags: ["repair", "warranty"] }),
      answers(
        "20m",
        "elena",
        "Hello Mateusz,\n\nfour blinks mean that the motor is too warm or blocked. Please unplug it, take off the upper burr and look for a stone or a hard bean between the burrs. If there is nothing, we exchange the motor under warranty.\n\nElena",
      ),
      hears("1d", "I opened it. No stone, but one burr has a broken edge. Picture follows when I am home."),
      answers(
        "2h",
        "elena",
        "That is enough for me, no picture needed. A new pair of burrs is on the way, free of charge. It takes five minutes to change them; the leaflet in the box shows how.",
      ),
      hears("6d", "Works like new. Thank you!"),
      does("3h", "elena", { status: "resolved" }),
    ],
  },
  {
    channel: "whatsapp",
    contact: "giulia",
    start: { days: 2, at: "08:40" },
    steps: [
      hears("0m", "Buongiorno! La mia macchina perde acqua da sotto da stamattina 😱"),
      answers(
        "5m",
        "elena",
        "Buongiorno Giulia, nessun panico 🙂 La vaschetta è inserita fino in fondo? Se sì: spenga la macchina, stacchi la spina e mi mandi una foto da sotto.",
        { state: "read" },
      ),
      hears("11m", "Era la vaschetta!! Grazie mille, che figura"),
      answers("1m", "elena", "Succede a tutti. Buon caffè ☕", { state: "read" }),
      does("1m", "elena", { assign: "elena", status: "resolved", tags: ["repair"] }),
    ],
  },
  {
    channel: "mail",
    contact: "ivy",
    subject: "App shows the wrong time zone for brew history",
    start: { days: 10, at: "22:10" },
    steps: [
      hears(
        "0m",
        "Brews I make before 9 am land on the day before in the app's history. My phone is in Honolulu time, so I guess you group by UTC day. Not urgent, but it makes the streak counter lie.\n\nApp 4.2.1, Android 16.",
      ),
      does("11h", "mara", { assign: "tom", team: "success", tags: ["bug"], priority: "low" }),
      notes("3m", "mara", "@Tom Okafor can you pass this on to the app people? She is right, I see it too.", "tom"),
      answers(
        "1h",
        "tom",
        "Hi Ivy,\n\nyou guessed right: days are cut at midnight UTC. The fix goes into 4.3, planned for the end of next week. I will tell you when it is out.\n\nTom",
      ),
      does("1m", "tom", { snooze: 96 }),
    ],
  },
  {
    channel: "chat",
    contact: "lukas",
    start: { days: 1, at: "17:20" },
    steps: [
      hears("0m", "Moin, welche Mühle empfehlt ihr zur Presso? Budget so 300"),
      answers(
        "3m",
        "jonas",
        "Moin Lukas! Für Espresso in dem Rahmen klar die Mahl 64 (289 €). Wenn du auch Filter trinkst, lohnt die Mahl 64 Duo für 339 €, die stellt in einer halben Umdrehung um.",
        { state: "read" },
      ),
      hears("2m", "nur espresso. gibts die auch in schwarz matt?"),
      answers(
        "1m",
        "jonas",
        "Gibt es, kommt aber erst nächste Woche Dienstag wieder rein. Soll ich dir eine zurücklegen?",
        { state: "read" },
      ),
      hears("4m", "ja gerne! lukas.brandt@postfach.example"),
      notes("2m", "jonas", "Schwarz matt zurückgelegt (1×), am Dienstag anschreiben."),
      does("1m", "jonas", { assign: "jonas", snooze: 70 }),
    ],
  },
  {
    channel: "mail",
    contact: "george",
    subject: "Which descaler?",
    start: { days: 27, at: "09:33" },
    steps: [
      hears("0m", "Is citric acid all right for the Presso, or do I need your own descaler?"),
      answers(
        "3h",
        "elena",
        "Citric acid is fine: 20 g per litre, never hotter than 60 °C, and rinse twice. Ours only has a dye in it that shows when you have rinsed enough.",
      ),
      hears("4h", "Honest answer. Much obliged."),
      does("15h", "elena", { assign: "elena", status: "resolved", tags: ["praise"] }),
    ],
  },
  {
    channel: "mail",
    contact: "peter",
    subject: "Rezervni dio za Presso",
    start: { days: 19, at: "12:45" },
    steps: [
      hears(
        "0m",
        "Poštovani,\n\ntrebam brtvu za grupu (58 mm) za stariji model iz 2017. Imate li je još?\n\nHvala,\nPeter Novak",
      ),
      does("2h", "jonas", { assign: "jonas", tags: ["repair"] }),
      answers(
        "10m",
        "jonas",
        "Dear Mr Novak,\n\nforgive me for answering in English. Yes, the 8.5 mm gasket (art. 4410) fits your 2017 model and is in stock: https://brewhaus.example/parts/4410\n\nBest regards\nJonas Weber",
      ),
      hears("21h", "Naručeno. Hvala lijepa, English is fine."),
      does("1h", "jonas", { status: "resolved" }),
    ],
  },
];
