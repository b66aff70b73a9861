import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createFakeProvider, type FakeProvider } from "../../channels/fake/adapter.ts";
import { addAdapter } from "../../channels/registry.ts";
import { systemContext } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { newId } from "../../platform/uuid.ts";
import { plainArrival } from "../../test/arrivals.ts";
import { type Api, openTest, type Test } from "../../test/kit.ts";
import { receiveMessages } from "../conversations/index.ts";
import { sweepOutbox } from "./outbox.ts";

let test: Test;
let provider: FakeProvider;
let connectionId: string;
let ann: Api;
beforeAll(async () => {
  test = await openTest();
  provider = createFakeProvider();
  addAdapter(test.platform, provider.adapter);
  connectionId = (await test.api("POST", "/channels", { kind: "fake", name: "Fake" })).data.id;
  ann = await test.signIn();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.work();
  provider.received.length = 0;
  provider.tries.length = 0;
  provider.failures.length = 0;
});

async function conversation(handle = `@${newId()}`): Promise<string> {
  const [received] = await receiveMessages(systemContext(test.platform, test.workspaceId), [
    {
      ...plainArrival(),
      connection: { id: connectionId, kind: "fake", teamId: null, autoReply: false },
      thread: handle,
      from: { kind: "handle", value: handle, name: "Kim", verified: true },
    },
  ]);
  return received!.conversationId;
}
const messages = async (id: string) => (await test.api("GET", `/conversations/${id}/messages`)).data as any[];
const ledger = async (id: string, message: string) =>
  ((await test.api("GET", `/conversations/${id}/messages/${message}/delivery`)).data as any[]).map((a) => a.state);

