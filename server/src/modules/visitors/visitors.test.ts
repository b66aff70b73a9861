/** The visitor API on the whole product: sessions, messages, identity, receipts, limits, the way on by mail. */
import { randomUUID } from "node:crypto";
import type { Session, WidgetMessage } from "@omniflow/contract/widget";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "../../platform/db.ts";
import { type Answer, openTest, type Test } from "../../test/kit.ts";
import { visitorTasks } from "./continue-by-mail.ts";
import { signJwt } from "./testing.ts";

const secret = "a secret that only the shop's server knows";
const page = { url: "https://shop.example/lamps", title: "Lamps" };
let t: Test;
let key: string;
let channelId: string;

beforeAll(async () => {
  t = await openTest();
  const { data } = await t.api("GET", "/channels");
  const chat = data.find((channel: { kind: string }) => channel.kind === "chat");
  key = chat.key;
  channelId = chat.id;
  await t.api("PATCH", `/channels/${channelId}`, { secrets: { identity_secret: secret } });
});
afterAll(() => t.close());

const call = (method: "GET" | "POST" | "PATCH", path: string, body?: unknown, headers: Record<string, string> = {}) =>
  t.as({})(method, `/api/widget/${key}/${path}`, body, headers);

type Visitor = Session & {
  say(text: string, more?: object): Promise<Answer>;
  call(method: "GET" | "POST" | "PATCH", path: string, body?: unknown): Promise<Answer>;
};

async function open(more: object = {}): Promise<Visitor> {
  const body = { origin: "https://shop.example", page, language: "en", time_zone: "UTC", ...more };
  const { data, error } = await call("POST", "session", body);
  expect(error).toBeUndefined();
  const as: Visitor["call"] = (method, path, content) =>
    call(method, path, content, { authorization: `Bearer ${data.token}` });
  const say: Visitor["say"] = (text, rest = {}) =>
    as("POST", "messages", { id: randomUUID(), text, file_ids: [], page, ...rest });
  return { ...data, call: as, say };
}

const history = async (visitor: Visitor): Promise<WidgetMessage[]> =>
  (await visitor.call("GET", "messages")).data.messages;
const texts = async (visitor: Visitor) => (await history(visitor)).map((message) => `${message.from}: ${message.text}`);

/** The conversation a visitor's message led to. */
async function conversationOf(message: { id: string }): Promise<string> {
  const row = await t.platform.db.inWorkspace(t.workspaceId, (tx) =>
    tx.row<{ conversation_id: string }>(sql`select conversation_id from messages where id = ${message.id}`),
  );
  return row!.conversation_id;
}

async function reply(conversationId: string, text: string) {
  const { data } = await t.api("POST", `/conversations/${conversationId}/messages`, { kind: "message", text });
  await t.work();
  return data.id as string;
}

