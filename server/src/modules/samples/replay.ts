/** A story → the rows it would have left behind, had it happened. Pure: ids and times in, rows out. */
import type { EventType } from "@omniflow/contract";
import { newId } from "../../platform/uuid.ts";
import { previewOf } from "../conversations/index.ts";
import { apply } from "./changes.ts";
import { messageOf, type Said } from "./messages.ts";
import type { Conversation, Message, Rows, World } from "./rows.ts";
import { type Start, type Step, type Story, startOf, type Who } from "./story.ts";
import { change, happened, type Telling, wake } from "./telling.ts";

/** Adds the rows of one story to `rows`. */
export function replay(story: Story, world: World, rows: Rows): void {
  const telling = begin(story, world, rows);
  for (const step of story.steps) {
    telling.at = new Date(telling.at.getTime() + step.after * 60_000);
    if (step.kind === "does") apply(telling, step.by, step.change);
    else say(telling, step);
  }
  rows.conversations.push(telling.conversation);
  rows.threads.push({
    id: telling.threadId,
    conversation_id: telling.conversation.id,
    connection_id: world.channels[story.channel].id,
    contact_id: telling.conversation.contact_id,
    external_key: `sample:${telling.threadId}`,
    subject: story.subject ?? "",
    last_message_at: telling.conversation.last_message_at,
    created_at: telling.conversation.created_at,
  });
  markRead(telling);
}

function begin(story: Story, world: World, rows: Rows): Telling {
  const at = startOf(story.start satisfies Start, world.now);
  const channel = world.channels[story.channel];
  const conversation: Conversation = {
    id: newId(),
    contact_id: world.contacts[story.contact],
    subject: story.subject ?? "",
    status: "open",
    folder: story.spam ? "spam" : "inbox",
    priority: "normal",
    channel: channel.kind,
    assignee_member_id: null,
    team_id: channel.teamId,
    tags: [],
    snoozed_until: null,
    preview: "",
    message_count: 0,
    has_attachment: false,
    last_message_at: at,
    last_inbound_at: null,
    last_outbound_at: null,
    waiting_since: null,
    first_response_at: null,
    resolved_at: null,
    version: 1,
    created_at: at,
  };
  const telling = { world, story, rows, conversation, threadId: newId(), at };
  happened(telling, "conversation.created", { channel: channel.kind }, "contact");
  return telling;
}

function say(telling: Telling, step: Said): void {
  const { world, conversation, rows, at } = telling;
  const message = messageOf(telling, step);
  rows.messages.push(message);
  conversation.message_count++;
  conversation.version++;
  for (const key of ("files" in step && step.files) || [])
    rows.files.push({ ...world.files[key], id: newId(), message_id: message.id });
  if (step.kind === "notes") {
    note(telling, message, step.mentions);
    return;
  }
  conversation.last_message_at = at;
  conversation.preview = previewOf(step.text, step.files?.length ?? 0);
  conversation.has_attachment ||= Boolean(step.files?.length);
  if (step.kind === "hears") hear(telling, message, step);
  else answer(telling, message, step);
}

function hear(telling: Telling, message: Message, step: Extract<Step, { kind: "hears" }>): void {
  const { conversation, at, rows } = telling;
  happened(telling, "message.received", { message_id: message.id }, "contact");
  conversation.last_inbound_at = at;
  conversation.waiting_since ??= at;
  if (conversation.status !== "open") change(telling, "contact", "status", "open");
  conversation.resolved_at = null;
  if (conversation.snoozed_until) wake(telling);
  const { from, cc } = message.recipients!;
  rows.participants.push({
    conversation_id: conversation.id,
    ...from!,
    contact_id: message.author_id!,
    role: "customer",
  });
  for (const [i, person] of cc.entries()) {
    const contact_id = telling.world.contacts[step.cc![i]!];
    rows.participants.push({ conversation_id: conversation.id, ...person, contact_id, role: "cc" });
  }
}

function answer(telling: Telling, message: Message, step: Extract<Step, { kind: "answers" }>): void {
  const { conversation, at } = telling;
  happened(telling, "message.queued", { message_id: message.id, send_at: at.toISOString() }, step.by);
  conversation.last_outbound_at = at;
  conversation.first_response_at ??= at;
  conversation.waiting_since = null;
  deliver(telling, message.id, step.state, step.reason ?? null);
  if (conversation.status === "open") change(telling, step.by, "status", "pending");
}

/** The ledger of one message, seconds apart. */
function deliver(telling: Telling, id: string, state: string, reason: string | null): void {
  const path =
    state === "failed" ? ["queued", "sending", "failed"] : ["queued", "sending", "sent", "delivered", "read"];
  const reached = path.slice(0, path.indexOf(state) + 1);
  reached.forEach((step, i) => {
    const at = new Date(Math.min(telling.at.getTime() + [0, 5, 6, 9, 140][i]! * 1000, telling.world.now.getTime()));
    telling.rows.attempts.push({
      id: newId(),
      message_id: id,
      state: step,
      reason: step === "failed" ? reason : null,
      at,
    });
    if (i < 2) return;
    const data = step === "failed" ? { message_id: id, reason: reason ?? "" } : { message_id: id };
    happened({ ...telling, at }, `message.${step}` as EventType, data, "system");
  });
}

function note(telling: Telling, message: Message, mentions: Who[]): void {
  const ids = [...new Set(mentions.map((who) => telling.world.members[who].id))];
  for (const member_id of ids) {
    telling.rows.mentions.push({
      member_id,
      message_id: message.id,
      conversation_id: telling.conversation.id,
      created_at: telling.at,
    });
  }
  happened(telling, "note.created", { message_id: message.id, mentions: ids }, { member: message.author_id! });
}

/** The sample teammates have read everything; the asking member all but what is marked unread. */
function markRead({ world, story, conversation, rows }: Telling): void {
  const readers = new Set(Object.values(world.members).map((member) => member.id));
  if (story.unread) readers.delete(world.members.me.id);
  for (const member_id of readers) {
    rows.reads.push({
      member_id,
      conversation_id: conversation.id,
      read_at: new Date(conversation.last_message_at.getTime() + 1000),
    });
  }
}
