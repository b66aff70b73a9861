/** Mails of the product in the workspace's words: what is refused and where, and what then arrives. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemContext } from "../../platform/context.ts";
import { type Api, openTest, type Test } from "../../test/kit.ts";
import { fillMailText } from "./fill-mail.ts";

let test: Test;
let ann: Api;
beforeAll(async () => {
  test = await openTest();
  ann = await test.signIn();
});
afterAll(() => test.close());

const put = (kind: string, subject: string, body: string, api = ann, more: object = {}) =>
  api("PUT", "/mail-texts", { kind, subject, body, ...more });
type Whose = Parameters<typeof fillMailText>[4];
const fill = (kind: "missed" | "invitation", own: Record<string, string>, whose: Whose = {}) =>
  test.platform.db.inWorkspace(test.workspaceId, (tx) =>
    fillMailText(systemContext(test.platform, test.workspaceId), tx, kind, own, whose),
  );
const inLanguages = (...languages: string[]) =>
  Promise.all(languages.map(async (one) => (await fill("missed", { "mail.list": "x" }, { languages: [one] })).subject));
const shown = async (kind: string) =>
  (await ann("GET", "/mail-texts")).data.find((one: { kind: string }) => one.kind === kind);

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
  const refused = await put("missed", "x", "{{mail.list}}", test.as({ authorization: `Bearer ${key}` }));
  expect([refused.status, refused.error.permissions]).toEqual([403, ["settings.workspace"]]);
  expect(refused.error.message).toContain("“manage the workspace”");
});

it("is filled in the workspace's words; lists keep their lines, values are no templates", async () => {
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
  expect(await fill("invitation", { "mail.link": "https://o.test/i" }, { memberId: me.member.id })).toEqual({
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
  const { text } = await fill("missed", { "mail.list": "x" });
  expect(text).toMatch(/^x\n\nYou can choose what you are told/);
});

it("is in the reader's language, or else the workspace's; what is not worded is as it comes", async () => {
  const list = "{{mail.list}}";
  expect(await inLanguages("de-AT", "en", "fr")).toEqual([
    "ungelesen in Omniflow",
    "unread in Omniflow",
    "unread in Omniflow",
  ]);
  const german = { language: "de", subject: "Neues", body: list };
  const french = { language: "fr-CA", subject: "Nouveau", body: list };
  const { data } = await put("missed", german.subject, list, ann, { language: "de", variants: [french] });
  expect([data.language, data.changed, data.variants]).toEqual(["en", true, [german, french]]);
  expect(await inLanguages("de-AT", "fr", "en", "xx")).toEqual([
    "Neues",
    "Nouveau",
    "unread in Omniflow",
    "unread in Omniflow",
  ]);
  expect((await ann("PATCH", "/workspace", { language: "fr" })).data.language).toBe("fr");
  expect(await inLanguages("xx", "en")).toEqual(["Nouveau", "unread in Omniflow"]);
  expect((await ann("GET", "/invitations/languages")).data).toEqual(["fr"]);

  // One for every language takes the place of the originals, not of what is worded in a language.
  await put("missed", "All", list, ann, { variants: [german] });
  expect(await inLanguages("de", "en", "fr", "xx")).toEqual(["Neues", "All", "All", "All"]);
  await ann("POST", "/mail-texts/reset", { kind: "missed", language: "DE" });
  expect(await inLanguages("de", "en")).toEqual(["All", "All"]);
  await ann("POST", "/mail-texts/reset", { kind: "missed", language: null });
  expect(await shown("missed")).toMatchObject({ changed: false, language: "en", variants: [{ language: "de" }] });
  await ann("PATCH", "/workspace", { language: "de" });
  expect(await shown("missed")).toMatchObject({ changed: false, language: "de", variants: [{ language: "en" }] });
  expect(await inLanguages("xx")).toEqual(["ungelesen in Omniflow"]);
  await ann("PATCH", "/workspace", { language: "en" });
});

it("keeps no words of its own as the workspace's, refuses a language twice, and says what is wrong in which", async () => {
  const { originals } = await shown("missed");
  const [english, german] = originals;
  const same = await put("missed", english.subject, english.body, ann, { language: "en", variants: [german] });
  expect(same.data.changed).toBe(false);
  const wrong = { language: "fr", subject: "x", body: "a\n{{mail.lsit}}" };
  const { status, error } = await put("missed", "x", english.body, ann, { language: "en", variants: [german, wrong] });
  expect([status, error.field]).toEqual([400, "variants.fr.body"]);
  expect(error.message).toContain("Line 2, column 1");
  const twice = await put("missed", "x", english.body, ann, { language: "DE", variants: [german] });
  expect([twice.status, twice.error.field]).toEqual([400, "variants"]);
  expect((await put("missed", "x", english.body, ann, { language: "../de" })).status).toBe(400);
});

it("of two who change it at once tells the later one", async () => {
  const { version } = await shown("request_code");
  const changes = await Promise.all(
    ["a", "b"].map((subject) => put("request_code", subject, "{{mail.code}}", ann, { version })),
  );
  expect(changes.map((one) => one.status).sort()).toEqual([200, 409]);
  await ann("POST", "/mail-texts/reset", { kind: "request_code" });
  expect((await put("request_code", "c", "{{mail.code}}", ann, { version: version + 1 })).status).toBe(409);
});

it("shows how it would arrive, in a language, to a contact", async () => {
  const preview = (input: object) =>
    ann("POST", "/mail-texts/preview", {
      kind: "request_code",
      subject: "{{mail.code}}",
      body: "{{mail.code}}",
      ...input,
    });
  const { id } = (await ann("POST", "/contacts", { name: "Mia Berg" })).data;
  const body = "Hi {{contact.first_name}}, {{company.name}}\n{{mail.code}}";
  expect((await preview({ body, contact_id: id })).data).toEqual({
    subject: "123456",
    text: "Hi Mia,\n123456\n",
    missing: ["company.name"],
  });
  const list = { kind: "missed", subject: "{{mail.count}}", body: "{{mail.list}}" };
  expect((await preview({ ...list, language: "de" })).data.text).toContain("hat dich erwähnt");
  expect((await preview({ ...list, language: "fr" })).data.text).toContain("mentioned you");
  expect((await preview({ body: "{{agent.name}}" })).status).toBe(400);
  expect((await preview({ contact_id: "0197a1c0-0000-7000-8000-000000000000" })).status).toBe(404);
});