describe("messages", () => {
  test("a message becomes a conversation, an answer comes back, the next message lands in the same conversation", async () => {
    const visitor = await open();
    const { data: first } = await visitor.say("Where is my lamp?", { answers: { "Order number": "4421" } });
    const conversation = await conversationOf(first);
    await reply(conversation, "On its way.");
    const second = (await visitor.say("Thanks")).data;
    expect(await conversationOf(second)).toBe(conversation);
    expect(await texts(visitor)).toEqual(["visitor: Where is my lamp?", "team: On its way.", "visitor: Thanks"]);
    const detail = (await t.api("GET", `/conversations/${conversation}`)).data;
    expect(detail).toMatchObject({ channel: "chat", status: "open" });
    const stored = (await t.api("GET", `/conversations/${conversation}/messages`)).data[0];
    expect(stored.details).toMatchObject({ "Order number": "4421", page: page.url });
  });

  test("the same id again, also at the same moment, is the same message", async () => {
    const visitor = await open();
    const id = randomUUID();
    const answers = await Promise.all([1, 2, 3, 4].map(() => visitor.say("Once", { id })));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map((answer) => answer.data.id)).size).toBe(1);
    expect(await texts(visitor)).toEqual(["visitor: Once"]);
  });

  test("first messages at the same moment make one conversation and one contact", async () => {
    const visitor = await open();
    const said = await Promise.all([..."abcdefgh"].map((text) => visitor.say(text)));
    const conversations = await Promise.all(said.map((answer) => conversationOf(answer.data)));
    expect(new Set(conversations).size).toBe(1);
    expect(await history(visitor)).toHaveLength(8);
  });

  test("notes, answers still held back and withdrawn ones are never shown", async () => {
    const visitor = await open();
    const conversation = await conversationOf((await visitor.say("Hello")).data);
    await t.api("POST", `/conversations/${conversation}/messages`, { kind: "note", text: "A difficult one" });
    const held = { kind: "message", text: "Wait", undo_seconds: 30 };
    const { data } = await t.api("POST", `/conversations/${conversation}/messages`, held);
    await t.work();
    expect(await texts(visitor)).toEqual(["visitor: Hello"]);
    await t.api("POST", `/conversations/${conversation}/messages/${data.id}/cancel`, {});
    await t.work();
    expect(await texts(visitor)).toEqual(["visitor: Hello"]);
  });

  test("catching up and looking back", async () => {
    // Two browsers of one person: one alone would be slowed.
    const identity = { identity_token: signJwt({ sub: "talkative" }, secret) };
    const [visitor, other] = [await open(identity), await open(identity)];
    for (let i = 0; i < 45; i++) await (i % 2 ? visitor : other).say(`${i}`);
    const newest = (await visitor.call("GET", "messages")).data;
    expect(newest).toMatchObject({ more: true });
    expect(newest.messages.map((m: WidgetMessage) => m.text)).toEqual([...Array(40).keys()].map((i) => `${i + 5}`));
    const older = (await visitor.call("GET", `messages?before=${newest.messages[0].created_at}`)).data;
    expect(older.messages.map((m: WidgetMessage) => m.text)).toEqual(["0", "1", "2", "3", "4"]);
    expect(older.more).toBe(false);
    const after = (await visitor.call("GET", `messages?after=${newest.messages.at(-2).created_at}`)).data;
    expect(after.messages.map((m: WidgetMessage) => m.text).slice(-2)).toEqual(["43", "44"]);
  });

  test("nothing, too much, and what is malformed is refused", async () => {
    const visitor = await open();
    expect((await visitor.say("  ")).status).toBe(400);
    expect((await visitor.say("x".repeat(10_001))).status).toBe(400);
    expect((await visitor.say("x", { id: "1" })).status).toBe(400);
    expect((await visitor.say("x", { file_ids: [randomUUID()] })).status).toBe(422);
    expect((await visitor.call("GET", "messages?after=yesterday")).status).toBe(400);
    expect((await call("GET", "messages", undefined, { authorization: "Bearer nobody-knows-this-token" })).status).toBe(
      401,
    );
    expect((await t.as({})("POST", "/api/widget/nokey/session", {})).status).toBe(400);
    const unknown = { origin: "https://shop.example", page, language: "en", time_zone: "UTC" };
    expect((await t.as({})("POST", "/api/widget/nokey/session", unknown)).status).toBe(404);
  });

  test("HTML in a message stays text", async () => {
    const visitor = await open();
    const text = "<img src=x onerror=alert(1)> & <b>bold</b>";
    const { data } = await visitor.say(text);
    expect(data.text).toBe(text);
    const stored = (await t.api("GET", `/conversations/${await conversationOf(data)}/messages`)).data[0];
    expect(stored).toMatchObject({ text, html: null });
  });
});

describe("files", () => {
  async function upload(visitor: Visitor, name: string, content: Buffer, type = "text/plain") {
    const form = new FormData();
    form.append("file", new Blob([new Uint8Array(content)], { type }), name);
    const request = new Request("http://x", { method: "POST", body: form });
    const response = await t.app.http.inject({
      method: "POST",
      url: `/api/widget/${key}/files`,
      headers: { "content-type": request.headers.get("content-type")!, authorization: `Bearer ${visitor.token}` },
      payload: Buffer.from(await request.arrayBuffer()),
    });
    return { status: response.statusCode, ...response.json() };
  }

  test("go with the message once, keep their bytes, and belong to who uploaded them", async () => {
    const visitor = await open();
    const { data: file } = await upload(visitor, "../../notes.txt", Buffer.from("lamp"));
    const stranger = await open();
    expect((await stranger.say("mine", { file_ids: [file.id] })).status).toBe(422);
    const id = randomUUID();
    const said = await Promise.all([1, 2].map(() => visitor.say("", { id, file_ids: [file.id] })));
    expect(said.map((answer) => answer.status)).toEqual([200, 200]);
    expect((await visitor.say("again", { file_ids: [file.id] })).status).toBe(422);
    const [message] = await history(visitor);
    expect(message!.attachments).toMatchObject([{ name: "notes.txt", size: 4 }]);
    const bytes = await t.app.http.inject({ url: message!.attachments[0]!.url });
    expect(bytes.payload).toBe("lamp");
    expect(bytes.headers["content-security-policy"]).toContain("sandbox");
    const conversation = (await t.api("GET", `/conversations/${await conversationOf(message!)}`)).data;
    expect(conversation).toMatchObject({ has_attachment: true, preview: "📎" });
  });

  test("too large, empty or missing is refused", async () => {
    const visitor = await open();
    expect((await upload(visitor, "big", Buffer.alloc((20 << 20) + 1))).status).toBe(413);
    expect((await upload(visitor, "none", Buffer.alloc(0))).status).toBe(400);
    expect((await visitor.call("POST", "files", { file: "x" })).status).toBe(415);
  });
});

