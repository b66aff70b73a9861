/**
 * THE table: what happened → what to read again. An event missing here does not compile. Hints come in bursts, so keys are
 * collected and refreshed together, and the next batch waits until the last one has been read.
 */
import type { Hint } from "@omniflow/contract";
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { keys } from "./keys.ts";

type HintType = Hint["type"];
type Refresh = (hint: Hint) => QueryKey[];

const lists: QueryKey[] = [keys.conversationLists, keys.counts];
const one = (hint: Hint, part: (id: string) => QueryKey): QueryKey[] =>
  hint.conversation_id ? [part(hint.conversation_id)] : [];
/** The timelines of a person and of companies: whose it is the hint does not say. */
const lines = (hint: Hint): QueryKey[] => [
  [...keys.companies, "timeline"],
  ...(hint.contact_id ? [[...keys.contact(hint.contact_id), "timeline"]] : []),
];
const ofContact = (hint: Hint): QueryKey[] => [
  ...lines(hint),
  ...(hint.contact_id ? [keys.contactConversations(hint.contact_id)] : []),
];

const changed: Refresh = (hint) => [
  ...lists,
  ...ofContact(hint),
  ...one(hint, keys.conversationDetail),
  ...one(hint, keys.timeline),
];
const said: Refresh = (hint) => [
  ...lists,
  ...ofContact(hint),
  ...one(hint, keys.conversationDetail),
  ...one(hint, keys.messages),
];
const delivery: Refresh = (hint) => [...one(hint, keys.messages), ...one(hint, keys.deliveries), ["broadcasts"]];

const person: Refresh = (hint) => [
  ["contacts", "list"],
  keys.conversationLists,
  [...keys.companies, "timeline"],
  ...(hint.contact_id ? [keys.contact(hint.contact_id)] : [keys.contacts]),
];

/** A ticket, wherever it shows (ticket-keys.ts): its page, the lists, the header of a conversation. */
const ticketed: Refresh = (hint) => [
  ["tickets", "list"],
  ["tickets", "counts"],
  ["tickets", "one", hint.ticket_id],
  ["tickets", "of", hint.conversation_id],
  ...lines(hint),
  ...one(hint, keys.timeline),
];
const ticketSetup: Refresh = () => [["tickets", "setup"]];

