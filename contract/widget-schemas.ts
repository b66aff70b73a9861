/** The server's side of widget.ts: what a visitor may send, with limits. Checked against the types at compile time. */
import { type Static, Type } from "typebox";
import {
  type LauncherRequest,
  type ReceiptInput,
  type SessionRequest,
  type VisitorChange,
  type VisitorMessageInput,
  type WidgetClientMessage,
  widgetLimits,
} from "./widget.ts";

const id = Type.String({ pattern: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$" });
const token = Type.String({ minLength: 20, maxLength: 200 });
const text = (maxLength: number) => Type.String({ maxLength });

export const widgetPageSchema = Type.Object({
  url: text(2000),
  title: text(300),
  referrer: Type.Optional(text(2000)),
});

export const launcherRequestSchema = Type.Object({ token: Type.Optional(token) });

export const sessionRequestSchema = Type.Object({
  token: Type.Optional(token),
  origin: text(300),
  page: Type.Optional(widgetPageSchema),
  trail: Type.Optional(
    Type.Array(Type.Object({ ...widgetPageSchema.properties, ago: Type.Integer({ minimum: 0, maximum: 86_400 }) }), {
      maxItems: widgetLimits.pages,
    }),
  ),
  language: text(35),
  time_zone: text(64),
  identity_token: Type.Optional(text(4000)),
  name: Type.Optional(text(200)),
  email: Type.Optional(text(320)),
});

export const visitorMessageSchema = Type.Object({
  id,
  text: text(widgetLimits.text),
  file_ids: Type.Array(id, { maxItems: widgetLimits.files }),
  page: widgetPageSchema,
  answers: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), text(1000), { maxProperties: 20 })),
});

export const visitorChangeSchema = Type.Object({
  name: Type.Optional(text(200)),
  email: Type.Optional(text(320)),
  phone: Type.Optional(text(40)),
});

export const receiptSchema = Type.Object({
  state: Type.Union([Type.Literal("delivered"), Type.Literal("read")]),
  message_ids: Type.Array(id, { minItems: 1, maxItems: 100 }),
});

export const historyQuerySchema = Type.Object({
  after: Type.Optional(text(40)),
  before: Type.Optional(text(40)),
});

export const widgetClientMessageSchema = Type.Union([
  Type.Object({ t: Type.Literal("hello"), key: text(100), token }),
  Type.Object({ t: Type.Literal("typing"), on: Type.Boolean() }),
  Type.Object({ t: Type.Literal("page"), page: widgetPageSchema }),
  Type.Object({ t: Type.Literal("ping") }),
]);

/** Fails to compile when a schema and its type drift apart. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
export const schemasMatchTypes: [
  Same<Static<typeof launcherRequestSchema>, LauncherRequest>,
  Same<Static<typeof sessionRequestSchema>, SessionRequest>,
  Same<Static<typeof visitorMessageSchema>, VisitorMessageInput>,
  Same<Static<typeof visitorChangeSchema>, VisitorChange>,
  Same<Static<typeof receiptSchema>, ReceiptInput>,
  Same<Static<typeof widgetClientMessageSchema>, WidgetClientMessage>,
] = [true, true, true, true, true, true];
