/** One message → the mail that carries it. Pure: everything it needs is in the message and the connection. */
import { ChannelError, type Identity, type Outbound, type OutboundFile } from "../adapter.ts";
import { normalAddress, oneLine, splitAddress } from "./addresses.ts";
import { quoteMarker } from "./html-text.ts";
import { type EmailConnection, takesPlusAddresses } from "./settings.ts";
import { bounceAddress, messageMark, replyAddress } from "./tokens.ts";

type Person = { name: string; address: string };

/** One mail, ready for `send`. Texts are single lines where headers are, addresses are checked. */
export type MailPart = {
  /** Without brackets; our external id. */
  messageId: string;
  inReplyTo: string | null;
  references: string[];
  envelope: { from: string; to: string[] };
  from: Person;
  replyTo: Person | null;
  to: Person[];
  cc: Person[];
  subject: string;
  text: string;
  html: string | null;
  date: Date;
  headers: Record<string, string>;
  files: OutboundFile[];
};

/** References kept: the first, which names the thread, and the latest. Header lines must not grow without end. */
const mostReferences = 30;

export function renderMail(message: Outbound, connection: EmailConnection): MailPart[] {
  const address = normalAddress(connection.address);
  const people = { to: peopleOf(message.to), cc: peopleOf(message.cc), bcc: peopleOf(message.bcc) };
  if (!address)
    throw new ChannelError("This mailbox has no mail address; enter one in its settings.", { retry: false });
  const mark = messageMark(connection, message.id, message.threadId);
  const tagged = takesPlusAddresses(connection);
  const name = oneLine(message.author.name || connection.settings.from_name || connection.name);
  const reply = tagged ? replyAddress(connection, message.threadId) : null;
  const references = message.references.filter(isMessageId);
  return [
    {
      messageId: `${mark}@${splitAddress(address).domain}`,
      inReplyTo: references.at(-1) ?? null,
      references:
        references.length > mostReferences ? [references[0]!, ...references.slice(1 - mostReferences)] : references,
      envelope: {
        from: envelopeFrom(message, connection, address),
        to: [...new Set([...people.to, ...people.cc, ...people.bcc].map((person) => person.address))],
      },
      from: { name, address },
      replyTo: reply ? { name, address: reply } : null,
      to: people.to,
      cc: people.cc,
      subject: oneLine(message.subject).slice(0, 900),
      text: message.text,
      html: message.html === null ? null : withMarker(message.html),
      date: message.createdAt,
      headers: { "X-Omniflow-Message": mark, ...(message.automatic ? automaticHeaders : {}) },
      files: message.files,
    },
  ];
}

/** RFC 3834, and what Exchange and older programs listen to. */
const automaticHeaders = {
  "Auto-Submitted": "auto-replied",
  "X-Auto-Response-Suppress": "All",
  Precedence: "auto_reply",
};

/** Automatic mail has no return path, so that two machines cannot answer each other. */
function envelopeFrom(message: Outbound, connection: EmailConnection, address: string): string {
  if (message.automatic) return "";
  const builtin = connection.settings.mode !== "imap";
  // With its own SMTP server only addresses that server knows may be the sender.
  return (builtin ? bounceAddress(connection, message.id) : null) ?? address;
}

function peopleOf(identities: Identity[]): Person[] {
  return identities.flatMap((identity) => {
    const address = normalAddress(identity.value);
    return address ? [{ address, name: oneLine(identity.name ?? "") }] : [];
  });
}

/** Ids we made up for mail without one would mean nothing to others, and nothing else may break the header. */
const isMessageId = (id: string) => /^[\x21-\x3b\x3d\x3f-\x7e]{3,900}$/.test(id) && id.includes("@");

/** Nothing to see, but programs that quote this mail keep it: from there on an answer is history. */
function withMarker(html: string): string {
  return `<div class="${quoteMarker}" style="display:none;max-height:0;overflow:hidden"></div>${html}`;
}
