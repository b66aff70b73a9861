/** A customer's mail program: hands mail to the product's SMTP listener, and answers as mail programs do. */
import nodemailer, { type SendMailOptions } from "nodemailer";
import { header, type Received } from "./mail-sink.ts";
import type { Server } from "./server.ts";

/** Resolves when the listener has said 250. @returns the Message-ID. */
export async function sendMail(server: Pick<Server, "smtpPort">, mail: SendMailOptions): Promise<string> {
  const transport = nodemailer.createTransport({ host: "127.0.0.1", port: server.smtpPort, ignoreTLS: true });
  try {
    const { messageId } = await transport.sendMail(mail);
    return messageId;
  } finally {
    transport.close();
  }
}

/** The fields a mail program fills in when its user presses Reply. */
export function answerTo(received: Received): Pick<SendMailOptions, "to" | "subject" | "inReplyTo" | "references"> {
  const { mail } = received;
  const id = mail.messageId ?? "";
  const subject = mail.subject ?? "";
  return {
    to: mail.replyTo?.text ?? mail.from?.text ?? "",
    subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`,
    inReplyTo: id,
    references: `${header(mail, "references")} ${id}`.trim(),
  };
}

/** A red dot, as small as a PNG can be. */
export const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==",
  "base64",
);
