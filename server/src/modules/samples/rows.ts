/** The shapes between telling a sample conversation and writing it: what the stories refer to, and the rows they become. */
import type { EventType, Folder, Priority, Status } from "@omniflow/contract";
import type { ChannelKey, ContactKey, FileKey, TeamKey } from "./people.ts";
import type { Who } from "./story.ts";

export type Person = { kind: string; value: string; name: string };
export type StoredSample = { name: string; content_type: string; size: number; sha256: string; storage_key: string };

/** What exists before the first story is told. */
export type World = {
  now: Date;
  members: Record<Who, { id: string; name: string }>;
  teams: Record<TeamKey, string>;
  channels: Record<ChannelKey, { id: string; kind: string; name: string; address: string | null; teamId: string }>;
  contacts: Record<ContactKey, string>;
  files: Record<FileKey, StoredSample>;
  /** A contact as a channel of this kind knows it. */
  person(key: ContactKey, channelKind: string): Person;
};

export type Conversation = {
  id: string;
  contact_id: string;
  subject: string;
  status: Status;
  folder: Folder;
  priority: Priority;
  channel: string;
  assignee_member_id: string | null;
  team_id: string | null;
  tags: string[];
  snoozed_until: Date | null;
  preview: string;
  message_count: number;
  has_attachment: boolean;
  last_message_at: Date;
  last_inbound_at: Date | null;
  last_outbound_at: Date | null;
  waiting_since: Date | null;
  first_response_at: Date | null;
  resolved_at: Date | null;
  version: number;
  created_at: Date;
};

export type Message = {
  id: string;
  conversation_id: string;
  thread_id: string | null;
  connection_id: string | null;
  kind: "message" | "note";
  direction: "in" | "out";
  author_type: "contact" | "member";
  author_id: string | null;
  author_name: string;
  text: string;
  html: string | null;
  quoted_text: string | null;
  subject: string | null;
  external_id: string | null;
  recipients: { from?: Person; to: Person[]; cc: Person[]; bcc: Person[] } | null;
  delivery_state: string | null;
  delivery_reason: string | null;
  attempts: number;
  sent_at: Date | null;
  created_at: Date;
};

export type Rows = {
  conversations: Conversation[];
  threads: {
    id: string;
    conversation_id: string;
    connection_id: string;
    contact_id: string;
    external_key: string;
    subject: string;
    last_message_at: Date;
    created_at: Date;
  }[];
  messages: Message[];
  files: (StoredSample & { id: string; message_id: string })[];
  attempts: { id: string; message_id: string; state: string; reason: string | null; at: Date }[];
  participants: (Person & { conversation_id: string; contact_id: string; role: "customer" | "cc" })[];
  mentions: { member_id: string; message_id: string; conversation_id: string; created_at: Date }[];
  reads: { member_id: string; conversation_id: string; read_at: Date }[];
  events: {
    id: string;
    type: EventType;
    /** Null where it is about a ticket alone. */
    conversation_id: string | null;
    contact_id: string | null;
    ticket_id?: string;
    actor_type: string;
    actor_id: string | null;
    data: Record<string, unknown>;
    at: Date;
  }[];
};

export const noRows = (): Rows => ({
  conversations: [],
  threads: [],
  messages: [],
  files: [],
  attempts: [],
  participants: [],
  mentions: [],
  reads: [],
  events: [],
});