export const refreshTable: Record<HintType, Refresh> = {
  "conversation.created": (hint) => [...lists, ...ofContact(hint), keys.onboarding],
  "message.received": said,
  "message.queued": said,
  "message.cancelled": said,
  "message.sent": delivery,
  "message.delivered": delivery,
  "message.read": delivery,
  "message.failed": (hint) => [...lists, ...delivery(hint), ...one(hint, keys.timeline)],
  "note.created": said,
  "conversation.assigned": changed,
  "conversation.team_changed": changed,
  "conversation.status_changed": changed,
  "conversation.priority_changed": changed,
  "conversation.subject_changed": changed,
  "conversation.tags_changed": changed,
  "conversation.snoozed": changed,
  "conversation.woken": changed,
  "conversation.moved": changed,
  "conversation.merged": said,
  "conversation.unmerged": said,
  "conversation.split": said,
  "conversation.unsplit": said,
  "conversation.read": (hint) => [...lists, ...one(hint, keys.conversationDetail)],
  "draft.changed": (hint) => one(hint, keys.drafts),
  "ticket.created": ticketed,
  "ticket.updated": ticketed,
  "ticket.status_changed": ticketed,
  "ticket.resolved": ticketed,
  "ticket.merged": () => [["tickets"]],
  "ticket.unmerged": () => [["tickets"]],
  "ticket.deleted": ticketed,
  "ticket.restored": ticketed,
  "ticket.linked": ticketed,
  "ticket.unlinked": ticketed,
  "ticket.progressed": ticketed,
  "ticket.contact_added": ticketed,
  "ticket.contact_removed": ticketed,
  "ticket.relation_added": ticketed,
  "ticket.relation_removed": ticketed,
  "ticket.note_created": ticketed,
  "ticket.note_edited": ticketed,
  "ticket.note_deleted": ticketed,
  "ticket.note_restored": ticketed,
  "ticket.files_changed": ticketed,
  "ticket.checklist_changed": ticketed,
  "ticket.followers_changed": ticketed,
  "ticket.broadcast": ticketed,
  "ticket_type.changed": ticketSetup,
  "ticket_settings.changed": ticketSetup,
  "ticket_action.progress": ticketed,
  "contact.created": () => [["contacts", "list"]],
  "contact.updated": person,
  "contact.merged": person,
  "contact.unmerged": person,
  "contact.identity_added": person,
  "contact.identity_removed": person,
  "contact.identity_verified": person,
  "contact.identity_moved": person,
  "contact.consent_changed": person,
  "contact.note_changed": (hint) => (hint.contact_id ? [keys.contact(hint.contact_id)] : [keys.contacts]),
  "duplicate.changed": () => [["duplicates"]],
  "segment.changed": () => [["segments"], ...lists],
  "field.changed": () => [["fields"]],
  "company.created": () => [keys.companies],
  "company.updated": () => [keys.companies, keys.contacts],
  "company.deleted": () => [keys.companies, keys.contacts],
  "company.note_changed": () => [
    [...keys.companies, "one"],
    [...keys.companies, "timeline"],
  ],
  "company.merged": () => [keys.companies, keys.contacts],
  "company.unmerged": () => [keys.companies, keys.contacts],
  "bulk_edit.progress": () => [["bulk-edits"], ["contacts", "list"], keys.companies],
  "contact.deleted": () => [keys.contacts, ...lists],
  "import.progress": () => [["imports"]],
  "import.finished": () => [["imports"], keys.contacts, ["companies"], ...lists],
  "connection.created": () => [keys.channels, keys.onboarding],
  "connection.updated": () => [keys.channels],
  "connection.removed": () => [keys.channels, keys.onboarding],
  "connection.health_changed": () => [keys.channels],
  "intake.quarantined": () => [keys.channels, keys.quarantine],
  "workspace.updated": () => [keys.me, keys.onboarding, ["mail-texts"]],
  "member.invited": () => [keys.invitations],
  "member.uninvited": () => [keys.invitations],
  "member.joined": () => [keys.members, keys.invitations, keys.teams],
  "member.updated": () => [keys.members, keys.teams, keys.me],
  "member.removed": () => [keys.members, keys.teams, keys.me],
  "team.created": () => [keys.teams, keys.members],
  "team.updated": () => [keys.teams, keys.members, keys.counts],
  "team.removed": () => [keys.teams, keys.members, ...lists],
  "view.changed": () => [["views"], ["tickets", "setup"], ...lists],
  "note.edited": said,
  "note.deleted": said,
  "message.not_sent": said,
  "conversation.followers_changed": changed,
  "conversation.deleted": said,
  "notification.changed": () => [keys.notifications],
  "action.progress": () => [["actions"], ...lists],
  "response.created": () => [["responses"], keys.onboarding],
  "response.updated": () => [["responses"]],
  "response.approved": () => [["responses"]],
  "response.returned": () => [["responses"]],
  "response.submitted": () => [["responses"]],
  "response.review_due": () => [["responses"]],
  "response.deleted": () => [["responses"]],
  "response.imported": () => [["responses"]],
  "tag.changed": () => [keys.tags, keys.conversationLists],
  "api_key.created": () => [keys.apiKeys],
  "api_key.revoked": () => [keys.apiKeys],
};

/** Keys to refresh for these hints, each once. An event of a newer server refreshes nothing rather than failing. */
export function keysToRefresh(hints: readonly Hint[]): QueryKey[] {
  const found = new Map<string, QueryKey>();
  for (const hint of hints) {
    for (const key of refreshTable[hint.type]?.(hint) ?? []) found.set(JSON.stringify(key), key);
  }
  return [...found.values()];
}

/** Collects hints and refreshes; at most one batch is being read at a time. */
export function refresher(client: Pick<QueryClient, "invalidateQueries">, waitMs = 30) {
  let waiting: Hint[] = [];
  let busy = false;
  async function run() {
    busy = true;
    while (waiting.length > 0) {
      await new Promise((done) => setTimeout(done, waitMs));
      const batch = waiting;
      waiting = [];
      await Promise.allSettled(keysToRefresh(batch).map((queryKey) => client.invalidateQueries({ queryKey })));
    }
    busy = false;
  }
  return (hints: readonly Hint[]) => {
    waiting.push(...hints);
    if (!busy) void run();
  };
}