describe("replying", () => {
  it("queues, sends once, and waits for the customer", async () => {
    const id = await conversation();
    const message = newId();
    const sent = await ann("POST", `/conversations/${id}/messages`, {
      id: message,
      kind: "message",
      text: "Hello Kim",
    });
    expect(sent.status).toBe(201);
    expect(sent.data.delivery.state).toBe("queued");
    const again = await ann("POST", `/conversations/${id}/messages`, {
      id: message,
      kind: "message",
      text: "Hello Kim",
    });
    expect(again.status).toBe(200);
    await test.work();
    expect(provider.received).toHaveLength(1);
    expect((await messages(id)).at(-1)).toMatchObject({
      id: message,
      direction: "out",
      author: { type: "member" },
      delivery: { state: "sent" },
    });
    expect(await ledger(id, message)).toEqual(["queued", "sending", "sent"]);
    expect((await ann("GET", `/conversations/${id}`)).data).toMatchObject({
      status: "pending",
      waiting_since: null,
      preview: "Hello Kim",
    });
  });

  it("undoes a send within its seconds, and puts the conversation back", async () => {
    const id = await conversation();
    const sent = await ann("POST", `/conversations/${id}/messages`, {
      kind: "message",
      text: "oops",
      undo_seconds: 30,
    });
    await test.work();
    expect(provider.received).toHaveLength(0);
    const cancelled = await ann("POST", `/conversations/${id}/messages/${sent.data.id}/cancel`);
    expect(cancelled.data.delivery.state).toBe("cancelled");
    expect(await messages(id)).toHaveLength(1);
    expect((await ann("GET", `/conversations/${id}`)).data).toMatchObject({
      status: "open",
      preview: "hi",
      message_count: 1,
    });
    await test.platform.db.inWorkspace(test.workspaceId, (tx) =>
      tx.run(sql`update messages set send_at = now() - interval '1 minute' where id = ${sent.data.id}`),
    );
    await sweepOutbox(test.platform, {}, AbortSignal.timeout(5000));
    await test.work();
    expect(provider.received).toHaveLength(0);
    const late = await conversation();
    const gone = await ann("POST", `/conversations/${late}/messages`, { kind: "message", text: "gone" });
    await test.work();
    expect((await ann("POST", `/conversations/${late}/messages/${gone.data.id}/cancel`)).status).toBe(409);
  });

  it("tries again after a passing failure, and gives up on a final one with the provider's words", async () => {
    const id = await conversation();
    provider.failures.push("retry");
    const sent = await ann("POST", `/conversations/${id}/messages`, { kind: "message", text: "second time lucky" });
    await test.work();
    expect((await messages(id)).at(-1).delivery).toMatchObject({ state: "queued", attempts: 1 });
    await test.platform.db.inWorkspace(test.workspaceId, (tx) =>
      tx.run(sql`update messages set send_at = now() - interval '10 seconds' where id = ${sent.data.id}`),
    );
    await sweepOutbox(test.platform, {}, AbortSignal.timeout(5000));
    await test.work();
    expect(await ledger(id, sent.data.id)).toEqual(["queued", "sending", "deferred", "sending", "sent"]);
    provider.failures.push("final");
    const refused = await ann("POST", `/conversations/${id}/messages`, { kind: "message", text: "refused" });
    await test.work();
    const failed = (await messages(id)).at(-1);
    expect(failed.delivery.state).toBe("failed");
    expect(failed.delivery.reason).toBeTruthy();
    await ann("POST", `/conversations/${id}/messages/${refused.data.id}/retry`);
    await test.work();
    expect((await messages(id)).at(-1).delivery.state).toBe("sent");
  });

  it("says when it does not know, and does not send again by itself", async () => {
    const id = await conversation();
    provider.failures.push("unknown");
    const sent = await ann("POST", `/conversations/${id}/messages`, { kind: "message", text: "perhaps" });
    await test.work();
    await sweepOutbox(test.platform, {}, AbortSignal.timeout(5000));
    await test.work();
    expect(provider.tries).toHaveLength(1);
    expect((await messages(id)).at(-1).delivery.state).toBe("unknown");
    expect(await ledger(id, sent.data.id)).toEqual(["queued", "sending", "unknown"]);
  });

  it.each([
    [false, "unknown", 0],
    [true, "sent", 1],
  ])("settles what a crashed sender left behind (idempotent provider: %s)", async (idempotent, state, times) => {
    const id = await conversation();
    provider.adapter.limits.idempotentSend = idempotent;
    const sent = await ann("POST", `/conversations/${id}/messages`, { kind: "message", text: "half-way" });
    await test.platform.db.inWorkspace(test.workspaceId, (tx) =>
      tx.run(
        sql`update messages set delivery_state = 'sending', lease_until = now() - interval '1 second' where id = ${sent.data.id}`,
      ),
    );
    await sweepOutbox(test.platform, {}, AbortSignal.timeout(5000));
    await test.work();
    expect((await messages(id)).at(-1).delivery.state).toBe(state);
    expect(provider.received).toHaveLength(times);
    provider.adapter.limits.idempotentSend = false;
  });

  it("keeps the order of one thread, and sends each once with two workers", async () => {
    const id = await conversation();
    for (let i = 0; i < 8; i++)
      await ann("POST", `/conversations/${id}/messages`, { kind: "message", text: `line ${i}` });
    await Promise.all([test.work(), test.work()]);
    expect(provider.received.map((part) => part.text)).toEqual(Array.from({ length: 8 }, (_, i) => `line ${i}`));
  });

  it("stops a send over something its author has not read", async () => {
    const id = await conversation();
    const seen = (await messages(id)).at(-1).id;
    await test.api("POST", `/conversations/${id}/messages`, { kind: "note", text: "I called them" });
    const stopped = await ann("POST", `/conversations/${id}/messages`, {
      kind: "message",
      text: "?",
      seen_message_id: seen,
    });
    expect(stopped).toMatchObject({ status: 409, error: { code: "conflict" } });
    const now = (await messages(id)).at(-1).id;
    expect(
      (await ann("POST", `/conversations/${id}/messages`, { kind: "message", text: "!", seen_message_id: now })).status,
    ).toBe(201);
  });

  it.each([
    [{ kind: "message" }, 400, "text"],
    [{ kind: "message", text: "   " }, 400, "text"],
    [{ kind: "message", text: "x".repeat(1001) }, 422, "text"],
    [{ kind: "message", text: "x", channel_id: newId() }, 422, "channel_id"],
    [{ kind: "message", text: "x", attachment_ids: [newId()] }, 422, "attachment_ids"],
    [{ kind: "note", text: "x", mentions: [newId()] }, 422, "mentions"],
    [{ kind: "message", text: "x", to: [] }, 422, "to"],
    [{ kind: "sms", text: "x" }, 400, "kind"],
  ])("refuses %j", async (body, status, field) => {
    const id = await conversation();
    const refused = await ann("POST", `/conversations/${id}/messages`, body);
    expect([refused.status, refused.error?.field]).toEqual([status, field]);
    expect(await messages(id)).toHaveLength(1);
  });

  it("begins a conversation with an address, once for an id", async () => {
    const id = newId();
    const body = { id, channel_id: connectionId, to: "@new-person", text: "Good morning" };
    const first = await ann("POST", "/conversations", body);
    expect(first.status).toBe(201);
    expect((await ann("POST", "/conversations", body)).status).toBe(200);
    await test.work();
    expect(provider.received).toHaveLength(1);
    expect(provider.received[0]!.to).toEqual(["@new-person"]);
  });

  it("answers automatically once a day to an address, and to no machine", async () => {
    await test.api("PATCH", `/channels/${connectionId}`, { auto_reply: { enabled: true, text: "We are on it." } });
    const connection = { id: connectionId, kind: "fake", teamId: null, autoReply: true };
    const write = (change: object) =>
      receiveMessages(systemContext(test.platform, test.workspaceId), [
        {
          ...plainArrival(),
          connection,
          thread: newId(),
          from: { kind: "handle", value: "@lee", name: "Lee", verified: true },
          ...change,
        },
      ]);
    await write({});
    await write({});
    await write({ automatic: "auto_reply", from: { kind: "handle", value: "@machine", name: "", verified: true } });
    await test.work();
    expect(provider.received.map((p) => p.text)).toEqual(["We are on it."]);
  });
});

