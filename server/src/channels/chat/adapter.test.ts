import { describe, expect, test } from "vitest";
import { describeAdapter, testConnection } from "../contract.ts";
import { chatAdapter } from "./adapter.ts";
import { frameAncestors, isAllowedOrigin } from "./origins.ts";
import { preChatFields, publicConfig, readChatSettings } from "./settings.ts";

const settings = readChatSettings({});
const connection = testConnection(settings, {});
const message = {
  id: "0198c0de-0000-7000-8000-0000000000e1",
  text: "Hello",
  file_ids: [],
  page: { url: "https://shop.example/", title: "Shop" },
  answers: { "Order number": "4421" },
  thread: "visitor:v1",
  from: { kind: "visitor", value: "v1", name: "Jane" },
  sentAt: "2026-01-05T09:00:00.000Z",
  files: [{ id: "f1", name: "a.txt", content_type: "text/plain" }],
};
const request = (body: object) => ({
  headers: {},
  query: new URLSearchParams(),
  body: Buffer.from(JSON.stringify(body)),
});

describeAdapter(chatAdapter, {
  connection,
  fixtures: [
    { name: "a message", request: request(message) },
    { name: "the same again", request: request(message), again: "a message" },
    { name: "another", request: request({ ...message, id: "0198c0de-0000-7000-8000-0000000000e2" }) },
    { name: "no sender", request: request({ ...message, from: { kind: "email", value: "a@b.c" } }), unreadable: true },
  ],
});

test("a visitor's message carries where they were and what they answered", async () => {
  const [item] = await chatAdapter.parse(request(message), connection);
  expect(item).toMatchObject({
    externalId: message.id,
    thread: "visitor:v1",
    text: "Hello",
    details: { "Order number": "4421", page: "https://shop.example/", page_title: "Shop" },
  });
});

test("the check names what is wrong before visitors meet it", async () => {
  const check = (more: object) =>
    chatAdapter.test!({ ...connection, settings: { ...settings, ...more } }, AbortSignal.timeout(1000));
  await expect(check({ identity_required: true })).rejects.toThrow(/no identity secret/);
  expect((await check({})).report.join(" ")).toContain("https://desk.example/widget/test/testkey");
});

test("questions before the chat: known names fill the contact, a star makes them required", () => {
  expect(preChatFields(["Name", " E-Mail *", "Order number", "email", "*"])).toEqual([
    { key: "name", kind: "name", label: "Name", required: false },
    { key: "email", kind: "email", label: "E-Mail", required: true },
    { key: "Order number", kind: "text", label: "Order number", required: false },
  ]);
});

test("what visitors may see of a connection says nothing of its security", () => {
  const shown = publicConfig(
    "Shop",
    readChatSettings({ allowed_origins: ["https://a.example"], identity_required: true }),
  );
  expect(JSON.stringify(shown)).not.toMatch(/allowed|identity|secret/);
});

describe("allowed origins", () => {
  const allowed = ["https://shop.example", "https://*.shop.example", "http://localhost:8080/"];
  test.each([
    ["https://shop.example", true],
    ["https://www.shop.example", true],
    ["https://a.b.shop.example", true],
    ["http://localhost:8080", true],
    ["http://shop.example", false],
    ["https://shop.example:8443", false],
    ["https://evilshop.example", false],
    ["https://shop.example.evil.example", false],
    ["http://localhost:8081", false],
    ["null", false],
    [undefined, false],
  ])("%s: %s", (origin, expected) => {
    expect(isAllowedOrigin(origin, allowed)).toBe(expected);
  });

  test("an empty list allows any website", () => {
    expect(isAllowedOrigin("https://any.example", [])).toBe(true);
    expect(frameAncestors([])).toBe("*");
  });

  test("become the frame page's policy, and nothing else gets into it", () => {
    expect(frameAncestors([...allowed, "not a url", "javascript:alert(1)", "https://x.example; script-src *"])).toBe(
      "'self' https://shop.example https://*.shop.example http://localhost:8080",
    );
  });
});