describe("who a visitor is", () => {
  const signed = (claims: object) => ({ identity_token: signJwt(claims, secret) });

  test("a token returns to the same visitor; a stranger sees nothing", async () => {
    const visitor = await open();
    await visitor.say("Mine");
    const again = await open({ token: visitor.token });
    expect(again.visitor.id).toBe(visitor.visitor.id);
    expect(again.history.messages.map((m) => m.text)).toEqual(["Mine"]);
    expect((await open()).history.messages).toEqual([]);
    expect((await open({ token: "somebody-elses-guess-of-a-token" })).visitor.id).not.toBe(visitor.visitor.id);
  });

  test("a claimed address never leads into the contact that has it", async () => {
    const email = "victim@example.com";
    const { data: victim } = await t.api("POST", "/contacts", { name: "Victim", emails: [email] });
    for (const claim of [
      () => open({ email }),
      async () => {
        const v = await open();
        await v.call("PATCH", "visitor", { email });
        return v;
      },
    ]) {
      const visitor = await claim();
      expect(visitor.visitor.verified).toBe(false);
      const conversation = (
        await t.api("GET", `/conversations/${await conversationOf((await visitor.say("Hi")).data)}`)
      ).data;
      expect(conversation.contact.id).not.toBe(victim.id);
    }
    expect((await t.api("GET", `/contacts?email=${email}`)).data.map((c: { id: string }) => c.id)).toEqual([victim.id]);
  });

  test("a free address is kept on the contact as unverified, one at most", async () => {
    const visitor = await open();
    await visitor.call("PATCH", "visitor", { name: "Jane", email: "Jane.Free@Example.com", phone: "+49 30 123" });
    const conversation = (await t.api("GET", `/conversations/${await conversationOf((await visitor.say("Hi")).data)}`))
      .data;
    await visitor.call("PATCH", "visitor", { email: "another@example.com" });
    const contact = (await t.api("GET", `/contacts/${conversation.contact.id}`)).data;
    expect(contact.name).toBe("Jane");
    const emails = contact.identities.filter((i: { kind: string }) => i.kind === "email");
    expect(emails).toMatchObject([{ value: "jane.free@example.com", verified: false }]);
    expect((await visitor.call("PATCH", "visitor", { email: "not an address" })).status).toBe(400);
  });

  test("a signed identity leads to its contact from every browser, and only its own threads are shown", async () => {
    const claims = { sub: "u-7", email: "seven@example.com", name: "Seven" };
    const [one, two] = await Promise.all([open(signed(claims)), open(signed(claims))]);
    const first = await conversationOf((await one.say("From one")).data);
    expect(await conversationOf((await two.say("From two")).data)).toBe(first);
    expect(await texts(one)).toEqual(["visitor: From one", "visitor: From two"]);
    const contact = (await t.api("GET", "/contacts?email=seven@example.com")).data;
    expect(contact).toHaveLength(1);
    expect(contact[0]).toMatchObject({ name: "Seven" });
    expect(contact[0].identities.every((i: { verified: boolean }) => i.verified)).toBe(true);
  });

  test("who signs in after writing keeps the conversation", async () => {
    const visitor = await open();
    const before = await conversationOf((await visitor.say("Anonymous")).data);
    const known = await open({ token: visitor.token, ...signed({ sub: "u-8" }) });
    expect(known.history.messages.map((m) => m.text)).toEqual(["Anonymous"]);
    expect(await conversationOf((await known.say("Known")).data)).toBe(before);
  });

  test("an anonymous thread of another contact is not continued by who has proven to be somebody", async () => {
    const email = "owner@example.com";
    await t.api("POST", "/contacts", { name: "Owner", emails: [email] });
    const visitor = await open();
    const anonymous = await conversationOf((await visitor.say("Before")).data);
    const known = await open({ token: visitor.token, ...signed({ sub: "u-9", email }) });
    const after = await conversationOf((await known.say("After")).data);
    expect(after).not.toBe(anonymous);
    const conversation = (await t.api("GET", `/conversations/${after}`)).data;
    expect(conversation.contact.name).toBe("Owner");
    expect(conversation.participants.every((p: { unknown: boolean }) => !p.unknown)).toBe(true);
    // The browser that was anonymous before still knows what it wrote itself.
    expect(await texts(known)).toEqual(["visitor: Before", "visitor: After"]);
  });

  test("another person on the same computer begins anew", async () => {
    const one = await open(signed({ sub: "u-10" }));
    await one.say("Private");
    const two = await open({ token: one.token, ...signed({ sub: "u-11" }) });
    expect(two.visitor.id).not.toBe(one.visitor.id);
    expect(two.history.messages).toEqual([]);
  });

  test("a wrong token opens nothing; an expired one only what was proven before", async () => {
    const body = { origin: "https://shop.example", page, language: "en", time_zone: "UTC" };
    expect(
      (await call("POST", "session", { ...body, identity_token: signJwt({ sub: "u" }, "wrong".repeat(8)) })).status,
    ).toBe(403);
    const expired = { identity_token: signJwt({ sub: "u-12", exp: Date.now() / 1000 - 3600 }, secret) };
    expect((await call("POST", "session", { ...body, ...expired })).status).toBe(410);
    const known = await open(signed({ sub: "u-12" }));
    expect((await open({ token: known.token, ...expired })).visitor).toMatchObject({
      id: known.visitor.id,
      verified: true,
    });
  });
});

