/** What a mailbox is set up with, and how its form is drawn. Flat names, because the form addresses fields by name. */
import { type Static, Type } from "typebox";
import type { ConnectionView, Field } from "../adapter.ts";

const port = (standard: number) => Type.Integer({ minimum: 1, maximum: 65535, default: standard });
const host = () => Type.String({ maxLength: 253, default: "" });
const text = () => Type.String({ maxLength: 320, default: "" });

export const emailSettings = Type.Object({
  mode: Type.Optional(
    Type.Union(
      [Type.Literal("builtin", { title: "Forward to us" }), Type.Literal("imap", { title: "IMAP and SMTP" })],
      {
        default: "builtin",
      },
    ),
  ),
  from_name: Type.Optional(Type.String({ maxLength: 200, default: "" })),
  imap_host: Type.Optional(host()),
  imap_port: Type.Optional(port(993)),
  imap_secure: Type.Optional(Type.Boolean({ default: true })),
  imap_user: Type.Optional(text()),
  imap_folder: Type.Optional(Type.String({ maxLength: 500, default: "INBOX" })),
  import_days: Type.Optional(Type.Integer({ minimum: 0, maximum: 3650, default: 0 })),
  plus_addressing: Type.Optional(Type.Boolean({ default: false })),
  smtp_host: Type.Optional(host()),
  smtp_port: Type.Optional(port(587)),
  smtp_secure: Type.Optional(Type.Boolean({ default: false })),
  smtp_user: Type.Optional(text()),
});
export type EmailSettings = Static<typeof emailSettings>;

export const emailSecrets = Type.Object({
  imap_password: Type.Optional(Type.String({ maxLength: 1000 })),
  smtp_password: Type.Optional(Type.String({ maxLength: 1000 })),
});
export type EmailSecrets = Static<typeof emailSecrets>;

export type EmailConnection = ConnectionView<EmailSettings, EmailSecrets>;

const incoming = { group: "Incoming mail (IMAP)", when: { field: "mode", is: "imap" } };
const outgoing = { group: "Outgoing mail (SMTP)" };

export const emailForm: Record<string, Field> = {
  mode: {
    input: "choice",
    label: "How mail arrives",
    help: "Forward to us: your mail server hands mail to this installation. IMAP: we fetch it from your mailbox.",
  },
  from_name: {
    input: "text",
    label: "Sender name",
    placeholder: "Acme Support",
    help: "Shown when no member's name is.",
  },
  imap_host: { input: "text", label: "Server", placeholder: "imap.example.com", ...incoming },
  imap_port: { input: "number", label: "Port", ...incoming },
  imap_secure: { input: "checkbox", label: "TLS from the start (port 993)", ...incoming },
  imap_user: { input: "text", label: "User name", help: "Usually the mail address.", ...incoming },
  imap_password: { input: "password", label: "Password", ...incoming },
  imap_folder: { input: "text", label: "Folder", ...incoming },
  import_days: {
    input: "number",
    label: "Import mail of the last days",
    help: "0: only mail from now on.",
    ...incoming,
  },
  plus_addressing: {
    input: "checkbox",
    label: "The mailbox accepts plus addresses",
    help: "Like support+something@example.com. Answers are then matched even when a mail program drops its headers.",
    ...incoming,
  },
  smtp_host: {
    input: "text",
    label: "Server",
    placeholder: "smtp.example.com",
    help: "Empty: the relay of this installation sends.",
    ...outgoing,
  },
  smtp_port: { input: "number", label: "Port", ...outgoing },
  smtp_secure: { input: "checkbox", label: "TLS from the start (port 465)", ...outgoing },
  smtp_user: { input: "text", label: "User name", ...outgoing },
  smtp_password: { input: "password", label: "Password", ...outgoing },
};

/** May we put tags on this mailbox's address? Our own listener always takes them; other servers only when they say so. */
export function takesPlusAddresses(connection: EmailConnection): boolean {
  return connection.settings.mode !== "imap" || connection.settings.plus_addressing === true;
}
