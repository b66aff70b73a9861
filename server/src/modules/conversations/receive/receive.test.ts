import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemContext } from "../../../platform/context.ts";
import { sql } from "../../../platform/db.ts";
import { newId } from "../../../platform/uuid.ts";
import { plainArrival } from "../../../test/arrivals.ts";
import { openTest, type Test } from "../../../test/kit.ts";
import type { Arrival } from "./arrival.ts";
import { createIntake } from "./intake.ts";
import { receiveMessages } from "./receive.ts";

let test: Test;
let connectionId: string;
beforeAll(async () => {
  test = await openTest();
  const made = await test.api("POST", "/channels", { kind: "api", name: "Shop" });
  connectionId = made.data.id;
});
afterAll(() => test.close());

const ctx = () => systemContext(test.platform, test.workspaceId);
const arrival = (change: Partial<Arrival> & { sender?: string } = {}): Arrival => ({
  ...plainArrival(),
  connection: { id: connectionId, kind: "api", teamId: null, autoReply: false },
  from: { kind: "email", value: change.sender ?? `${newId()}@example.test`, name: "Kim", verified: false },
  text: "hello",
  ...change,
});
const count = async (what: ReturnType<typeof sql>) =>
  (await test.platform.db.inWorkspace(test.workspaceId, (tx) => tx.row<{ n: number }>(what)))!.n;

