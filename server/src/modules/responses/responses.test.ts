/** Canned responses through HTTP: saving and refusing, who sees and approves, the picker, filling, sending with actions, taking back. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeProvider, type FakeProvider } from "../../channels/fake/adapter.ts";
import { addAdapter } from "../../channels/registry.ts";
import { systemContext } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { newId } from "../../platform/uuid.ts";
import { plainArrival } from "../../test/arrivals.ts";
import { type Api, openTest, type Test } from "../../test/kit.ts";
import { plainOf, receiveMessages } from "../conversations/index.ts";
import { fingerprintOf, linesToHtml, previewText } from "./body.ts";
import { languageOfText, pickTexts } from "./language.ts";
import { linksOf } from "./upkeep.ts";
import { editedShare } from "./usage.ts";

let test: Test;
let provider: FakeProvider;
let channel: string;
let ann: Api;
let ben: Api;
let benId: string;
let team: string;

beforeAll(async () => {
  test = await openTest();
  provider = createFakeProvider();
  addAdapter(test.platform, {
    ...provider.adapter,
    limits: { ...provider.adapter.limits, html: true, maxFiles: 5, maxFileBytes: 1 << 20 },
  });
  channel = (await test.api("POST", "/channels", { kind: "fake", name: "Fake" })).data.id;
  ann = await test.signIn();
  team = (await test.api("POST", "/teams", { name: "Billing" })).data.id;
  ben = await join("ben@example.test", [team]);
  benId = (await ben("GET", "/me")).data.member.id;
});
afterAll(() => test.close());

async function join(email: string, teamIds: string[]): Promise<Api> {
  const invited = await ann("POST", "/invitations", { email, role: "agent", team_ids: teamIds });
  const token = new URL(invited.data.link).pathname.split("/").at(-1);
  const password = "battery staple horse";
  await test.as({})("POST", `/invitations/by-token/${token}/accept`, { name: email.split("@")[0], password });
  return test.signIn(email, password);
}

async function conversation(text = "hi", name = "Kim Park", handle = `@${newId()}`): Promise<string> {
  const [received] = await receiveMessages(systemContext(test.platform, test.workspaceId), [
    {
      ...plainArrival(),
      connection: { id: channel, kind: "fake", teamId: null, autoReply: false },
      thread: handle,
      from: { kind: "handle", value: handle, name, verified: true },
      text,
    },
  ]);
  return received!.conversationId;
}

let count = 0;
async function make(api: Api, input: object = {}) {
  const { data, error } = await api("POST", "/canned-responses", {
    name: `Text ${++count}`,
    body: "Hi {{contact.first_name | there}}",
    scope: "workspace",
    ...input,
  });
  expect(error).toBeUndefined();
  return data;
}
const names = async (api: Api, q: string) =>
  (await api("GET", `/canned-responses/picker?q=${encodeURIComponent(q)}`)).data.map(
    (one: { name: string }) => one.name,
  );

it("a new workspace begins with ten, which can be inserted and say nothing wrong", async () => {
  const { data } = await ann("GET", "/canned-responses");
  expect(data).toHaveLength(10);
  const id = await conversation();
  for (const { id: response } of data) {
    const { data: filled } = await ann("POST", `/canned-responses/${response}/render`, { conversation_id: id });
    expect(filled.missing).toEqual([]);
    expect(filled.text).toMatch(/^Hi Kim,/);
    const german = await ann("POST", `/canned-responses/${response}/render`, { conversation_id: id, language: "de" });
    expect(german.data).toMatchObject({ missing: [], languages: ["en", "de"] });
    expect(german.data.text).toMatch(/^Hallo Kim,/);
  }
});

describe("saving", () => {
  it("keeps the text as written, makes HTML from it, or text from HTML", async () => {
    const plain = await make(ann, { body: "One <b>\n\nTwo {{contact.name | you}}" });
    expect(plain).toMatchObject({
      body: "One <b>\n\nTwo {{contact.name | you}}",
      body_html: "<p>One &lt;b&gt;</p><p>Two {{contact.name | you}}</p>",
    });
    const rich = await make(ann, {
      body: undefined,
      body_html: '<p>See <a href="https://a.test/{{contact.id}}">here</a><script>x</script></p>',
    });
    expect(rich.body).toBe("See here (https://a.test/{{contact.id}})");
    expect(rich.body_html).not.toContain("script");
  });

  it("refuses wrong variables with their place, nothing at all, and what is not a shortcut", async () => {
    const wrong = await ann("POST", "/canned-responses", { name: "x", body: "a\nHi {{contact.frist_name}}" });
    expect(wrong).toMatchObject({ status: 400, error: { code: "validation_failed", field: "body" } });
    expect(wrong.error.message).toBe(
      "Line 2, column 4: There is no variable “contact.frist_name”. Did you mean {{contact.first_name}}?",
    );
    for (const bad of [
      { body: " " },
      { name: " " },
      { shortcut: "two words" },
      { shortcut: "a".repeat(80) },
      { scope: "team" },
      { review_at: "2026-99-99" },
      { variants: [{ language: "de", body: "{{x" }] },
      {
        variants: [
          { language: "de", body: "a" },
          { language: "DE", body: "b" },
        ],
      },
    ])
      expect(
        (await ann("POST", "/canned-responses", { name: "x", body: "y", scope: "workspace", ...bad })).status,
        JSON.stringify(bad),
      ).toBe(400);
  });

  it("a shortcut is one text's among what a member sees, also of two at once", async () => {
    await make(ann, { shortcut: "/Once" });
    const again = await ben("POST", "/canned-responses", { name: "x", body: "y", shortcut: "once", scope: "private" });
    expect(again).toMatchObject({ status: 409, error: { field: "shortcut" } });
    const both = await Promise.all(
      [1, 2].map(() =>
        ann("POST", "/canned-responses", { name: "x", body: "y", shortcut: "race", scope: "workspace" }),
      ),
    );
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    await make(ben, { shortcut: "mine", scope: "private" });
    await make(ann, { shortcut: "mine", scope: "private" });
  });

  it("a stale version is refused; a deleted one can be brought back", async () => {
    const made = await make(ann);
    const path = `/canned-responses/${made.id}`;
    expect((await ann("PATCH", path, { name: "New", version: made.version })).data.version).toBe(made.version + 1);
    expect((await ann("PATCH", path, { name: "Newer", version: made.version })).error.code).toBe("version_conflict");
    await ann("DELETE", path);
    expect((await ann("GET", path)).status).toBe(404);
    expect((await ann("POST", `${path}/restore`)).data.name).toBe("New");
  });
});

describe("who may what", () => {
  it("private ones are nobody else's; a team's are the team's", async () => {
    const mine = await make(ann, { scope: "private" });
    const teams = await make(ann, { scope: "team", team_id: team });
    const carl = await join("carl@example.test", []);
    for (const path of ["", "/render"]) {
      const call = (api: Api, id: string) =>
        api(path ? "POST" : "GET", `/canned-responses/${id}${path}`, path ? { conversation_id: newId() } : undefined);
      expect((await call(ben, mine.id)).status).toBe(404);
      expect((await call(carl, teams.id)).status).toBe(404);
    }
    expect((await ben("GET", `/canned-responses/${teams.id}`)).data.editable).toBe(false);
    expect((await ben("DELETE", `/canned-responses/${teams.id}`)).status).toBe(403);
    expect(
      (await carl("POST", "/canned-responses", { name: "x", body: "y", scope: "team", team_id: team })).status,
    ).toBe(403);
  });

  it("a shared text waits for approval, and cannot be inserted before", async () => {
    const draft = await make(ben, { name: "Bens idea", scope: "workspace" });
    expect(draft).toMatchObject({ state: "draft", insertable: false, editable: true });
    const id = await conversation();
    const scopes = ["conversations.view_all", "conversations.reply", "settings.canned_responses"];
    const { key } = (await ann("POST", "/api-keys", { name: "k", scopes })).data;
    // By nobody and on no way: not by whoever may approve, not by key, not in a first message.
    for (const api of [ben, ann, test.as({ authorization: `Bearer ${key}` })])
      for (const more of [{}, { insert: true }, { begun: { channel_id: channel, to: "@new" } }, { language: "de" }])
        expect(
          (await api("POST", `/canned-responses/${draft.id}/render`, { conversation_id: id, ...more })).status,
        ).toBe(422);
    expect(await names(ben, "Bens idea")).toEqual([]);
    expect((await ben("POST", `/canned-responses/${draft.id}/approve`, {})).status).toBe(403);
    expect((await ben("PATCH", `/canned-responses/${draft.id}`, { state: "approved" })).status).toBe(403);
    await ben("PATCH", `/canned-responses/${draft.id}`, { state: "in_review" });
    expect((await ann("GET", "/canned-responses/attention")).data).toContainEqual(
      expect.objectContaining({ reason: "in_review", response: expect.objectContaining({ id: draft.id }) }),
    );
    const approved = await ann("POST", `/canned-responses/${draft.id}/approve`, { version: draft.version + 1 });
    expect(approved.data).toMatchObject({ state: "approved", insertable: true, approved: { body: draft.body } });
    expect(await names(ben, "Bens idea")).toEqual(["Bens idea"]);
  });

  it("a proposal leaves what is in use alone until it is approved, or is discarded", async () => {
    const shared = await make(ann, { body: "Old words" });
    const path = `/canned-responses/${shared.id}`;
    expect((await ben("PATCH", path, { name: "Mine now" })).status).toBe(403);
    const proposed = await ben("PATCH", path, { body: "New words", state: "in_review" });
    expect(proposed.data).toMatchObject({ state: "in_review", body: "New words", approved: { body: "Old words" } });
    const id = await conversation();
    expect((await ben("POST", `${path}/render`, { conversation_id: id })).data.text).toBe("Old words");
    await ann("POST", `${path}/approve`, {});
    expect((await ben("POST", `${path}/render`, { conversation_id: id })).data.text).toBe("New words");
    await ben("PATCH", path, { body: "Worse words" });
    expect((await ann("POST", `${path}/discard`)).data).toMatchObject({ body: "New words", state: "approved" });
    expect((await ann("POST", `${path}/discard`)).status).toBe(409);
  });
});

it("names stand as a person orders them, over pages and in the picker", async () => {
  const names = ["Ordnung 1.2", "Ordnung 1.10", "ordnung 2", "Ordnung 10", "Órdnung 11", `Ordnung ${"9".repeat(19)}8`];
  const hostile = [`Ordnung ${"9".repeat(20)}`, `Ordnung ${"9😀".repeat(60)}`];
  const last = ["Ördnung ü 1", "Ordnung z"];
  for (const name of [...last, ...hostile, ...names].toReversed())
    expect((await ann("POST", "/canned-responses", { name, body: "x", folder: "Order" })).status, name).toBe(201);
  const listed: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await ann("GET", `/canned-responses?folder=Order&limit=3${cursor && `&cursor=${cursor}`}`);
    listed.push(...page.data.map((one: { name: string }) => one.name));
    cursor = page.body.meta.next_cursor;
  }
  expect(listed.filter((name) => !hostile.includes(name))).toEqual([...names, ...last]);
  expect(listed).toHaveLength(names.length + hostile.length + last.length);
  const picked = (await ann("GET", "/canned-responses/picker?q=rdnung 1&limit=50")).data;
  expect(picked.map((one: { name: string }) => one.name)).toEqual(names.filter((name) => / 1/.test(name)));
  for (const { id } of (await ann("GET", "/canned-responses?folder=Order")).data)
    await ann("DELETE", `/canned-responses/${id}`);
});

describe("the picker", () => {
  it("shortcut before name before text, prefixes and accents", async () => {
    await make(ann, { name: "Zebra words", body: "About the Quagga and others" });
    await make(ann, { name: "Quaggá story" });
    await make(ann, { name: "Another", shortcut: "quagga" });
    expect(await names(ben, "quagga")).toEqual(["Another", "Quaggá story", "Zebra words"]);
    expect(await names(ben, "/quag")).toEqual(["Another", "Quaggá story", "Zebra words"]);
    expect(await names(ben, "about quag")).toEqual(["Zebra words"]);
    expect(await names(ben, "' & ! \\ %_ :*")).toEqual([]);
  });

  it("first what this member takes", async () => {
    const used = await make(ann, { name: "zz used" });
    const id = await conversation();
    for (let i = 0; i < 3; i++)
      await ben("POST", `/canned-responses/${used.id}/render`, { conversation_id: id, insert: true });
    expect((await names(ben, ""))[0]).toBe("zz used");
    expect((await names(ann, ""))[0]).toBe("zz used");
  });
});

describe("filling", () => {
  it("marks what is missing, in rich and plain text, and never shows braces", async () => {
    const made = await make(ann, { body_html: "<p>Call {{contact.phone}} <b>{{contact.name}}</b></p>" });
    const id = await conversation("hi", "<b>Kim</b> & {{agent.name}}");
    const { data } = await ann("POST", `/canned-responses/${made.id}/render`, { conversation_id: id });
    expect(data.missing).toEqual(["contact.phone"]);
    expect(data.marked_html).toContain('<mark data-missing="contact.phone">contact.phone</mark> <b>');
    expect(data.marked_text_html).toContain("<mark data-missing");
    expect(data.html).not.toContain("<b>Kim");
    const link = await make(ann, {
      body_html: '<p><a href="https://x.test/?p={{contact.phone}}">x</a> at https://y.test/?p={{contact.phone}}</p>',
    });
    const linked = (await ann("POST", `/canned-responses/${link.id}/render`, { conversation_id: id })).data;
    // In a link no mark can stand: the member is told by braces, which keep the message here.
    expect(linked.marked_html).toContain('href="https://x.test/?p={{contact.phone}}"');
    expect(linked.marked_html).toContain('https://y.test/?p=<mark data-missing="contact.phone">');
    expect(`${linked.html}${linked.text}`).not.toContain("{{");
    expect((await ann("POST", `/canned-responses/${made.id}/render`, { conversation_id: newId() })).status).toBe(404);
  });

  it("takes the language of the card, else of the customer's words, else its own; chosen wins", async () => {
    const made = await make(ann, {
      language: "en",
      body: "Hello",
      variants: [
        { language: "de", body: "Hallo" },
        { language: "fr", body: "Bonjour" },
      ],
    });
    const id = await conversation("Guten Tag, meine Maschine läuft leider nicht mehr. Können Sie mir bitte helfen?");
    const render = (more = {}) => ann("POST", `/canned-responses/${made.id}/render`, { conversation_id: id, ...more });
    expect((await render()).data).toMatchObject({
      text: "Hallo",
      language: "de",
      language_from: "detected",
      languages: ["en", "de", "fr"],
    });
    expect((await render({ language: "fr" })).data).toMatchObject({ text: "Bonjour", language_from: "chosen" });
    const contact = (await ann("GET", `/conversations/${id}`)).data.contact.id;
    await ann("PATCH", `/contacts/${contact}`, { language: "fr-CA" });
    expect((await render()).data).toMatchObject({ text: "Bonjour", language_from: "contact" });
    await ann("PATCH", `/contacts/${contact}`, { language: "fi" });
    expect((await render()).data).toMatchObject({ text: "Hello", language_from: "default" });
  });

  it("files and pictures come along as copies, and are no abandoned uploads", async () => {
    const png = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    );
    const picture = await upload("dot.png", "image/png", png);
    const file = await upload("terms.txt", "text/plain", Buffer.from("terms"));
    const made = await make(ann, {
      body: undefined,
      body_html: `<p>Look <img src="${picture.url}"></p>`,
      attachment_ids: [file.id],
    });
    expect(made.attachments.map((one: any) => [one.name, one.inline]).sort()).toEqual([
      ["dot.png", true],
      ["terms.txt", false],
    ]);
    await test.platform.db.asSystem("the test lets time pass", (tx) =>
      tx.run(sql`update files set created_at = now() - interval '3 days'`),
    );
    const { sweepFiles } = await import("../conversations/index.ts");
    await sweepFiles(test.platform, {}, AbortSignal.timeout(5000));
    const id = await conversation();
    const { data } = await ann("POST", `/canned-responses/${made.id}/render`, { conversation_id: id, insert: true });
    expect(data.attachments).toHaveLength(2);
    const copy = data.attachments.find((one: any) => one.inline);
    expect(copy.id).not.toBe(picture.id);
    expect(data.html).toContain(`data-file="${copy.id}"`);
    const sent = await ann("POST", `/conversations/${id}/messages`, {
      kind: "message",
      html: `<p><img src="cid:${copy.id}"></p>`,
      text: "see",
      attachment_ids: data.attachments.map((one: any) => one.id),
    });
    expect(sent.error).toBeUndefined();
    expect(sent.data.attachments).toHaveLength(2);
    expect((await ann("GET", `/canned-responses/${made.id}`)).data.attachments).toHaveLength(2);
    expect(
      (await ann("POST", "/canned-responses", { name: "x", body: "y", attachment_ids: [picture.id] })).status,
    ).toBe(422);
  });
});

async function upload(name: string, type: string, bytes: Buffer) {
  const boundary = "b0undary";
  const body = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
    ),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const { data } = await ann("POST", "/files", body, { "content-type": `multipart/form-data; boundary=${boundary}` });
  return data;
}

it("knows the company and the ticket, and refuses fields that do not exist", async () => {
  const id = await conversation();
  const company = (await ann("POST", "/companies", { name: "A & B <i>" })).data;
  const contact = (await ann("GET", `/conversations/${id}`)).data.contact.id;
  await test.platform.db.inWorkspace(test.workspaceId, (tx) =>
    tx.run(sql`update contacts set company_id = ${company.id} where id = ${contact}`),
  );
  const ticket = (await ann("POST", "/tickets", { title: "Broken", conversation_ids: [id] })).data;
  const made = await make(ann, { body: "{{company.name}}: {{ticket.number}} {{ticket.title}} {{ticket.status}}" });
  const { data } = await ann("POST", `/canned-responses/${made.id}/render`, { conversation_id: id });
  expect(data).toMatchObject({ text: `A & B <i>: ${ticket.number} Broken open`, missing: [] });
  // On the page of an older ticket it is that one that is spoken of; one that is not about this conversation is not.
  const newer = (await ann("POST", "/tickets", { title: "Newer", conversation_ids: [id] })).data;
  const other = (await ann("POST", "/tickets", { title: "Elsewhere" })).data;
  const spoken = async (ticket_id?: string) => {
    const asked = { conversation_id: id, ...(ticket_id ? { ticket_id } : {}) };
    const preview = await ann("POST", "/templates/preview", { text: "{{ticket.title}}", ...asked });
    expect((await ann("POST", `/canned-responses/${made.id}/render`, asked)).data.text).toContain(preview.data.text);
    return preview.data.text;
  };
  expect([await spoken(), await spoken(ticket.id), await spoken(newer.id)]).toEqual(["Newer", "Broken", "Newer"]);
  expect(await spoken(other.id)).toBe("Newer");
  expect(data.html).toContain("A &amp; B &lt;i&gt;");
  const unknown = await ann("POST", "/canned-responses", { name: "x", body: "{{contact.custom.plan}}" });
  expect(unknown.status).toBe(400);
  await ann("POST", "/fields", { record: "contact", type: "date", label: "Plan", key: "plan" });
  await ann("PATCH", `/contacts/${contact}`, { custom_fields: { plan: "2026-03-01" }, language: "de" });
  const dated = await make(ann, { body: "{{contact.custom.plan}}" });
  expect((await ann("POST", `/canned-responses/${dated.id}/render`, { conversation_id: id })).data.text).toBe(
    "1. März 2026",
  );
});

describe("actions", () => {
  it("happen with the send and are taken back with it", async () => {
    const id = await conversation();
    await ann("PATCH", `/conversations/${id}`, { tags: ["keep", "old"] });
    const macro = {
      status: "resolved",
      priority: "high",
      add_tags: ["done"],
      remove_tags: ["old"],
      assign_to_sender: true,
      team_id: team,
    };
    const sent = await ann("POST", `/conversations/${id}/messages`, {
      kind: "message",
      text: "bye",
      macro,
      undo_seconds: 60,
    });
    expect(sent.status).toBe(201);
    const me = (await ann("GET", "/me")).data.member.id;
    expect((await ann("GET", `/conversations/${id}`)).data).toMatchObject({
      status: "resolved",
      priority: "high",
      tags: ["done", "keep"],
      assignee: { id: me },
      team_id: team,
    });
    // Somebody changes one of them meanwhile: that stays.
    await ann("PATCH", `/conversations/${id}`, { priority: "low" });
    await ann("POST", `/conversations/${id}/messages/${sent.data.id}/cancel`);
    expect((await ann("GET", `/conversations/${id}`)).data).toMatchObject({
      status: "open",
      priority: "low",
      tags: ["keep", "old"],
      assignee: null,
      team_id: null,
    });
  });

  it("are refused where the caller may not do them, and nothing is sent", async () => {
    const id = await conversation();
    const key = (
      await ann("POST", "/api-keys", { name: "k", scopes: ["conversations.view_all", "conversations.reply"] })
    ).data.key;
    const weak = test.as({ authorization: `Bearer ${key}` });
    const sent = await weak("POST", `/conversations/${id}/messages`, {
      kind: "message",
      text: "x",
      macro: { priority: "high" },
    });
    expect(sent.status).toBe(403);
    expect((await ann("GET", `/conversations/${id}/messages`)).data).toHaveLength(1);
  });
});

describe("usage", () => {
  it("counts insertions, what was changed, and the customer's answer", async () => {
    const made = await make(ann, { name: "Counted", folder: "Counted", body: "one two three four" });
    const id = await conversation();
    const { data } = await ben("POST", `/canned-responses/${made.id}/render`, { conversation_id: id, insert: true });
    await ben("POST", `/conversations/${id}/messages`, {
      kind: "message",
      text: "one two three five",
      response_use_ids: [data.use_id],
    });
    await test.work();
    const find = async (by: string, key: string) =>
      (await ann("GET", `/canned-responses/usage?by=${by}`)).data.find((one: { key: string }) => one.key === key);
    const wanted = { inserted: 1, sent: 1, edited: 0.25, replied: 0 };
    expect(await find("response", made.id)).toMatchObject({ name: "Counted", ...wanted });
    expect(await find("folder", "Counted")).toMatchObject(wanted);
    expect(await find("member", benId)).toMatchObject({ name: "ben" });
    expect((await ann("GET", `/canned-responses/${made.id}`)).data.uses).toBe(1);
  });

  it("says how soon customers answer, and counts nothing that was taken back", async () => {
    const made = await make(ann, { name: "Timed", body: "one two three four" });
    const send = async (text: string, handle: string, minutesAgo: number | null) => {
      const id = await conversation("hi", "Kim Park", handle);
      const { data } = await ann("POST", `/canned-responses/${made.id}/render`, { conversation_id: id, insert: true });
      const sent = await ann("POST", `/conversations/${id}/messages`, {
        kind: "message",
        text,
        response_use_ids: [data.use_id],
        undo_seconds: 60,
      });
      await test.work();
      if (minutesAgo === null) return ann("POST", `/conversations/${id}/messages/${sent.data.id}/cancel`);
      await test.platform.db.inWorkspace(test.workspaceId, (tx) =>
        tx.run(
          sql`update messages set created_at = created_at - make_interval(mins => ${minutesAgo}) where conversation_id = ${id}`,
        ),
      );
    };
    await send("one two three four", "@fast", 10);
    await send("one two x y", "@slow", 50);
    await send("x", "@silent", 99);
    await send("nothing of it", "@taken-back", null);
    for (const handle of ["@fast", "@slow"]) await conversation("Thank you", "Kim Park", handle);
    const usage = (await ann("GET", "/canned-responses/usage")).data.find(
      (one: { key: string }) => one.key === made.id,
    );
    // 0, half and all of it changed; the middle of ten and fifty minutes.
    expect(usage).toMatchObject({ inserted: 4, sent: 3, edited: 0.5, replied: 2 });
    expect(Math.round(usage.reply_minutes)).toBe(30);
  });

  it.each([
    ["a b c d", "a b c d", 0],
    ["a b c d", "A, b! c d and more", 0],
    ["a b c d", "a x c d", 0.25],
    ["a b c d", "nothing of it", 1],
    ["", "x", 0],
  ])("%j → %j", (inserted, sent, share) => expect(editedShare(inserted, sent)).toBe(share));
});

describe("out and in again", () => {
  it("CSV and JSON come back as they went out; wrong rows are told", async () => {
    await make(ann, { name: "=HYPERLINK(1)", shortcut: "trip", folder: "A/B", body: 'Quote "x", comma\nline' });
    for (const format of ["csv", "json"]) {
      const out = await ann("GET", `/canned-responses/export?format=${format}`);
      const content = typeof out.body === "string" ? out.body : JSON.stringify(out.body);
      const again = await ann("POST", "/canned-responses/import", { format, content });
      expect(again.data).toMatchObject({ created: 0, updated: 0 });
      const updated = await ann("POST", "/canned-responses/import", {
        format,
        content,
        existing: "update",
        dry_run: true,
      });
      expect(updated.data.updated).toBeGreaterThan(5);
    }
    const content = "Title;Content;Category\nXylo;Hi {{contact.name}};New\nBad;{{nope}};New\n;x;y\n";
    const dry = await ann("POST", "/canned-responses/import", { format: "csv", content, dry_run: true });
    expect(dry.data).toMatchObject({
      created: 1,
      errors: [
        { row: 2, name: "Bad" },
        { row: 3, message: "It has no name." },
      ],
    });
    expect(await names(ann, "Xylo")).toEqual([]);
    await ann("POST", "/canned-responses/import", { format: "csv", content });
    expect(await names(ann, "Xylo")).toEqual(["Xylo"]);
    for (const bad of ["{", "null", '{"a":1}', '"x'])
      expect((await ann("POST", "/canned-responses/import", { format: "json", content: bad })).status, bad).toBe(400);
    expect(
      (await ann("POST", "/canned-responses/import", { format: "json", content: "[1, null, []]" })).data.errors,
    ).toHaveLength(3);
  });
});

it("finds texts that say the same, and the unused", async () => {
  const a = await make(ann, { name: "Twin A", body: "The very same sentence, said twice." });
  await make(ann, { name: "Twin B", body: "the very same sentence said twice" });
  await test.platform.db.inWorkspace(test.workspaceId, (tx) =>
    tx.run(sql`update responses set created_at = now() - interval '100 days' where id = ${a.id}`),
  );
  const { data } = await ann("GET", "/canned-responses/attention");
  expect(data).toContainEqual(expect.objectContaining({ reason: "duplicate", detail: "Twin A" }));
  expect(data).toContainEqual(
    expect.objectContaining({ reason: "unused", response: expect.objectContaining({ id: a.id }) }),
  );
});

it("small things", async () => {
  expect(previewText("Hi {{contact.first_name | there}}, {{contact.name}}\n{{ not closed | x")).toBe("Hi there, … x");
  expect(
    plainOf('<p>a <a href="https://x.test/">x.test/</a> <a href="mailto:a@b.test">mail</a></p><ul><li>b</li></ul>'),
  ).toBe("a https://x.test/ mail\n• b");
  expect(plainOf("<p>a</p><p>b<br>c</p><p></p><p>d</p>")).toBe("a\n\nb\nc\n\nd");
  expect(linesToHtml("a <\n\nb")).toBe("<p>a &lt;</p><p></p><p>b</p>");
  expect(fingerprintOf("Ä b, C!")).toBe(fingerprintOf("ab c"));
  expect(
    linksOf(
      '<a href="https://a.test/?b&amp;c">x</a> <a href="https://a.test/{{contact.id}}">y</a> <a href="mailto:x">z</a>',
    ),
  ).toEqual(["https://a.test/?b&c"]);
  expect(pickTexts([{ language: "en" }, { language: "pt" }], "pt-BR")).toEqual({ language: "pt" });
  expect(pickTexts([{ language: "pt-BR" }], "pt")).toEqual({ language: "pt-BR" });
  expect(await languageOfText("ok")).toBeNull();
  expect(await languageOfText("Bonjour, je voudrais savoir où se trouve ma commande, merci")).toBe("fr");
});
