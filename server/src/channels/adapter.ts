/**
 * The whole contract between the product and a channel. An adapter translates: it never touches the database, decides
 * nothing about contacts, threads, retries or storage, and says as data what its channel can do (`limits`).
 */
import type { Readable } from "node:stream";
import type { FormField } from "@omniflow/contract";
import type { TObject } from "typebox";

export type IdentityKind = "email" | "phone" | "handle" | "visitor" | "user";
/** Who is on the other end. `value` is normalised by the adapter (lower-case mail address, E.164 phone). */
export type Identity = { kind: IdentityKind; value: string; name?: string; verified?: boolean };

export type RawRequest = { headers: Record<string, string>; query: URLSearchParams; body: Uint8Array };

/** A file that came with a message: its bytes, or a `ref` that `download` turns into bytes. */
export type InboundFile = {
  name: string;
  contentType: string;
  /** Set when the HTML refers to it as `cid:<contentId>`. */
  contentId?: string;
  body?: Uint8Array;
  ref?: string;
};

export type Participant = { role: "to" | "cc" | "reply_to"; identity: Identity };

export type InboundMessage = {
  kind: "message";
  /** Unique within the connection; a second arrival with the same id is dropped. Made up by the adapter when missing. */
  externalId: string;
  /**
   * Equal when one message arrives twice. Programs repeat ids: a message whose `externalId` is stored already but with
   * another fingerprint is not that message, and is kept under `<externalId>#<fingerprint>`.
   */
  fingerprint?: string;
  /** The channel's own thread key, or `thread:<id>` for a thread proven by a token we signed; null when unknown. */
  thread: string | null;
  from: Identity;
  others?: Participant[];
  sentAt: Date;
  /** What the person wrote, quoted history and signature removed. */
  text: string;
  /** As received and unsafe: the core sanitises it before storing. */
  html?: string;
  /** The folded rest (quote, signature) as plain text. */
  quoted?: string;
  /** The quoted rest of `html`, cut off at its end: both together are what was received. As unsafe as `html`. */
  quotedHtml?: string;
  subject?: string;
  files: InboundFile[];
  /** External ids this answers, nearest first. They prove nothing: the core checks the sender too. */
  inReplyTo?: string[];
  /** Sent by us through another client: stored as outbound. */
  ours?: boolean;
  /** Set when no person wrote it. Such a message is kept and never answered automatically. */
  automatic?: "auto_reply" | "list" | "bounce";
  /** Sender authentication, shown to members. `from` is the verdict on the visible address. */
  verdict?: { spf: string; dkim: string; dmarc: string; from: "pass" | "fail" | "unknown"; spam?: boolean };
  /** Anything members may want to see under "details" (headers and the like); small. */
  details?: Record<string, string>;
};

export type Receipt = {
  kind: "receipt";
  /** External id of the outbound message, or `message:<id>` for our id proven by a token we signed. */
  externalId: string;
  state: "delivered" | "read" | "failed" | "deferred";
  recipient?: string;
  reason?: string;
};

export type Typing = { kind: "typing"; thread: string; from: Identity };

export type Inbound = InboundMessage | Receipt | Typing;

export type OutboundFile = {
  id: string;
  name: string;
  contentType: string;
  size: number;
  contentId?: string;
  open(): Promise<Readable>;
};

/** One message on its way out, complete: `render` needs nothing else. */
export type Outbound = {
  id: string;
  threadId: string;
  /** The channel's key of the thread, when it has one. */
  threadKey: string | null;
  subject: string;
  text: string;
  html: string | null;
  author: { name: string; email?: string };
  to: Identity[];
  cc: Identity[];
  bcc: Identity[];
  files: OutboundFile[];
  /** External ids of the thread's earlier messages, oldest first; the last is the one being answered. */
  references: string[];
  createdAt: Date;
  /** True for auto-replies and other mail no person wrote. */
  automatic?: boolean;
};

/** What a channel can do. The composer and the core read it; nothing else about a kind leaks out of its folder. */
export type Limits = {
  html: boolean;
  subject: boolean;
  cc: boolean;
  /** Characters of one message; null: no limit worth naming. */
  maxText: number | null;
  /** Sent and paid in segments, as SMS is: their number is shown while one writes. */
  segments?: boolean;
  maxFiles: number;
  /** Bytes of all files of one message together. */
  maxFileBytes: number;
  /** A member may write first, without the customer having written. */
  startsConversations: boolean;
  /** Identity kinds this channel reaches. */
  reaches: IdentityKind[];
  receipts: ("delivered" | "read")[];
  typing: boolean;
  /** The same part may be sent again after a crash without the customer getting it twice. */
  idempotentSend: boolean;
};

