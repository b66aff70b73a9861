/** What customers read on the pages without an account, in their browser's language. */
const en = {
  name: "Your name",
  email: "Your mail address",
  title: "What is it about?",
  text: "How can we help?",
  files: "Files (at most 5, 10 MB each)",
  send: "Send",
  thanks: "Thank you",
  taken: "We have received your request #{number} and will answer to the address you gave.",
  requests: "Your requests",
  none: "There are no requests.",
  you: "You",
  answer: "Your answer",
  close: "Close this request",
  closed: "This request is closed. Write to us again if you need anything else.",
  back: "All requests",
  askCode: "Enter your mail address. If there are requests from it, we send a code there.",
  code: "The code from our mail",
  sendCode: "Send the code",
  open: "Open my requests",
  wrongCode: "This code is wrong or too old.",
  codeSubject: "Your code: {code}",
  codeText:
    "Your code to see your requests at {workspace} is {code}. It works for 15 minutes.\n\nIf you did not ask for it, ignore this mail.\n",
  status: {
    open: "Open",
    in_progress: "In progress",
    waiting: "Waiting for you",
    resolved: "Resolved",
    closed: "Closed",
  },
};
const de: typeof en = {
  name: "Ihr Name",
  email: "Ihre E-Mail-Adresse",
  title: "Worum geht es?",
  text: "Wie können wir helfen?",
  files: "Dateien (höchstens 5, je 10 MB)",
  send: "Absenden",
  thanks: "Vielen Dank",
  taken: "Wir haben Ihre Anfrage #{number} erhalten und antworten an die angegebene Adresse.",
  requests: "Ihre Anfragen",
  none: "Es gibt keine Anfragen.",
  you: "Sie",
  answer: "Ihre Antwort",
  close: "Diese Anfrage schließen",
  closed: "Diese Anfrage ist geschlossen. Schreiben Sie uns erneut, wenn Sie noch etwas brauchen.",
  back: "Alle Anfragen",
  askCode: "Geben Sie Ihre E-Mail-Adresse ein. Gibt es Anfragen von dort, senden wir einen Code dorthin.",
  code: "Der Code aus unserer E-Mail",
  sendCode: "Code senden",
  open: "Meine Anfragen öffnen",
  wrongCode: "Dieser Code ist falsch oder zu alt.",
  codeSubject: "Ihr Code: {code}",
  codeText:
    "Ihr Code für Ihre Anfragen bei {workspace} lautet {code}. Er gilt 15 Minuten.\n\nHaben Sie ihn nicht angefordert, können Sie diese Mail ignorieren.\n",
  status: {
    open: "Offen",
    in_progress: "In Arbeit",
    waiting: "Wartet auf Sie",
    resolved: "Gelöst",
    closed: "Geschlossen",
  },
};

export type Words = typeof en;
export const wordsFor = (accepted: string | undefined): { language: "en" | "de"; words: Words } =>
  /^\s*de\b/i.test(accepted ?? "") ? { language: "de", words: de } : { language: "en", words: en };

export const filled = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
