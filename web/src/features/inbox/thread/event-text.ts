/** What a system line says: which sentence and what goes into it. Pure; the words come from the translation layer. */
import type { TimelineEvent } from "@omniflow/contract";

/** `key` is below `event.` in the texts. Values under `status`, `priority`, `folder` and `channel` are translated in turn. */
export type EventText = { key: string; values: Record<string, string>; translate?: Record<string, string> };

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The sentence without its subject ("Ann" stands before it). */
export function eventText(event: TimelineEvent, name: (id: string) => string, here: string | null = null): EventText {
  const { data, actor } = event;
  const named = (key: "from" | "to") => text(data[`${key}_name`]) || (data[key] ? name(text(data[key])) : "");
  switch (event.type) {
    case "conversation.created":
      return { key: "created", values: {}, translate: { channel: text(data.channel) } };
    case "conversation.assigned":
      if (!data.to) return { key: "unassigned", values: {} };
      if (actor.id !== null && data.to === actor.id) return { key: "took", values: {} };
      return { key: "assigned", values: { name: named("to") } };
    case "conversation.team_changed":
      return data.to ? { key: "team", values: { name: named("to") } } : { key: "team_removed", values: {} };
    case "conversation.status_changed":
      return { key: "status", values: {}, translate: { status: text(data.to) } };
    case "conversation.priority_changed":
      return { key: "priority", values: {}, translate: { priority: text(data.to) } };
    case "conversation.subject_changed":
      return { key: "subject", values: { subject: text(data.to) } };
    case "conversation.tags_changed":
      return tagText(data);
    case "conversation.snoozed":
      return { key: "snoozed", values: { until: text(data.until) } };
    case "conversation.woken":
      return { key: data.reason === "by_hand" ? "woken_by_hand" : "woken", values: {} };
    case "conversation.moved":
      return { key: `moved_${text(data.to) || "inbox"}`, values: {} };
    case "conversation.split":
      return { key: data.target_id === here ? "split_off" : "split", values: {} };
    case "conversation.merged":
    case "conversation.unmerged":
    case "conversation.unsplit":
      return { key: event.type.slice("conversation.".length), values: {} };
    case "message.not_sent":
      return { key: "not_sent", values: {} };
    case "note.deleted":
      return { key: "note_deleted", values: {} };
    case "ticket.linked":
    case "ticket.unlinked":
    case "ticket.progressed":
      return {
        key: event.type.replace(".", "_"),
        values: { number: String(data.number), title: text(data.title) },
        translate: { status: text(data.to) },
      };
    default:
      return { key: "other", values: { type: event.type } };
  }
}

function tagText(data: Record<string, unknown>): EventText {
  const list = (value: unknown) =>
    Array.isArray(value) ? value.filter((tag) => typeof tag === "string").join(", ") : "";
  const added = list(data.added);
  const removed = list(data.removed);
  if (added && removed) return { key: "tags", values: { added, removed } };
  return added ? { key: "tags_added", values: { added } } : { key: "tags_removed", values: { removed } };
}

/** A run of lines is folded when it is long: the last ones stay, they say how things stand now. */
export function foldEvents(events: TimelineEvent[], keep = 3): { folded: TimelineEvent[]; shown: TimelineEvent[] } {
  if (events.length <= keep + 1) return { folded: [], shown: events };
  return { folded: events.slice(0, -keep), shown: events.slice(-keep) };
}