describe("sending later", () => {
  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
  const makeDue = (id: string) =>
    test.platform.db.inWorkspace(test.workspaceId, (tx) =>
      tx.run(sql`update messages set send_at = now() - interval '10 seconds' where id = ${id}`),
    );

  it("waits, then takes its place and sets the next status", async () => {
    const id = await conversation();
    const { data } = await ann("POST", `/conversations/${id}/messages`, {
      kind: "message",
      text: "tomorrow",
      send_at: inAnHour(),
    });
    await test.work();
    expect((await ann("GET", `/conversations/${id}`)).data).toMatchObject({ status: "open", preview: "hi" });
    await test.api("POST", `/conversations/${id}/messages`, { kind: "note", text: "in between" });
    await makeDue(data.id);
    await sweepOutbox(test.platform, {}, AbortSignal.timeout(5000));
    await test.work();
    expect((await ann("GET", `/conversations/${id}`)).data).toMatchObject({ status: "pending", preview: "tomorrow" });
    expect((await messages(id)).map((m) => m.text)).toEqual(["hi", "in between", "tomorrow"]);
  });

  it("stops itself when the customer writes first, tells its author, and can be sent all the same", async () => {
    const handle = `@${newId()}`;
    const id = await conversation(handle);
    const { data } = await ann("POST", `/conversations/${id}/messages`, {
      kind: "message",
      text: "still there?",
      send_at: inAnHour(),
    });
    await conversation(handle);
    const stopped = (await messages(id)).find((m) => m.id === data.id);
    expect(stopped.delivery).toMatchObject({ state: "cancelled", reason: expect.stringContaining("wrote first") });
    await test.work();
    expect(provider.received).toHaveLength(0);
    const told = (await ann("GET", "/notifications?unread=true")).data;
    expect(told[0]).toMatchObject({ kind: "not_sent", conversation: { id }, read: false });
    await ann("POST", `/conversations/${id}/messages/${data.id}/retry`);
    await test.work();
    expect(provider.received.map((p) => p.text)).toEqual(["still there?"]);
  });

  it.each(["2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "soon"])("refuses %s", async (send_at) => {
    const id = await conversation();
    expect((await ann("POST", `/conversations/${id}/messages`, { kind: "message", text: "x", send_at })).status).toBe(
      400,
    );
  });
});

