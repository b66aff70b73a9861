/** Receipts into the ledger, and which websites may show the widget. */
import { afterAll, describe, expect, test } from "vitest";
import { openChat, page } from "./testing.ts";

const { t, key, channelId, call, open, conversationOf, reply } = await openChat();
afterAll(() => t.close());

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
