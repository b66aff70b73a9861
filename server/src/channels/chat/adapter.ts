/**
 * The chat widget as a channel. It is our own: what a visitor writes comes from modules/visitors already trusted to be what it
 * says, and an answer is "sent" the moment it is stored, because the hint of that commit reaches the visitor's socket.
 */
import { type VisitorMessageInput, type WidgetAttachment, widgetLimits } from "@omniflow/contract/widget";
import { visitorMessageSchema } from "@omniflow/contract/widget-schemas";
import { Type } from "typebox";
import { Value } from "typebox/value";
import type { ChannelAdapter, ConnectionView, Identity, InboundMessage, Outbound, RawRequest } from "../adapter.ts";
import { ChannelError } from "../adapter.ts";
import { type ChatSecrets, type ChatSettings, chatForm, chatSecrets, chatSettings } from "./settings.ts";

/** What modules/visitors hands to `parse`: a visitor's message with what the server knows about its sender. */
export type VisitorMessage = VisitorMessageInput & {
  thread: string;
  from: Identity;
  sentAt: string;
  files: (Pick<WidgetAttachment, "id" | "name"> & { content_type: string })[];
};

const visitorMessage = Type.Object({
  ...visitorMessageSchema.properties,
  thread: Type.String({ minLength: 1 }),
  from: Type.Object({ kind: Type.Enum(["visitor", "user"]), value: Type.String({ minLength: 1 }) }),
  sentAt: Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\dT" }),
  files: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), content_type: Type.String() })),
});

type Part = { messageId: string };

export const chatAdapter: ChannelAdapter<ChatSettings, ChatSecrets, Part> = {
  kind: "chat",
  label: "Chat widget",
  summary: "A live chat on your website: one line of code, answers in real time, continues by e-mail.",
  limits: {
    html: false,
    subject: false,
    cc: false,
    maxText: widgetLimits.text,
    maxFiles: widgetLimits.files,
    maxFileBytes: widgetLimits.files * widgetLimits.fileBytes,
    startsConversations: false,
    reaches: ["visitor", "user"],
    receipts: ["delivered", "read"],
    typing: true,
    idempotentSend: true,
  },
  settings: chatSettings,
  secrets: chatSecrets,
  form: chatForm,
  parse: (request) => [readVisitorMessage(request)],
  render: (message: Outbound) => [{ messageId: message.id }],
  send: async (part) => ({ externalId: part.messageId }),
  test: async (connection) => ({ report: reportOn(connection) }),
};

function readVisitorMessage(request: RawRequest): InboundMessage {
  const message = readBody(request.body);
  return {
    kind: "message",
    externalId: message.id,
    thread: message.thread,
    from: message.from,
    sentAt: new Date(message.sentAt),
    text: message.text,
    files: message.files.map((file) => ({ name: file.name, contentType: file.content_type, ref: file.id })),
    details: { ...message.answers, page: message.page.url, page_title: message.page.title },
  };
}

function readBody(body: Uint8Array): VisitorMessage {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString());
    if (Value.Check(visitorMessage, value)) return value as VisitorMessage;
  } catch {}
  throw new ChannelError("This is not a visitor's message.", { retry: false });
}

function reportOn(connection: ConnectionView<ChatSettings, ChatSecrets>): string[] {
  const { settings, secrets } = connection;
  if (settings.identity_required && !secrets.identity_secret) {
    throw new ChannelError(
      "Signed identity is required, but there is no identity secret: nobody could be recognised.",
      {
        retry: false,
      },
    );
  }
  const report = [
    settings.allowed_origins.length
      ? `Shown only on ${settings.allowed_origins.join(", ")}.`
      : "Any website may show it. List your websites under “Websites that may show it” to change that.",
    secrets.identity_secret ? "Signed identity is accepted." : "Visitors are anonymous until they say who they are.",
    `Try it at ${connection.host.publicUrl}/widget/test/${connection.key}`,
  ];
  return report;
}
