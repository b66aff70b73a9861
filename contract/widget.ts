/**
 * What the chat widget and the server agree on. Pure types and a few constants: this file is bundled into the widget, so
 * nothing with a runtime may be imported here (the server's schemas of the same shapes are in widget-schemas.ts).
 *
 * Writes go over HTTP (`/api/widget/:key/…`, `Authorization: Bearer <visitor token>`), each message with an id the browser
 * made, so that repeating is harmless. The socket (`/api/widget/socket`) only makes things quick: whatever it misses is in
 * `GET …/messages?after=`, which the widget asks after every (re)connect.
 */

export const widgetLimits = {
  /** Pages of one visit that are kept. */
  pages: 20,
  /** Characters of one message. */
  text: 10_000,
  files: 10,
  /** Bytes of one file. */
  fileBytes: 20 * 1024 * 1024,
  /** Messages of one page of history. */
  page: 40,
} as const;

export type WidgetPage = { url: string; title: string; referrer?: string };

/** A question of the form before the first message. `name`, `email` and `phone` fill the contact; others go along as details. */
export type PreChatField = { key: string; kind: "name" | "email" | "phone" | "text"; label: string; required: boolean };

/** How the launcher looks: all the loader needs before the frame exists. */
export type WidgetLook = {
  accent: string;
  position: "right" | "left";
};

export type WidgetConfig = WidgetLook & {
  /** Whom the visitor talks to: shown in the header. */
  name: string;
  theme: "light" | "dark" | "auto";
  /** A language of the dictionary, or "auto": the visitor's. */
  language: string;
  greeting: string;
  /** "We usually answer in a few minutes"; empty: the widget's own words. */
  reply_time: string;
  offline_text: string;
  pre_chat: PreChatField[];
  require_email: boolean;
};

export type WidgetTeam = {
  /** Somebody is there to answer. */
  online: boolean;
  /** First names of those who are there, at most three. */
  faces: string[];
};

export type WidgetVisitor = {
  id: string;
  name: string | null;
  email: string | null;
  /** Proven by a token the host site signed. */
  verified: boolean;
};

export type WidgetAttachment = {
  id: string;
  name: string;
  content_type: string;
  size: number;
  /** Signed, for a while; a fresh one comes with every read. */
  url: string;
};

export type WidgetMessage = {
  id: string;
  /** The id the browser made; null for what the team wrote. */
  client_id: string | null;
  from: "visitor" | "team";
  /** Who wrote it; null for the visitor's own. */
  author: { name: string; kind: "member" | "ai_agent" | "system" } | null;
  /** Plain text; the widget never renders HTML. */
  text: string;
  attachments: WidgetAttachment[];
  /** The visitor has seen it (team messages only). */
  read: boolean;
  created_at: string;
};

export type MessagePage = {
  /** In ascending order of time. */
  messages: WidgetMessage[];
  /** There are earlier ones (`?before=`). With `?after=`: between these and what was known, so what was known is dropped. */
  more: boolean;
  /** Until when the team has read the visitor's messages. */
  seen_at: string | null;
};

/** `POST /api/widget/:key/launcher` (from the host page, sent as text/plain so that no preflight is needed). */
export type LauncherRequest = { token?: string };
export type LauncherState = {
  /** `trail`: the channel is to know the pages of a visit also from before the chat; the page keeps them until it is opened. */
  look: WidgetLook & { trail?: boolean };
  unread: number;
  /** The visitor is in the middle of a conversation: load the frame now so that answers arrive live. */
  live: boolean;
};

/** A page of this visit from before the chat was there. @property ago seconds, by the visitor's own clock */
export type TrailPage = WidgetPage & { ago: number };

/** `POST /api/widget/:key/session` */
export type SessionRequest = {
  token?: string;
  /** Origin of the embedding page, as the browser told the frame; checked against the allowed origins. */
  origin: string;
  /** Left out until the chat has been opened: a frame may be there before, to count what is unread. */
  page?: WidgetPage;
  /** Counts only where the channel asks for it. */
  trail?: TrailPage[];
  language: string;
  time_zone: string;
  /** HS256 JWT signed by the host site with the connection's identity secret. */
  identity_token?: string;
  /** What the host page says without proof. */
  name?: string;
  email?: string;
};
export type Session = {
  token: string;
  config: WidgetConfig;
  visitor: WidgetVisitor;
  team: WidgetTeam;
  history: MessagePage;
  unread: number;
  forms: WidgetForm[];
};

/** A form offered beside the chat; read and sent at `/api/v1/ticket-forms/:key`. */
export type WidgetForm = { key: string; title: string };
export type WidgetFormField = {
  key: string;
  label: string;
  description: string;
  type: "text" | "number" | "date" | "choice" | "multi_choice" | "checkbox" | "link";
  options: string[];
  required: boolean;
};
/** `GET /api/v1/ticket-forms/:key`; what is sent carries the stamp. */
export type WidgetFormPage = {
  title: string;
  intro: string;
  /** Said once it is sent; empty means the widget's own words. */
  thanks: string;
  fields: WidgetFormField[];
  stamp: string;
};

/** `POST /api/widget/:key/messages` → WidgetMessage; the same id again gives the same message. */
export type VisitorMessageInput = {
  id: string;
  text: string;
  file_ids: string[];
  page: WidgetPage;
  /** Answers of the pre-chat form other than name, e-mail and phone, by label. */
  answers?: Record<string, string>;
};

/** `PATCH /api/widget/:key/visitor` → WidgetVisitor */
export type VisitorChange = { name?: string; email?: string; phone?: string };

/** `POST /api/widget/:key/receipts` → {} */
export type ReceiptInput = { state: "delivered" | "read"; message_ids: string[] };

/** `POST /api/widget/:key/files` (multipart, field `file`) */
export type UploadedFile = { id: string; name: string; content_type: string; size: number };

/** Frame → server. `hello` is the first message; anything else before it closes the socket. */
export type WidgetClientMessage =
  | { t: "hello"; key: string; token: string }
  | { t: "typing"; on: boolean }
  | { t: "page"; page: WidgetPage }
  | { t: "ping" };

/** Server → frame. */
export type WidgetServerMessage =
  | { t: "hello"; team: WidgetTeam; seen_at: string | null }
  | { t: "message"; message: WidgetMessage }
  | { t: "typing"; name: string; on: boolean }
  | { t: "seen"; at: string }
  | { t: "team"; team: WidgetTeam }
  | { t: "pong" }
  /** The token is not valid (any more): start a new session. */
  | { t: "refused" };

/** Answers of the visitor API are wrapped as everywhere (PRODUCT.md §12). */
export type WidgetAnswer<T> =
  | { success: true; data: T }
  | { success: false; error: { code: string; message: string; field?: string } };
