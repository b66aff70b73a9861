/** A rendered mail as the bytes that go over the wire. Encoding and folding of headers is nodemailer's. */
import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import type { OutboundFile } from "../adapter.ts";
import { saneName } from "./file-names.ts";
import type { MailPart } from "./render.ts";

export function composeMail(part: MailPart): Readable {
  const composer = new MailComposer({
    messageId: `<${part.messageId}>`,
    ...(part.inReplyTo ? { inReplyTo: `<${part.inReplyTo}>` } : {}),
    ...(part.references.length > 0 ? { references: part.references.map((id) => `<${id}>`).join(" ") } : {}),
    from: part.from,
    ...(part.replyTo ? { replyTo: part.replyTo } : {}),
    to: part.to,
    cc: part.cc,
    subject: part.subject,
    text: part.text,
    ...(part.html === null ? {} : { html: part.html }),
    date: part.date,
    headers: part.headers,
    attachments: part.files.map(attachmentOf),
    // What members write must not make this process read files or fetch pages.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const stream = composer.compile().createReadStream();
  return stream as Readable;
}

function attachmentOf(file: OutboundFile) {
  return {
    filename: saneName(file.name) || "file",
    contentType: /^[\w.+-]+\/[\w.+-]+$/.test(file.contentType) ? file.contentType : "application/octet-stream",
    content: Readable.from(bytesOf(file), { objectMode: false }),
    contentDisposition: file.contentId ? ("inline" as const) : ("attachment" as const),
    ...(file.contentId ? { cid: file.contentId.replace(/[^\x21-\x7e]|[<>]/g, "") } : {}),
  };
}

/** Opened only when its turn comes, so that a server that refuses the mail costs no open files. */
async function* bytesOf(file: OutboundFile): AsyncGenerator<Uint8Array> {
  for await (const chunk of await file.open()) yield chunk;
}
