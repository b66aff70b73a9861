/** Who a reply goes to: parsing what was typed, the list per route, what is worth a second look. Pure. */
import type { Message, Participant, ReplyRoute } from "@omniflow/contract";

export type Recipient = { kind: ReplyRoute["to"][number]["kind"]; value: string; name?: string };
export type Recipients = { to: Recipient[]; cc: Recipient[]; bcc: Recipient[] };
export type RecipientField = keyof Recipients;

const address = /^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[^\s@<>"(),;:]+$|^[^\s@<>"(),;:]+@localhost$/;

/** `Ann Lee <ann@x.example>, ben@x.example; …` → recipients, and the pieces that are no address. */
export function parseRecipients(typed: string): { recipients: Recipient[]; rejected: string[] } {
  const recipients: Recipient[] = [];
  const rejected: string[] = [];
  for (const piece of typed.split(/[,;\n]+(?=(?:[^"]*"[^"]*")*[^"]*$)/)) {
    const text = piece.trim();
    if (!text) continue;
    const named = /^(.*?)<([^<>]*)>$/.exec(text);
    const value = (named ? named[2]! : text).trim().toLowerCase();
    const name = named?.[1]?.trim().replace(/^"(.*)"$/, "$1") ?? "";
    if (address.test(value)) recipients.push({ kind: "email", value, ...(name ? { name } : {}) });
    else rejected.push(text);
  }
  return { recipients, rejected };
}

export const sameRecipient = (a: Recipient, b: Recipient) =>
  a.kind === b.kind && a.value.toLowerCase() === b.value.toLowerCase();

/** What a fresh reply over this route starts with. */
export function recipientsOf(route: ReplyRoute): Recipients {
  return { to: route.to.map((r) => ({ ...r })), cc: route.cc.map((r) => ({ ...r })), bcc: [] };
}

/** Adds to one field; somebody already in any field moves there instead of appearing twice. */
export function addRecipients(current: Recipients, field: RecipientField, added: Recipient[]): Recipients {
  const next: Recipients = { to: [...current.to], cc: [...current.cc], bcc: [...current.bcc] };
  for (const recipient of added) {
    for (const key of ["to", "cc", "bcc"] as const) next[key] = next[key].filter((r) => !sameRecipient(r, recipient));
    next[field] = [...next[field], recipient];
  }
  return next;
}

export function removeRecipient(current: Recipients, field: RecipientField, recipient: Recipient): Recipients {
  return { ...current, [field]: current[field].filter((r) => !sameRecipient(r, recipient)) };
}

const sameList = (a: Recipient[], b: Recipient[]) =>
  a.length === b.length && a.every((recipient) => b.some((other) => sameRecipient(recipient, other)));

/**
 * Where people can be added, exactly those who were shown are sent along, so that nobody joins behind the member's back.
 * Elsewhere only what was changed: otherwise the server's own choice stays in force.
 */
export function changedRecipients(current: Recipients, route: ReplyRoute): Partial<Recipients> {
  if (route.limits.cc) return current;
  const usual = recipientsOf(route);
  const unchanged = sameList(current.to, usual.to) && sameList(current.cc, usual.cc) && current.bcc.length === 0;
  return unchanged ? {} : current;
}

/** Whom the thread would include and this reply does not: taken out by the member, or joined since it was begun. */
export function leftOut(current: Recipients, route: ReplyRoute): Recipient[] {
  const there = [...current.to, ...current.cc, ...current.bcc];
  const usual = recipientsOf(route);
  return [...usual.to, ...usual.cc].filter((one) => !there.some((other) => sameRecipient(one, other)));
}

export type Why =
  | { key: "customer" | "you" | "unknown" | "takes_part" }
  | { key: "wrote"; at: string }
  | { key: "to" | "cc"; who: string; at: string };

/** Why somebody is among the recipients, by the newest message that says so. `messages` in the order they were said. */
export function whyHere(one: Recipient, route: ReplyRoute, messages: Message[], participants: Participant[]): Why {
  const participant = participantOf(one, participants);
  if (participant?.unknown) return { key: "unknown" };
  const usual = recipientsOf(route);
  if (![...usual.to, ...usual.cc].some((other) => sameRecipient(one, other))) return { key: "you" };
  if (participant?.role === "customer") return { key: "customer" };
  for (const { recipients, author, created_at: at } of messages.toReversed()) {
    if (recipients?.from && sameRecipient(recipients.from, one)) return { key: "wrote", at };
    if (recipients?.to.some((other) => sameRecipient(other, one))) return { key: "to", who: author.name, at };
    if (recipients?.cc.some((other) => sameRecipient(other, one))) return { key: "cc", who: author.name, at };
  }
  return { key: "takes_part" };
}

/** The participant behind a recipient, to show them for what they are. */
export function participantOf(recipient: Recipient, participants: Participant[]): Participant | null {
  return participants.find((p) => sameRecipient(p, recipient)) ?? null;
}

/** Recipients who joined through a reply address without having been part of the conversation before. */
export function unknownRecipients(current: Recipients, participants: Participant[]): Recipient[] {
  return [...current.to, ...current.cc, ...current.bcc].filter((r) => participantOf(r, participants)?.unknown);
}

/** The route to start on: the one the last message came or went by, when it works, else the first that does. */
export function defaultRoute(routes: ReplyRoute[], preferred?: string | null): ReplyRoute | null {
  const usable = routes.filter((route) => route.problem === null);
  return usable.find((route) => route.channel_id === preferred) ?? usable[0] ?? routes[0] ?? null;
}

/** The newest message a member has in front of them: sent along so that the server can stop a reply to something older. */
export function newestSeen(messages: Message[]): string | undefined {
  return messages.at(-1)?.id;
}
