/** One thing said in a sample conversation → its row. */
import { newId } from "../../platform/uuid.ts";
import { contacts } from "./people.ts";
import type { Message, World } from "./rows.ts";
import type { Step, Who } from "./story.ts";
import type { Telling } from "./telling.ts";

export type Said = Extract<Step, { kind: "hears" | "answers" | "notes" }>;

export function messageOf(telling: Telling, step: Said): Message {
  const { world, story, conversation, at } = telling;
  const channel = world.channels[story.channel];
  const base = {
    id: newId(),
    conversation_id: conversation.id,
    text: step.text,
    html: ("html" in step && step.html) || null,
    created_at: at,
  };
  const customer = world.person(story.contact, channel.kind);
  if (step.kind === "notes") {
    return {
      ...base,
      ...by(world, step.by),
      thread_id: null,
      connection_id: null,
      kind: "note",
      direction: "out",
      quoted_text: null,
      subject: null,
      external_id: null,
      recipients: null,
      delivery_state: null,
      delivery_reason: null,
      attempts: 0,
      sent_at: null,
    };
  }
  const shared = {
    ...base,
    thread_id: telling.threadId,
    connection_id: channel.id,
    kind: "message" as const,
    quoted_text: step.quoted ?? null,
    subject: story.subject ?? null,
  };
  const ours = channel.address ? [{ kind: "email", value: channel.address, name: channel.name }] : [];
  if (step.kind === "hears") {
    const key = step.from ?? story.contact;
    const from = world.person(key, channel.kind);
    const cc = (step.cc ?? []).map((other) => world.person(other, channel.kind));
    return {
      ...shared,
      direction: "in",
      author_type: "contact",
      author_id: world.contacts[key],
      author_name: contacts[key].name,
      external_id: `sample-${base.id}`,
      recipients: { from, to: ours, cc, bcc: [] },
      delivery_state: null,
      delivery_reason: null,
      attempts: 0,
      sent_at: at,
    };
  }
  return {
    ...shared,
    ...by(world, step.by),
    direction: "out",
    external_id: step.state === "failed" ? null : `sample-${base.id}`,
    recipients: { to: [customer], cc: [], bcc: [] },
    delivery_state: step.state,
    delivery_reason: step.reason ?? null,
    attempts: 1,
    sent_at: at,
  };
}

const by = (world: World, who: Who) => ({
  author_type: "member" as const,
  author_id: world.members[who].id,
  author_name: world.members[who].name,
});
