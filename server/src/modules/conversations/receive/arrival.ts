/** What reaches the core from any channel, prepared: cleaned, sanitised, files stored. From here on nothing is channel-specific. */
import type { IdentityKind, InboundMessage } from "../../../channels/adapter.ts";

/** The connection as the intake needs it. */
export type ReceivingConnection = { id: string; kind: string; teamId: string | null; autoReply: boolean };

export type StoredFile = {
  id: string;
  name: string;
  contentType: string;
  size: number;
  sha256: Buffer;
  storageKey: string;
  contentId: string | null;
  inline: boolean;
};

export type Arrival = {
  messageId: string;
  connection: ReceivingConnection;
  externalId: string;
  /** Tells messages apart whose programs gave them one id. */
  fingerprint?: string;
  /** The channel's thread key, `thread:<id>` when proven, or null. */
  thread: string | null;
  inReplyTo: string[];
  from: { kind: IdentityKind; value: string; name: string; verified: boolean };
  others: { role: "to" | "cc" | "reply_to"; kind: IdentityKind; value: string; name: string }[];
  /** A contact the channel already knows this sender to be (a chat visitor); identities decide when absent. */
  contactId?: string;
  subject: string;
  /** Subject without `Re:` and the like, for the last resort of threading; empty when it carried no such prefix. */
  replySubject: string;
  text: string;
  html: string | null;
  quotedText: string | null;
  quotedHtml: string | null;
  files: StoredFile[];
  sentAt: Date;
  ours: boolean;
  automatic: InboundMessage["automatic"] | null;
  details: Record<string, unknown> | null;
  spam: boolean;
};

export type Received = {
  messageId: string;
  conversationId: string;
  contactId: string;
  threadId: string;
  duplicate: boolean;
};

export const identityKey = (identity: { kind: string; value: string }) => `${identity.kind}:${identity.value}`;

export const pair = (connectionId: string, key: string) => `${connectionId} ${key}`;

/** What an arrival is known by: its sender, its own id, its thread. Two that share one are recorded one after the other. */
export function knownBy(arrival: Arrival): string[] {
  const { id } = arrival.connection;
  const keys = [identityKey(arrival.from), pair(id, arrival.externalId)];
  if (arrival.thread) keys.push(pair(id, arrival.thread));
  return keys;
}