/** A connection as an adapter sees it: its settings, its secrets in clear, and the few facts of its host. */
export type ConnectionView<Settings = unknown, Secrets = unknown> = {
  id: string;
  workspaceId: string;
  key: string;
  name: string;
  /** Where customers write to: a mail address, a phone number; null for channels without one. */
  address: string | null;
  settings: Settings;
  secrets: Secrets;
  host: { publicUrl: string; mailRelay: string | null; mailDomain: string };
  /** URL-safe signed token carrying `payload`, valid for this connection only; the same payload gives the same token. */
  sign(purpose: string, payload: string): string;
  /** The payload of a token this connection signed for `purpose`, or null. */
  unsign(purpose: string, token: string): string | null;
};

/** How the form draws a setting or secret. */
export type { FormField as Field };

// biome-ignore lint/suspicious/noExplicitAny: the registry holds adapters of every kind; each knows its own types.
export interface ChannelAdapter<Settings = any, Secrets = any, Part = any> {
  kind: string;
  label: string;
  /** One line under the name on the "add a channel" card. */
  summary: string;
  limits: Limits;
  /** What one connection can do, where its settings decide; absent: `limits`. Pure. */
  limitsFor?(settings: Settings): Limits;
  settings: TObject;
  secrets: TObject;
  /** How the form draws each property of `settings` and `secrets`, by name. */
  form: Record<string, FormField>;
  /** Set when each connection has an address of its own that customers write to, and no two may share one. */
  address?: {
    kind: "email" | "phone";
    /** Whether this installation may make the address up when none is given. */
    generated?(settings: Settings): boolean;
  };
  /** Raw bytes → what they say. No I/O beyond DNS look-ups an adapter is given. Throws only on what cannot be read at all. */
  parse(request: RawRequest, connection: ConnectionView<Settings, Secrets>): Inbound[] | Promise<Inbound[]>;
  /** One message → the parts to send, in order. Pure. */
  render(message: Outbound, connection: ConnectionView<Settings, Secrets>): Part[];
  /** Hands one part to the provider. Fails with a ChannelError. */
  send(
    part: Part,
    connection: ConnectionView<Settings, Secrets>,
    signal: AbortSignal,
  ): Promise<{ externalId: string; recipients?: { address: string; state: "sent" | "failed"; reason?: string }[] }>;
  /** Is this request really from the provider? Throws a ChannelError when not. `answer` is a handshake's body. */
  verify?(request: RawRequest, connection: ConnectionView<Settings, Secrets>): { answer?: string };
  /** Whether this connection is one to `poll`; absent: every one is. */
  polls?(connection: ConnectionView<Settings, Secrets>): boolean;
  /** Follows a source that must be asked. Each item is stored together with its cursor before the next is taken. */
  poll?(
    connection: ConnectionView<Settings, Secrets>,
    cursor: string | null,
    signal: AbortSignal,
  ): AsyncIterable<{ raw: RawRequest; cursor: string }>;
  download?(file: InboundFile, connection: ConnectionView<Settings, Secrets>, signal: AbortSignal): Promise<Readable>;
  /** Checks settings and secrets against the provider; the report is shown to the member. Fails with a ChannelError. */
  test?(connection: ConnectionView<Settings, Secrets>, signal: AbortSignal): Promise<{ report: string[] }>;
  install?(connection: ConnectionView<Settings, Secrets>, on: boolean): Promise<void>;
}

/** What this connection can do. */
export const limitsOf = (adapter: ChannelAdapter, { settings }: { settings: unknown }): Limits =>
  adapter.limitsFor?.(settings) ?? adapter.limits;

/** A failure of the outside world. `reason` is what a member reads under the message. */
export class ChannelError extends Error {
  readonly retry: boolean;
  /** Seconds. */
  readonly retryAfter?: number;
  readonly reason: string;
  /** The part may have reached the provider: it must not be sent again blindly. */
  readonly unknown: boolean;

  constructor(reason: string, options: { retry: boolean; retryAfter?: number; unknown?: boolean; cause?: unknown }) {
    super(reason, { cause: options.cause });
    this.name = "ChannelError";
    this.reason = reason;
    this.retry = options.retry;
    this.retryAfter = options.retryAfter;
    this.unknown = options.unknown ?? false;
  }
}
