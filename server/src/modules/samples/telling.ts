/** A story while it is told: where it stands, and how a fact is put down. */
import type { EventType } from "@omniflow/contract";
import { newId } from "../../platform/uuid.ts";
import type { Conversation, Rows, World } from "./rows.ts";
import type { Story, Who } from "./story.ts";

export type Telling = {
  world: World;
  story: Story;
  rows: Rows;
  conversation: Conversation;
  threadId: string;
  at: Date;
};
export type By = Who | "system" | "contact" | { member: string };

export function happened(telling: Telling, type: EventType, data: Record<string, unknown>, who: By): void {
  const { world, conversation, at } = telling;
  const actor =
    who === "system"
      ? { actor_type: "system", actor_id: null }
      : who === "contact"
        ? { actor_type: "contact", actor_id: conversation.contact_id }
        : { actor_type: "member", actor_id: typeof who === "object" ? who.member : world.members[who].id };
  telling.rows.events.push({
    id: newId(),
    type,
    conversation_id: conversation.id,
    contact_id: conversation.contact_id,
    ...actor,
    data,
    at,
  });
}

const eventOf = {
  status: "conversation.status_changed",
  priority: "conversation.priority_changed",
  folder: "conversation.moved",
} as const;

export function change(telling: Telling, who: By, field: keyof typeof eventOf, to: string): void {
  const { conversation, at } = telling;
  const from = conversation[field];
  if (from === to) return;
  Object.assign(conversation, { [field]: to });
  if (field === "status") conversation.resolved_at = to === "resolved" ? at : null;
  if (to === "resolved") conversation.waiting_since = null;
  happened(telling, eventOf[field], { from, to }, who);
}

export function wake(telling: Telling): void {
  telling.conversation.snoozed_until = null;
  happened(telling, "conversation.woken", { reason: "customer_replied" }, "contact");
}
