/** Rows → what a member or a key may see. Every answer of this module passes here. */
import type {
  Attachment,
  Conversation,
  DeliveryState,
  Message,
  Participant,
  Priority,
  Status,
} from "@omniflow/contract";
import type { Crypto } from "../../platform/crypto.ts";

export type ConversationRow = {
  id: string;
  subject: string;
  status: Status;
  folder: "inbox" | "spam" | "trash";
  priority: Priority;
  channel: string;
  team_id: string | null;
  tags: string[];
  snoozed_until: Date | null;
  preview: string;
  has_attachment: boolean;
  message_count: number;
  created_at: Date;
  last_message_at: Date;
  last_inbound_at: Date | null;
  waiting_since: Date | null;
  merged_into: string | null;
  version: number;
  contact_id: string;
  contact_name: string;
  assignee_member_id: string | null;
  assignee_agent_id: string | null;
  assignee_name: string | null;
  unread: boolean;
};

const time = (date: Date | null) => date?.toISOString() ?? null;

export const conversationView = (row: ConversationRow): Conversation => ({
  id: row.id,
  subject: row.subject,
  status: row.status,
  folder: row.folder,
  priority: row.priority,
  channel: row.channel,
  contact: { id: row.contact_id, name: row.contact_name },
  assignee: row.assignee_member_id
    ? { type: "member", id: row.assignee_member_id, name: row.assignee_name ?? "" }
    : row.assignee_agent_id
      ? { type: "ai_agent", id: row.assignee_agent_id, name: row.assignee_name ?? "" }
      : null,
  team_id: row.team_id,
  tags: row.tags,
  unread: row.unread,
  snoozed_until: time(row.snoozed_until),
  preview: row.preview,
  has_attachment: row.has_attachment,
  message_count: row.message_count,
  created_at: row.created_at.toISOString(),
  last_message_at: row.last_message_at.toISOString(),
  last_inbound_at: time(row.last_inbound_at),
  waiting_since: time(row.waiting_since),
  merged_into: row.merged_into,
  version: row.version,
});

export type FileRow = {
  id: string;
  message_id: string | null;
  name: string;
  content_type: string;
  size: number;
  content_id: string | null;
  inline: boolean;
};

export type MessageRow = {
  id: string;
  conversation_id: string;
  thread_id: string | null;
  connection_id: string | null;
  channel: string | null;
  kind: "message" | "note";
  direction: "in" | "out";
  author_type: "contact" | "member" | "ai_agent" | "system";
  author_id: string | null;
  author_name: string;
  subject: string | null;
  text: string;
  html: string | null;
  quoted_text: string | null;
  quoted_html: string | null;
  recipients: Message["recipients"];
  automatic: string | null;
  details: Record<string, unknown> | null;
  delivery_state: DeliveryState | null;
  delivery_reason: string | null;
  send_at: Date | null;
  attempts: number;
  has_original: boolean;
  sent_at: Date | null;
  edited_at: Date | null;
  deleted_at: Date | null;
  created_at: Date;
  files: FileRow[];
};

/** How a link to a file is made; signed, so that it works without a session and only for a while. */
export type Linker = { file(id: string): string; remoteImage(url: string): string | null };

const linkHours = 6;

/** @param remoteImages also lead pictures of other hosts through us; otherwise they stay as they are and the reader blocks them. */
export function linker(crypto: Crypto, workspaceId: string, now: Date, remoteImages = false): Linker {
  // Rounded up to the hour, so that an address stays the same for a while and browsers can keep the picture.
  const expires = new Date(Math.ceil(now.getTime() / 3_600_000) * 3_600_000 + linkHours * 3_600_000);
  return {
    file: (id) => crypto.signedUrl(`/api/v1/files/${id}?workspace=${workspaceId}`, expires),
    remoteImage: (url) =>
      remoteImages ? crypto.signedUrl(`/api/v1/remote-image?url=${encodeURIComponent(url)}`, expires) : null,
  };
}

export const attachmentView = (row: FileRow, links: Linker): Attachment => ({
  id: row.id,
  name: row.name,
  content_type: row.content_type,
  size: row.size,
  inline: row.inline,
  url: links.file(row.id),
});

export function messageView(row: MessageRow, links: Linker): Message {
  return {
    id: row.id,
    conversation_id: row.conversation_id,
    thread_id: row.thread_id,
    channel_id: row.connection_id,
    channel: row.channel,
    kind: row.kind,
    direction: row.direction,
    author: { type: row.author_type, id: row.author_id, name: row.author_name },
    subject: row.subject,
    text: row.text,
    html: withPictures(row.html, row.files, links),
    quoted_text: row.quoted_text,
    quoted_html: withPictures(row.quoted_html, row.files, links),
    recipients: row.recipients,
    automatic: row.automatic,
    details: row.details,
    attachments: row.files.map((file) => attachmentView(file, links)),
    delivery: row.delivery_state && {
      state: row.delivery_state,
      reason: row.delivery_reason,
      send_at: time(row.send_at),
      attempts: row.attempts,
    },
    has_original: row.has_original,
    sent_at: time(row.sent_at),
    edited_at: time(row.edited_at),
    created_at: row.created_at.toISOString(),
  };
}

/** `cid:` pictures get their signed address; pictures elsewhere go through the proxy when the reader asked for them. */
export function withPictures(
  html: string | null,
  files: readonly Pick<FileRow, "id" | "content_id">[],
  links: Linker,
): string | null {
  if (!html) return html;
  return html.replace(/(<img\b[^>]*?\bsrc=")([^"]*)(")/gi, (whole, before: string, src: string, after: string) => {
    const address = src.replaceAll("&amp;", "&");
    if (address.startsWith("cid:")) {
      const file = files.find((f) => f.content_id === address.slice(4));
      return file ? before + links.file(file.id).replaceAll("&", "&amp;") + after : `${before}${after}`;
    }
    if (!/^https?:/i.test(address)) return whole;
    const proxied = links.remoteImage(address);
    return proxied ? before + proxied.replaceAll("&", "&amp;") + after : whole;
  });
}

export type ParticipantRow = {
  kind: Participant["kind"];
  value: string;
  name: string;
  contact_id: string | null;
  role: Participant["role"];
  unknown: boolean;
};
