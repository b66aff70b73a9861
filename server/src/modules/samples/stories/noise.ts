/** What every inbox also has: spam, an out-of-office note, thanks, old things that are done. */
import { answers, does, hears, type Story } from "../story.ts";

export const noise: Story[] = [
  {
    channel: "mail",
    contact: "seo",
    subject: "RE: your website is losing customers!!!",
    start: { days: 1, at: "03:11" },
    spam: true,
    steps: [
      hears(
        "0m",
        "Dear website owner, we analysed your site and found 47 critical SEO errors. We guarantee page 1 in 10 days or money back. Reply YES for a free audit.",
      ),
    ],
  },
  {
    channel: "mail",
    contact: "prince",
    subject: "Confidential business proposal",
    start: { days: 14, at: "23:58" },
    spam: true,
    steps: [
      hears(
        "0m",
        "Good day dear friend, I am Mr. Collins of the trust department. A deposit of 9.6 million awaits a trustworthy partner. Kindly send your particulars.",
      ),
    ],
  },
  {
    channel: "chat",
    contact: "visitor1",
    start: { days: 22, at: "21:30" },
    steps: [
      hears("0m", "asdf"),
      hears("20s", "sorry, cat"),
      answers("2m", "jonas", "No problem. Does the cat need a grinder? 🐈", { state: "read" }),
      does("1h", "jonas", { assign: "jonas", status: "resolved" }),
    ],
  },
  {
    channel: "mail",
    contact: "ivy",
    subject: "Thank you!",
    start: { days: 30, at: "18:05" },
    steps: [
      hears(
        "0m",
        "Just wanted to say: the replacement lid you sent arrived in two days, with a hand-written card. That made my week. Please tell whoever wrote it.",
      ),
      answers(
        "14h",
        "mara",
        "I told her, she blushed. Thank you for writing, Ivy — mails like this hang on our kitchen wall.\n\nMara",
        { state: "read" },
      ),
      does("1m", "mara", { assign: "mara", status: "resolved", tags: ["praise"] }),
    ],
  },
  {
    channel: "mail",
    contact: "lena",
    subject: "Bohnen: Röstdatum fehlt",
    start: { days: 36, at: "09:12" },
    steps: [
      hears("0m", "Guten Tag, auf der letzten Packung Hausmischung steht kein Röstdatum. Absicht?"),
      answers(
        "4h",
        "jonas",
        "Guten Tag Frau Hoffmann, nein, ein Druckfehler bei Charge 0817. Geröstet wurde sie am 28. des Vormonats. Beim nächsten Paket liegt eine Packung extra bei.",
      ),
      does("1d", "jonas", { assign: "jonas", status: "resolved", tags: ["beans"] }),
    ],
  },
  {
    channel: "whatsapp",
    contact: "kofi",
    start: { days: 41, at: "12:20" },
    steps: [
      hears("0m", "Hello, is the voucher WELCOME10 still valid?"),
      answers("15m", "elena", "Hello Kofi, until the end of the month, once per customer.", { state: "read" }),
      hears("1m", "Used it, thanks"),
      does("3h", "elena", { assign: "elena", status: "resolved" }),
    ],
  },
];