describe("receipts", () => {
  test("move the ledger forward, once, and only for the visitor's own messages", async () => {
    const visitor = await open();
    const conversation = await conversationOf((await visitor.say("Hi")).data);
    const id = await reply(conversation, "Hello");
    const states = async () =>
      (await t.api("GET", `/conversations/${conversation}/messages/${id}/delivery`)).data.map(
        (s: { state: string }) => s.state,
      );
    const stranger = await open();
    await stranger.say("Me too");
    await stranger.call("POST", "receipts", { state: "read", message_ids: [id] });
    expect((await states()).at(-1)).toBe("sent");
    expect((await open({ token: visitor.token })).unread).toBe(1);
    for (const state of ["delivered", "delivered", "read", "delivered", "read"]) {
      await visitor.call("POST", "receipts", { state, message_ids: [id] });
    }
    expect((await states()).slice(-2)).toEqual(["delivered", "read"]);
    expect((await open({ token: visitor.token })).unread).toBe(0);
  });

  test("what the team has read is told to the visitor", async () => {
    const visitor = await open();
    const { data } = await visitor.say("Hi");
    expect((await visitor.call("GET", "messages")).data.seen_at).toBeNull();
    const member = await t.signIn();
    await member("POST", `/conversations/${await conversationOf(data)}/read`, {});
    expect((await visitor.call("GET", "messages")).data.seen_at).not.toBeNull();
  });
});

describe("websites", () => {
  const launcher = (origin: string) =>
    t.as({})("POST", `/api/widget/${key}/launcher`, "{}" as never, { origin, "content-type": "text/plain" });
  const session = (origin: string) => call("POST", "session", { origin, page, language: "en", time_zone: "UTC" });

  test("only those that are listed, and our own test page; the refusal can be read there", async () => {
    const set = async (allowed_origins: string[]) => {
      await t.api("PATCH", `/channels/${channelId}`, { settings: { allowed_origins } });
    };
    await set(["https://*.shop.example"]);
    expect((await launcher("https://www.shop.example")).status).toBe(200);
    const refused = await launcher("https://evil.example");
    expect(refused.status).toBe(403);
    expect(refused.headers["access-control-allow-origin"]).toBe("https://evil.example");
    expect((await session("https://www.shop.example")).status).toBe(200);
    expect((await session("https://evil.example")).status).toBe(403);
    expect((await session("")).status).toBe(403);
    const frame = await t.app.http.inject({ url: `/widget/frame/${key}` });
    expect(frame.headers["content-security-policy"]).toMatch(/frame-ancestors 'self' https:\/\/\*\.shop\.example$/);
    expect(frame.headers["content-security-policy"]).not.toContain("unsafe");
    await set([]);
  });

  test("the API answers only our own frame", async () => {
    const body = { origin: "https://shop.example", page, language: "en", time_zone: "UTC" };
    expect((await call("POST", "session", body, { origin: "https://shop.example" })).status).toBe(403);
  });

  test("a paused widget is gone", async () => {
    await t.api("PATCH", `/channels/${channelId}`, { state: "paused" });
    expect((await launcher("https://shop.example")).status).toBe(404);
    await t.api("PATCH", `/channels/${channelId}`, { state: "active" });
    expect((await launcher("https://shop.example")).status).toBe(200);
  });
});

