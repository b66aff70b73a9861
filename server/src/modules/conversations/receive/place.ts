/**
 * Decides where each arrival belongs — which contact, conversation, thread — and what changes by it. Pure: what is known goes
 * in, rows to write come out. Mail proves nothing by its headers: a reference counts only when the sender takes part in that
 * conversation, a token only because we signed it.
 */
import type { Status } from "@omniflow/contract";
import { newId } from "../../../platform/uuid.ts";
import { domainOf } from "../../companies/index.ts";
import { type Arrival, identityKey, pair, type Received } from "./arrival.ts";
import { idOfItsOwn, type Known, type KnownContact, type KnownConversation, type KnownThread } from "./known.ts";

/** `domain`: of their mail address, which may say which company they are from. */
export type NewContact = { id: string; name: string; domain: string | null };
export type NewIdentity = { id: string; contact_id: string; kind: string; value: string; verified: boolean };
export type NewThread = {
  id: string;
  conversation_id: string;
  connection_id: string;
  contact_id: string;
  external_key: string;
  subject: string;
  at: Date;
};

/** What happens to one conversation in this batch, new or not. */
export type Touched = {
  conversation: KnownConversation;
  isNew: boolean;
  channel: string;
  messages: number;
  preview: string;
  hasFile: boolean;
  at: Date;
  inboundAt: Date | null;
  statusBefore: Status;
  /** Was snoozed, and the customer wrote. */
  woken: boolean;
};

/** `homeId`: the conversation the thread belongs to; the result names the one it was merged into. */
export type Placed = { arrival: Arrival; result: Received; homeId: string; unknownSender: boolean };

export type Plan = {
  contacts: NewContact[];
  identities: NewIdentity[];
  threads: NewThread[];
  touched: Map<string, Touched>;
  placed: Placed[];
  duplicates: { arrival: Arrival; result: Received }[];
};

export function placeArrivals(arrivals: Arrival[], known: Known, now: Date): Plan {
  const plan: Plan = { contacts: [], identities: [], threads: [], touched: new Map(), placed: [], duplicates: [] };
  for (const arrival of arrivals) {
    const before = sameMessage(arrival, known);
    if (before) {
      plan.duplicates.push({
        arrival,
        result: {
          messageId: before.message_id,
          conversationId: before.conversation_id,
          contactId: before.contact_id,
          threadId: before.thread_id,
          duplicate: true,
        },
      });
      continue;
    }
    placeOne(arrival, known, plan, now);
  }
  return plan;
}

/** The earlier arrival of this message. Programs repeat ids: with another fingerprint it is another message, under an id of its own. */
function sameMessage(arrival: Arrival, known: Known) {
  const before = known.seen.get(pair(arrival.connection.id, arrival.externalId));
  if (!before?.fingerprint || !arrival.fingerprint || before.fingerprint === arrival.fingerprint) return before;
  arrival.externalId = idOfItsOwn(arrival);
  return known.seen.get(pair(arrival.connection.id, arrival.externalId));
}

function placeOne(arrival: Arrival, known: Known, plan: Plan, now: Date): void {
  const contact = contactOf(arrival, known, plan);
  const found = threadOf(arrival, known);
  const thread = found ?? openThread(arrival, known, plan, contact, now);
  const { conversation } = thread;
  const result: Received = {
    messageId: arrival.messageId,
    conversationId: conversation.id,
    contactId: contact.id,
    threadId: thread.thread_id,
    duplicate: false,
  };
  touch(arrival, plan, conversation, !found && !plan.touched.has(conversation.id), now);
  const unknownSender = found !== null && !isPerson(contact, conversation.contact_id);
  plan.placed.push({ arrival, result, homeId: thread.home_id, unknownSender });
  known.seen.set(pair(arrival.connection.id, arrival.externalId), {
    message_id: arrival.messageId,
    conversation_id: conversation.id,
    thread_id: thread.thread_id,
    contact_id: contact.id,
    fingerprint: arrival.fingerprint ?? null,
  });
  // A later arrival of the same batch may answer this one.
  known.references.set(pair(arrival.connection.id, arrival.externalId), {
    external_id: arrival.externalId,
    connection_id: arrival.connection.id,
    thread,
    people: [identityKey(arrival.from), ...arrival.others.map(identityKey)],
  });
}

/** Whether an id is the contact's, or that of one merged with it. */
const isPerson = (contact: Pick<KnownContact, "id" | "merged">, id: string): boolean =>
  contact.id === id || Boolean(contact.merged?.includes(id));

function contactOf(arrival: Arrival, known: Known, plan: Plan): KnownContact {
  const key = identityKey(arrival.from);
  const existing = known.contacts.get(key);
  if (existing) return existing;
  const contact = { id: arrival.contactId ?? newId(), blocked: false, name: arrival.from.name };
  known.contacts.set(key, contact);
  if (!arrival.contactId) {
    const domain = arrival.from.kind === "email" ? domainOf(arrival.from.value) : null;
    plan.contacts.push({ id: contact.id, name: arrival.from.name || nameFrom(arrival.from), domain });
  }
  plan.identities.push({
    id: newId(),
    contact_id: contact.id,
    kind: arrival.from.kind,
    value: arrival.from.value,
    verified: arrival.from.verified,
  });
  return contact;
}

