/** What a visitor writes, once and in order, and what they see of the conversation. */
import { randomUUID } from "node:crypto";
import type { WidgetMessage } from "@omniflow/contract/widget";
import { afterAll, describe, expect, test } from "vitest";
import { openChat, page, secret, signJwt, type Visitor } from "./testing.ts";

const { t, key, call, open, history, texts, conversationOf, reply } = await openChat();
afterAll(() => t.close());

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

test("a flood from one visitor is slowed, others are not", async () => {
  const [noisy, calm] = await Promise.all([open(), open()]);
  const answers = await Promise.all([...Array(40).keys()].map((i) => noisy.say(`${i}`)));
  const refused = answers.filter((answer) => answer.status === 429);
  expect(refused).toHaveLength(10);
  expect(Number(refused[0]!.headers["retry-after"])).toBeGreaterThan(0);
  expect((await calm.say("Hi")).status).toBe(200);
});