test("a flood from one visitor is slowed, others are not", async () => {
  const [noisy, calm] = await Promise.all([open(), open()]);
  const answers = await Promise.all([...Array(40).keys()].map((i) => noisy.say(`${i}`)));
  const refused = answers.filter((answer) => answer.status === 429);
  expect(refused).toHaveLength(10);
  expect(Number(refused[0]!.headers["retry-after"])).toBeGreaterThan(0);
  expect((await calm.say("Hi")).status).toBe(200);
});

describe("the way on by mail", () => {
  const email = "gone@example.com";
  const look = (thread: string) =>
    visitorTasks.mail_unread_chat!(
      t.platform,
      { workspace_id: t.workspaceId, thread_id: thread },
      AbortSignal.timeout(5000),
    );
  const mails = async (conversation: string) =>
    (await t.api("GET", `/conversations/${conversation}/messages`)).data.filter(
      (m: { channel: string }) => m.channel === "email",
    );
  /** Makes everything said and seen so far lie further back. */
  const pass = (minutes: number) =>
    t.platform.db.asSystem("tests turn back time", async (tx) => {
      const by = sql`make_interval(mins => ${minutes})`;
      await tx.run(sql`update messages set created_at = created_at - ${by}, sent_at = sent_at - ${by}`);
      await tx.run(sql`update visitors set last_seen_at = last_seen_at - ${by}`);
    });
  const threadOf = async (conversation: string) =>
    (await t.platform.db.inWorkspace(t.workspaceId, (tx) =>
      tx.row<{ id: string }>(
        sql`select id from threads where conversation_id = ${conversation} and connection_id = ${channelId}`,
      ),
    ))!.id;

  test("a visitor who left gets unread answers once, in the same conversation", async () => {
    const visitor = await open({ email });
    const conversation = await conversationOf((await visitor.say("Hi")).data);
    const thread = await threadOf(conversation);
    await reply(conversation, "First");
    const second = await reply(conversation, "Second");
    await look(thread);
    expect(await mails(conversation), "too early").toEqual([]);
    await pass(4);
    await visitor.call("POST", "receipts", { state: "delivered", message_ids: [second] });
    await look(thread);
    expect(await mails(conversation), "still there").toEqual([]);
    await pass(2);
    await look(thread);
    await look(thread);
    const sent = await mails(conversation);
    expect(sent).toHaveLength(1);
    expect(sent[0].recipients.to).toMatchObject([{ kind: "email", value: email }]);
    expect(sent[0].text).toContain("First");
    expect(sent[0].text).toContain("Second");
    expect(sent[0].text).not.toMatch(/https?:/);
    expect(await texts(visitor), "the mail is not shown again in the chat").toEqual([
      "visitor: Hi",
      "team: First",
      "team: Second",
    ]);
    await reply(conversation, "Third");
    await pass(10);
    await look(thread);
    expect((await mails(conversation)).at(-1).text).not.toContain("First");
    expect(new Set((await mails(conversation)).map((m: { thread_id: string }) => m.thread_id)).size).toBe(1);
  });

  test("not what was read, and not without an address", async () => {
    const visitor = await open({ email: "reader@example.com" });
    const conversation = await conversationOf((await visitor.say("Hi")).data);
    const id = await reply(conversation, "Read");
    await visitor.call("POST", "receipts", { state: "read", message_ids: [id] });
    const nobody = await open();
    const other = await conversationOf((await nobody.say("Hi")).data);
    await reply(other, "Lost");
    await pass(10);
    for (const each of [conversation, other]) {
      await look(await threadOf(each));
      expect(await mails(each)).toEqual([]);
    }
  });
});