describe("forwarding", () => {
  it("goes to somebody else on a thread of its own, with what was said", async () => {
    const id = await conversation();
    const [original] = await messages(id);
    const forwarded = await ann("POST", `/conversations/${id}/messages`, {
      kind: "message",
      text: "Can you look?",
      forward_message_id: original.id,
      to: [{ kind: "handle", value: "@partner" }],
    });
    expect(forwarded.status).toBe(201);
    expect(forwarded.data.thread_id).not.toBe(original.thread_id);
    await test.work();
    expect(provider.received.at(-1)).toMatchObject({
      to: ["@partner"],
      text: expect.stringMatching(/Can you look\?[\s\S]*Forwarded message[\s\S]*hi/),
    });
    expect((await ann("GET", `/conversations/${id}`)).data.reply_routes[0].to[0].value).not.toBe("@partner");
    expect(
      (
        await ann("POST", `/conversations/${id}/messages`, {
          kind: "message",
          text: "x",
          forward_message_id: newId(),
          to: [{ kind: "handle", value: "@p" }],
        })
      ).status,
    ).toBe(422);
  });
});

describe("notes and notifications", () => {
  it("tell who is mentioned, are edited with a trace, and deleted", async () => {
    const id = await conversation();
    const me = (await ann("GET", "/me")).data.member.id;
    const note = await test.api("POST", `/conversations/${id}/messages`, {
      kind: "note",
      text: "look @ann",
      mentions: [me],
    });
    await test.work();
    expect((await ann("GET", "/notifications")).data[0]).toMatchObject({ kind: "mention", text: "look @ann" });
    expect((await ann("GET", "/conversations?view=mentions")).data.map((c: { id: string }) => c.id)).toContain(id);
    const edited = await test.api("PATCH", `/conversations/${id}/messages/${note.data.id}`, { text: "look here" });
    expect(edited.data).toMatchObject({ text: "look here", details: { edits: [{ text: "look @ann" }] } });
    expect(edited.data.edited_at).toBeTruthy();
    await test.api("DELETE", `/conversations/${id}/messages/${note.data.id}`);
    expect((await messages(id)).map((m) => m.text)).toEqual(["hi"]);
    await ann("POST", "/notifications/read", { conversation_id: id });
    expect((await ann("GET", "/notifications?unread=true")).data.filter((n: any) => n.conversation.id === id)).toEqual(
      [],
    );
  });

  it("tell the assignee and followers of a reply, once", async () => {
    const handle = `@${newId()}`;
    const id = await conversation(handle);
    await ann("POST", `/conversations/${id}/follow`);
    await conversation(handle);
    await test.work();
    const mine = (await ann("GET", "/notifications")).data.filter((n: any) => n.conversation.id === id);
    expect(mine.map((n: any) => n.kind)).toEqual(["reply"]);
    expect((await ann("DELETE", `/conversations/${id}/follow`)).data.follower_ids).toEqual([]);
  });

  it("delete for good takes two decisions", async () => {
    const id = await conversation();
    expect((await ann("DELETE", `/conversations/${id}`)).status).toBe(409);
    await ann("PATCH", `/conversations/${id}`, { folder: "trash" });
    expect((await ann("DELETE", `/conversations/${id}`)).status).toBe(200);
    expect((await ann("GET", `/conversations/${id}`)).status).toBe(404);
  });

  it("spam learns the sender, until it is taken back", async () => {
    const handle = `@${newId()}`;
    const id = await conversation(handle);
    const contact = (await ann("GET", `/conversations/${id}`)).data.contact.id;
    await ann("PATCH", `/conversations/${id}`, { folder: "spam" });
    expect((await ann("GET", `/contacts/${contact}`)).data.blocked).toBe(true);
    await ann("PATCH", `/conversations/${id}`, { folder: "inbox" });
    expect((await ann("GET", `/contacts/${contact}`)).data.blocked).toBe(false);
  });

  it("a snooze holds through a reply when asked to", async () => {
    const handle = `@${newId()}`;
    const id = await conversation(handle);
    await ann("PATCH", `/conversations/${id}`, {
      snoozed_until: new Date(Date.now() + 3_600_000).toISOString(),
      wake_on_reply: false,
    });
    await conversation(handle);
    expect((await ann("GET", `/conversations/${id}`)).data.snoozed_until).toBeTruthy();
  });
});
