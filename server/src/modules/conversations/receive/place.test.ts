import { describe, expect, it } from "vitest";
import { newId } from "../../../platform/uuid.ts";
import { type Arrival, pair } from "./arrival.ts";
import type { Known, KnownThread } from "./known.ts";
import { placeArrivals, replyPrefix } from "./place.ts";

const mailbox = { id: newId(), kind: "email", teamId: null, autoReply: false };
const now = new Date("2026-03-01T10:00:00Z");

const arrival = (change: Partial<Arrival> & { address?: string } = {}): Arrival => ({
  messageId: newId(),
  connection: mailbox,
  externalId: `<${newId()}@example.test>`,
  thread: null,
  inReplyTo: [],
  from: { kind: "email", value: change.address ?? "jane@example.test", name: "Jane", verified: false },
  others: [],
  subject: "Broken grinder",
  replySubject: "",
  text: "It does not grind.",
  html: null,
  quotedText: null,
  quotedHtml: null,
  files: [],
  sentAt: now,
  ours: false,
  automatic: null,
  details: null,
  spam: false,
  ...change,
});

const nothing = (): Known => ({
  seen: new Map(),
  contacts: new Map(),
  threads: new Map(),
  references: new Map(),
  bySubject: new Map(),
});

const thread = (contactId: string, change: Partial<KnownThread["conversation"]> = {}): KnownThread => ({
  thread_id: newId(),
  connection_id: mailbox.id,
  external_key: "<first@example.test>",
  home_id: newId(),
  conversation: {
    id: newId(),
    contact_id: contactId,
    status: "pending",
    folder: "inbox",
    priority: "normal",
    subject: "Broken grinder",
    team_id: null,
    assignee_member_id: null,
    snoozed_until: null,
    wake_on_reply: true,
    followed: false,
    scheduled: false,
    ticketed: false,
    ...change,
  },
});

