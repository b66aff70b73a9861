/** The mail server of the outside world: takes what the product sends, as a real SMTP server, and keeps it parsed. */
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { freePort } from "./ports.ts";
import { until } from "./until.ts";

export type Received = { from: string; to: string[]; mail: ParsedMail };
export type MailSink = {
  /** For OMNIFLOW_SMTP_URL. */
  url: string;
  received: Received[];
  /** Refuses mail to this address with the given SMTP answer, until `accept`. */
  refuse(address: string, code: number, words: string): void;
  accept(address: string): void;
  /** The next mail that fits, those already received included. */
  next(fits: (received: Received) => boolean, ms?: number): Promise<Received>;
  close(): Promise<void>;
};

export async function openMailSink(): Promise<MailSink> {
  const received: Received[] = [];
  const refused = new Map<string, { code: number; words: string }>();
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo({ address }, _session, done) {
      const refusal = refused.get(address.toLowerCase());
      done(refusal ? Object.assign(new Error(refusal.words), { responseCode: refusal.code }) : null);
    },
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : "";
        received.push({ from, to: session.envelope.rcptTo.map(({ address }) => address), mail });
        done();
      }, done);
    },
  });
  smtp.on("error", () => {});
  const port = await freePort();
  await new Promise<void>((done) => smtp.listen(port, "127.0.0.1", done));
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuse: (address, code, words) => void refused.set(address, { code, words }),
    accept: (address) => void refused.delete(address),
    next: (fits, ms = 20_000) => until("the mail reaches the outside server", () => received.find(fits) ?? null, ms),
    close: () => new Promise((done) => smtp.close(() => done())),
  };
}

/** A header as text: mailparser gives some as text, some as structure. */
export function header(mail: ParsedMail, name: string): string {
  return (
    mail.headerLines
      .find((line) => line.key === name.toLowerCase())
      ?.line.replace(/^[^:]+:\s*/, "")
      .replace(/\r?\n\s+/g, " ") ?? ""
  );
}
