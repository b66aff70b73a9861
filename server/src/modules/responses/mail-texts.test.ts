/** Mails of the product in the workspace's words: what is refused and where, and what then arrives. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemContext } from "../../platform/context.ts";
import { type Api, openTest, type Test } from "../../test/kit.ts";
import { fillMailText } from "./mail-texts.ts";

let test: Test;
let ann: Api;
beforeAll(async () => {
  test = await openTest();
  ann = await test.signIn();
});
afterAll(() => test.close());

const put = (kind: string, subject: string, body: string, api = ann) =>
  api("PUT", "/mail-texts", { kind, subject, body });
const fill = (kind: "missed" | "invitation", own: Record<string, string>, memberId?: string) =>
  test.platform.db.inWorkspace(test.workspaceId, (tx) =>
    fillMailText(systemContext(test.platform, test.workspaceId), tx, kind, own, memberId ? { memberId } : {}),
  );

it("refuses what a mail cannot say, with its place, and a mail without what it is for", async () => {
  for (const [kind, subject, body, field, message] of [
    ["missed", "x", "a\n {{contact.name}} {{mail.list}}", "body", "Line 2, column 2"],
    ["missed", "{{mail.cuont}}", "{{mail.list}}", "subject", "Line 1, column 1"],
    ["invitation", "x", "Join us {{mail.list}}", "body", "Line 1, column 9"],
    ["invitation", "x", "Join us", "body", "{{mail.link}}"],
    ["request_code", "x", "{{mail.code}} {{contact.custom.nope}}", "body", "Line 1, column 15"],
  ] as const) {
    const { status, error } = await put(kind, subject, body);
    expect([status, error?.field], body).toEqual([400, field]);
    expect(error.message).toContain(message);
  }
  expect((await put("nothing", "x", "y")).status).toBe(400);
  const scopes = ["conversations.reply"];
  const { key } = (await ann("POST", "/api-keys", { name: "k", scopes })).data;
  expect((await put("missed", "x", "{{mail.list}}", test.as({ authorization: `Bearer ${key}` }))).status).toBe(403);
});

it("is filled in the workspace's words; lists keep their lines, values are no templates", async () => {
  expect(await fill("missed", { "mail.list": "x" })).toBeNull();
  expect((await put("missed", "News, {{mail.count}}", "Hi {{mail.name | there}}\n{{mail.list}}\n\nBye")).status).toBe(
    200,
  );
  const list = "• one {{workspace.name}}\n  <b>two</b> $& $1";
  expect(await fill("missed", { "mail.list": list, "mail.count": "2\nBcc: x", "mail.name": "Ann" })).toEqual({
    subject: "News, 2 Bcc: x",
    text: `Hi Ann\n${list}\n\nBye\n`,
  });
  const me = (await ann("GET", "/me")).data;
  await put("invitation", "{{agent.name}} invites you", "To {{workspace.name}}: {{mail.link}}");
  expect(await fill("invitation", { "mail.link": "https://o.test/i" }, me.member.id)).toEqual({
    subject: `${me.member.name} invites you`,
    text: `To ${me.workspace.name}: https://o.test/i\n`,
  });
  const shown = (await ann("GET", "/mail-texts")).data;
  expect(shown.map((one: any) => [one.kind, one.changed])).toEqual([
    ["invitation", true],
    ["missed", true],
    ["request_code", false],
  ]);
  expect((await ann("POST", "/mail-texts/reset", { kind: "missed" })).data.changed).toBe(false);
  expect(await fill("missed", { "mail.list": "x" })).toBeNull();
});