describe("placing arrivals", () => {
  it("begins a conversation for an unknown person and makes one contact of several first messages", () => {
    const plan = placeArrivals([arrival(), arrival()], nothing(), now);
    expect(plan.contacts).toHaveLength(1);
    expect(plan.identities).toHaveLength(1);
    expect(plan.threads).toHaveLength(2);
    expect(new Set(plan.placed.map((p) => p.result.contactId)).size).toBe(1);
  });

  it("takes a second arrival of the same message for what it is, also within a batch", () => {
    const first = arrival();
    const again = { ...first, messageId: newId() };
    const plan = placeArrivals([first, again], nothing(), now);
    expect(plan.placed).toHaveLength(1);
    expect(plan.duplicates[0]!.result).toMatchObject({ messageId: first.messageId, duplicate: true });
  });

  it("follows a reference when its sender takes part", () => {
    const jane = newId();
    const existing = thread(jane);
    const known = nothing();
    known.contacts.set("email:jane@example.test", { id: jane, blocked: false, name: "Jane" });
    known.references.set(pair(mailbox.id, "<ours@x>"), {
      external_id: "<ours@x>",
      connection_id: mailbox.id,
      thread: existing,
      people: ["email:jane@example.test"],
    });
    const plan = placeArrivals([arrival({ inReplyTo: ["<unknown@x>", "<ours@x>"] })], known, now);
    expect(plan.placed[0]!.result.conversationId).toBe(existing.conversation.id);
    expect(plan.touched.get(existing.conversation.id)).toMatchObject({ isNew: false, statusBefore: "pending" });
    expect(existing.conversation.status).toBe("open");
  });

  it("does not follow a reference forged by a stranger", () => {
    const existing = thread(newId());
    const known = nothing();
    known.references.set(pair(mailbox.id, "<ours@x>"), {
      external_id: "<ours@x>",
      connection_id: mailbox.id,
      thread: existing,
      people: ["email:jane@example.test"],
    });
    const plan = placeArrivals([arrival({ address: "mallory@evil.test", inReplyTo: ["<ours@x>"] })], known, now);
    expect(plan.placed[0]!.result.conversationId).not.toBe(existing.conversation.id);
  });

  it("lets a stranger join by a proven token, marked as unknown, the contact unchanged", () => {
    const jane = newId();
    const existing = thread(jane);
    const known = nothing();
    known.threads.set(pair(mailbox.id, `thread:${existing.thread_id}`), existing);
    const plan = placeArrivals(
      [arrival({ address: "colleague@example.test", thread: `thread:${existing.thread_id}` })],
      known,
      now,
    );
    expect(plan.placed[0]).toMatchObject({ unknownSender: true });
    expect(plan.placed[0]!.result.conversationId).toBe(existing.conversation.id);
    expect(existing.conversation.contact_id).toBe(jane);
  });

  it("begins anew when a token names a thread that is not there", () => {
    const plan = placeArrivals([arrival({ thread: `thread:${newId()}` })], nothing(), now);
    expect(plan.threads[0]!.external_key).not.toContain("thread:");
  });

  it("uses the subject only for the same person and only without references", () => {
    const existing = thread(newId());
    const known = nothing();
    known.bySubject.set(pair(mailbox.id, "email:jane@example.test broken grinder"), existing);
    const reply = { subject: "Re: Broken grinder", replySubject: "broken grinder" };
    expect(placeArrivals([arrival(reply)], known, now).placed[0]!.result.conversationId).toBe(existing.conversation.id);
    expect(
      placeArrivals([arrival({ ...reply, address: "other@example.test" })], known, now).placed[0]!.result
        .conversationId,
    ).not.toBe(existing.conversation.id);
    expect(
      placeArrivals([arrival({ ...reply, inReplyTo: ["<elsewhere@x>"] })], known, now).placed[0]!.result.conversationId,
    ).not.toBe(existing.conversation.id);
  });

  it.each([
    ["a customer's answer", {}, "open", null],
    ["an out-of-office note", { automatic: "auto_reply" as const }, "resolved", "2026-04-01"],
    ["a bounce", { automatic: "bounce" as const }, "resolved", "2026-04-01"],
    ["our own message from elsewhere", { ours: true }, "resolved", "2026-04-01"],
  ])("%s leaves a resolved, snoozed conversation %#", (_what, change, status, snoozed) => {
    const existing = thread(newId(), { status: "resolved", snoozed_until: new Date("2026-04-01") });
    const known = nothing();
    known.threads.set(pair(mailbox.id, "key"), existing);
    placeArrivals([arrival({ thread: "key", ...change })], known, now);
    expect(existing.conversation.status).toBe(status);
    expect(existing.conversation.snoozed_until?.toISOString().slice(0, 10) ?? null).toBe(snoozed);
  });

  it("files a blocked person's new conversation under spam", () => {
    const known = nothing();
    known.contacts.set("email:jane@example.test", { id: newId(), blocked: true, name: "" });
    const plan = placeArrivals([arrival()], known, now);
    expect([...plan.touched.values()][0]!.conversation.folder).toBe("spam");
  });

  it("keeps two messages of a new thread that arrive together in one conversation", () => {
    const plan = placeArrivals([arrival({ thread: "visitor:1" }), arrival({ thread: "visitor:1" })], nothing(), now);
    expect(plan.threads).toHaveLength(1);
    expect([...plan.touched.values()][0]).toMatchObject({ isNew: true, messages: 2 });
  });

  it("answers within one batch find their place", () => {
    const first = arrival();
    const plan = placeArrivals([first, arrival({ inReplyTo: [first.externalId] })], nothing(), now);
    expect(plan.threads).toHaveLength(1);
  });
});

describe("reply prefixes", () => {
  it.each(["Re: x", "RE: x", "AW: x", "Re[2]: x", "Fwd: Re: x", "SV: x", "Odp: x", "答复:x", " re : x"])(
    "%s",
    (subject) => {
      expect(subject.replace(replyPrefix, "").trim()).toBe("x");
    },
  );
  it.each(["Return of goods", "Reset password", "Results: fine", "Trouble: again"])("leaves “%s”", (subject) => {
    expect(subject.replace(replyPrefix, "")).toBe(subject);
  });
});
