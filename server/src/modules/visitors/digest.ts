/** The mail that carries what a visitor has not read in the chat. Plain words, no links: nothing to be taken for phishing. */

export type UnreadMessage = { id: string; text: string; author: string; sent_at: Date; files: string[] };

const words = {
  en: {
    subject: (widget: string) => `Your chat with ${widget}`,
    intro: "You left the chat before our answer came. Here it is:",
    outro: "You can simply answer this mail; it continues the same conversation.",
    files: (names: string) => `(Files in the chat: ${names})`,
  },
  de: {
    subject: (widget: string) => `Ihr Chat mit ${widget}`,
    intro: "Sie hatten den Chat verlassen, bevor unsere Antwort kam. Hier ist sie:",
    outro: "Antworten Sie einfach auf diese E-Mail; damit geht dieselbe Unterhaltung weiter.",
    files: (names: string) => `(Dateien im Chat: ${names})`,
  },
};

export function digestOf(
  messages: UnreadMessage[],
  about: { language: string | null; widget: string; subject: string },
): { subject: string; text: string } {
  const say = about.language?.toLowerCase().startsWith("de") ? words.de : words.en;
  const parts = messages.map(({ text, author, files }) =>
    [author && `${author}:`, text, files.length ? say.files(files.join(", ")) : ""].filter(Boolean).join("\n"),
  );
  return { subject: about.subject || say.subject(about.widget), text: [say.intro, ...parts, say.outro].join("\n\n") };
}