/** `jane.doe@example.com` reads better as `jane.doe` until we learn a name; a visitor has none yet. */
const nameFrom = (identity: { kind: string; value: string }) =>
  identity.kind === "email" ? identity.value.split("@")[0]! : identity.kind === "visitor" ? "" : identity.value;

function threadOf(arrival: Arrival, known: Known): KnownThread | null {
  const { connection } = arrival;
  const byKey = arrival.thread ? known.threads.get(pair(connection.id, arrival.thread)) : undefined;
  const sender = identityKey(arrival.from);
  const contact = known.contacts.get(sender);
  if (byKey) return splitOff(arrival, known, byKey) ?? byKey;
  for (const id of arrival.inReplyTo) {
    const reference = known.references.get(pair(connection.id, id));
    if (
      reference &&
      (reference.people.includes(sender) || (contact && isPerson(contact, reference.thread.conversation.contact_id)))
    )
      return reference.thread;
  }
  if (!arrival.replySubject || arrival.inReplyTo.length) return null;
  return known.bySubject.get(pair(connection.id, `${sender} ${arrival.replySubject}`)) ?? null;
}

/** A token names the thread a message was sent on; when that message was split off since, its answer follows it. */
function splitOff(arrival: Arrival, known: Known, thread: KnownThread): KnownThread | null {
  const answered = arrival.inReplyTo[0] && known.references.get(pair(arrival.connection.id, arrival.inReplyTo[0]));
  return answered && answered.thread.split_from === thread.thread_id ? answered.thread : null;
}

function openThread(
  arrival: Arrival,
  known: Known,
  plan: Plan,
  contact: { id: string; blocked: boolean },
  now: Date,
): KnownThread {
  const proven = arrival.thread?.startsWith("thread:");
  const conversation: KnownConversation = {
    id: newId(),
    contact_id: contact.id,
    status: "open",
    folder: contact.blocked || arrival.spam ? "spam" : "inbox",
    priority: "normal",
    subject: arrival.subject,
    team_id: arrival.connection.teamId,
    assignee_member_id: null,
    snoozed_until: null,
    wake_on_reply: true,
    followed: false,
    scheduled: false,
    ticketed: false,
  };
  const thread: KnownThread = {
    thread_id: newId(),
    connection_id: arrival.connection.id,
    external_key: arrival.thread && !proven ? arrival.thread : arrival.externalId,
    home_id: conversation.id,
    conversation,
  };
  plan.threads.push({
    id: thread.thread_id,
    conversation_id: conversation.id,
    connection_id: arrival.connection.id,
    contact_id: contact.id,
    external_key: thread.external_key,
    subject: arrival.replySubject ? arrival.subject.replace(replyPrefix, "") : arrival.subject,
    at: now,
  });
  known.threads.set(pair(arrival.connection.id, thread.external_key), thread);
  return thread;
}

/** Re:, Fwd:, AW:, WG:, SV:, RES:, TR:, Odp: … also stacked and numbered. */
export const replyPrefix =
  /^\s*((re|fwd?|aw|wg|sv|vs|antw|tr|rv|res|enc|odp|rif|r|ref|ynt|回复|答复|返信)(\[\d+\])?\s*[::]\s*)+/i;

function touch(arrival: Arrival, plan: Plan, conversation: KnownConversation, isNew: boolean, now: Date): void {
  const touched: Touched = plan.touched.get(conversation.id) ?? {
    conversation,
    isNew,
    channel: arrival.connection.kind,
    messages: 0,
    preview: "",
    hasFile: false,
    at: now,
    inboundAt: null,
    statusBefore: conversation.status,
    woken: false,
  };
  plan.touched.set(conversation.id, touched);
  touched.messages++;
  touched.preview = previewOf(arrival.text, arrival.files.length);
  touched.hasFile ||= arrival.files.some((file) => !file.inline);
  touched.at = now;
  if (arrival.ours) return;
  touched.inboundAt = now;
  touched.channel = arrival.connection.kind;
  // An out-of-office note is kept and shown, but it is not a customer asking again.
  if (arrival.automatic === "auto_reply" || arrival.automatic === "bounce") return;
  if (conversation.snoozed_until === null || conversation.wake_on_reply) {
    touched.woken ||= conversation.snoozed_until !== null;
    conversation.snoozed_until = null;
  }
  conversation.status = "open";
  if (conversation.folder === "trash") conversation.folder = "inbox";
}

export const previewOf = (text: string, files: number): string =>
  text.replace(/\s+/g, " ").trim().slice(0, 200) || (files ? "📎" : "");