describe("receiving", () => {
  it("makes one contact of fifty first messages that arrive at once on two nodes", async () => {
    const sender = `${newId()}@example.test`;
    const nodes = [createIntake(test.platform), createIntake(test.platform)];
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, i) => nodes[i % 2]!.receive(test.workspaceId, arrival({ sender, thread: "one" }))),
    );
    expect(new Set(results.map((r) => r.contactId)).size).toBe(1);
    expect(new Set(results.map((r) => r.conversationId)).size).toBe(1);
    expect(await count(sql`select count(*) as n from contact_identities where value = ${sender}`)).toBe(1);
    const detail = await test.api("GET", `/conversations/${results[0]!.conversationId}`);
    expect(detail.data).toMatchObject({ message_count: 50, unread: true, status: "open", contact: { name: "Kim" } });
  });

  it("keeps a message once however often it arrives", async () => {
    const externalId = newId();
    const nodes = [createIntake(test.platform), createIntake(test.platform), createIntake(test.platform)];
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        nodes[i % 3]!.receive(test.workspaceId, arrival({ externalId, sender: "twice@example.test" })),
      ),
    );
    expect(results.filter((r) => !r.duplicate)).toHaveLength(1);
    expect(new Set(results.map((r) => r.messageId)).size).toBe(1);
    expect(await count(sql`select count(*) as n from messages where external_id = ${externalId}`)).toBe(1);
  });

  it("finds the conversation by what a mail answers and by its subject, also once it is merged into another", async () => {
    const intake = createIntake(test.platform);
    const sender = `${newId()}@example.test`;
    const receive = (change: Parameters<typeof arrival>[0]) =>
      intake.receive(test.workspaceId, arrival({ sender, ...change }));
    const first = await receive({ externalId: "<first@x>", subject: "Broken lamp", replySubject: "broken lamp" });
    const answer = { subject: "Re: Broken lamp", replySubject: "broken lamp" };
    const found = async () => {
      const [referred, named] = await Promise.all([
        receive({ ...answer, inReplyTo: ["<first@x>"] }),
        receive({ ...answer }),
      ]);
      return [referred.conversationId, named.conversationId];
    };
    expect(await found()).toEqual([first.conversationId, first.conversationId]);
    const other = await receive({ thread: "another" });
    const merged = await test.api("POST", `/conversations/${first.conversationId}/merge`, {
      into: other.conversationId,
    });
    expect(merged.status).toBe(200);
    expect(await found()).toEqual([other.conversationId, other.conversationId]);
  });

  it("keeps two messages whose program gave them one id, each once, in the same batch and later", async () => {
    const externalId = newId();
    const twin = (fingerprint: string) =>
      arrival({ externalId, fingerprint, details: { fingerprint }, sender: `${fingerprint}@example.test` });
    const intake = createIntake(test.platform);
    const first = await Promise.all(["a", "b", "a"].map((one) => intake.receive(test.workspaceId, twin(one))));
    expect(first.map((r) => r.duplicate)).toEqual([false, false, true]);
    expect(new Set(first.map((r) => r.conversationId)).size).toBe(2);
    const later = await Promise.all(["b", "c", "a"].map((one) => intake.receive(test.workspaceId, twin(one))));
    expect(later.map((r) => r.duplicate)).toEqual([true, false, true]);
    const stored = sql`select count(*) as n from messages where external_id like ${`${externalId}%`}`;
    expect(await count(stored)).toBe(3);
  });

  it("keeps the order of what belongs together while several batches are under way", async () => {
    const intake = createIntake(test.platform);
    const people = Array.from({ length: 40 }, () => `${newId()}@example.test`);
    const first = { externalId: newId(), sender: people[0]! };
    const received = await Promise.all([
      intake.receive(test.workspaceId, arrival({ ...first, thread: "first", subject: "Broken lamp" })),
      ...Array.from({ length: 400 }, (_, i) => {
        const sender = people[i % people.length]!;
        return intake.receive(test.workspaceId, arrival({ sender, thread: `of ${sender}`, text: `${i}` }));
      }),
      intake.receive(test.workspaceId, arrival({ sender: people[0]!, inReplyTo: [first.externalId] })),
    ]);
    expect(received.at(-1)!.conversationId).toBe(received[0]!.conversationId);
    const told = await test.platform.db.inWorkspace(test.workspaceId, (tx) =>
      tx.rows<{ texts: number[] }>(sql`select array_agg(m.text::integer order by m.created_at, m.id) as texts
        from messages m join threads t on t.workspace_id = m.workspace_id and t.id = m.thread_id
        where t.external_key like 'of %' group by t.id`),
    );
    expect(told).toHaveLength(people.length);
    for (const { texts } of told) expect(texts).toEqual([...texts].sort((a, b) => a - b));
    expect(told.flatMap(({ texts }) => texts)).toHaveLength(400);
  });

  it("does not lose neighbours to one message that cannot be stored", async () => {
    const intake = createIntake(test.platform);
    const foreign = { id: newId(), kind: "api", teamId: null, autoReply: false };
    const results = await Promise.allSettled([
      intake.receive(test.workspaceId, arrival()),
      intake.receive(test.workspaceId, arrival({ connection: foreign })),
      intake.receive(test.workspaceId, arrival()),
    ]);
    expect(results.map((r) => r.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("shows a second workspace nothing, and cannot file into it", async () => {
    const { conversationId } = (await receiveMessages(ctx(), [arrival()]))[0]!;
    const other = newId();
    await test.platform.db.asSystem("a second tenant for the test", (tx) =>
      tx.run(sql`insert into workspaces (id, slug, name) values (${other}, ${`w-${other}`}, 'Other')`),
    );
    const seen = await test.platform.db.inWorkspace(other, (tx) =>
      tx.rows(sql`select 1 from conversations where id = ${conversationId}`),
    );
    expect(seen).toEqual([]);
    await expect(receiveMessages(systemContext(test.platform, other), [arrival()])).rejects.toThrow();
  });

  it("reopens a resolved conversation, wakes a snoozed one, and says both", async () => {
    const first = (await receiveMessages(ctx(), [arrival({ thread: "again", sender: "again@example.test" })]))[0]!;
    await test.api("PATCH", `/conversations/${first.conversationId}`, { status: "resolved" });
    await test.api("PATCH", `/conversations/${first.conversationId}`, {
      snoozed_until: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await test.api("PATCH", `/conversations/${first.conversationId}`, { status: "on_hold" });
    await test.api("PATCH", `/conversations/${first.conversationId}`, {
      snoozed_until: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await receiveMessages(ctx(), [arrival({ thread: "again", sender: "again@example.test" })]);
    const { data } = await test.api("GET", `/conversations/${first.conversationId}`);
    expect(data).toMatchObject({ status: "open", snoozed_until: null });
    const { data: events } = await test.api("GET", `/conversations/${first.conversationId}/events`);
    const types = events.map((e: { type: string }) => e.type);
    expect(types.slice(-2).sort()).toEqual(["conversation.status_changed", "conversation.woken"]);
    expect(events.at(-1).actor).toMatchObject({ type: "contact", name: "Kim" });
  });

  it("tells the hub who may know", async () => {
    const heard: string[] = [];
    const stop = test.platform.hub.subscribe(test.workspaceId, (batch) =>
      heard.push(...batch.hints.map((h) => `${h.hint.type} ${h.hint.seq > 0}`)),
    );
    await receiveMessages(ctx(), [arrival()]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    stop();
    expect(heard).toEqual(["contact.created true", "conversation.created true", "message.received true"]);
  });
});
