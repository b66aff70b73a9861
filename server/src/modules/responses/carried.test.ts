/** What a response carries besides its words: files by approval, actions, links that die, and the way out and in again with all of it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeProvider, type FakeProvider } from "../../channels/fake/adapter.ts";
import { addAdapter } from "../../channels/registry.ts";
import { systemContext } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { createEgress } from "../../platform/fetch.ts";
import { newId } from "../../platform/uuid.ts";
import { plainArrival } from "../../test/arrivals.ts";
import { type Api, openTest, type Test } from "../../test/kit.ts";
import { receiveMessages } from "../conversations/index.ts";
import { checkLinks } from "./upkeep.ts";

let test: Test;
let provider: FakeProvider;
let channel: string;
let ann: Api;
let ben: Api;
let benId: string;
let team: string;
const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

beforeAll(async () => {
  test = await openTest({ clock: true, settings: { OMNIFLOW_ALLOW_PRIVATE_HOSTS: "true" } });
  provider = createFakeProvider();
  addAdapter(test.platform, {
    ...provider.adapter,
    limits: { ...provider.adapter.limits, html: true, maxFiles: 5, maxFileBytes: 1 << 20 },
  });
  channel = (await test.api("POST", "/channels", { kind: "fake", name: "Fake" })).data.id;
  ann = await test.signIn();
  team = (await test.api("POST", "/teams", { name: "Billing" })).data.id;
  const invited = await ann("POST", "/invitations", { email: "ben@example.test", role: "agent", team_ids: [team] });
  const token = new URL(invited.data.link).pathname.split("/").at(-1);
  await test.as({})("POST", `/invitations/by-token/${token}/accept`, { name: "Ben", password: "battery staple horse" });
  ben = await test.signIn("ben@example.test", "battery staple horse");
  benId = (await ben("GET", "/me")).data.member.id;
});
afterAll(() => test.close());

async function conversation(text = "hi"): Promise<string> {
  const handle = `@${newId()}`;
  const [received] = await receiveMessages(systemContext(test.platform, test.workspaceId), [
    {
      ...plainArrival(),
      connection: { id: channel, kind: "fake", teamId: null, autoReply: false },
      thread: handle,
      from: { kind: "handle", value: handle, name: "Kim Park", verified: true },
      text,
    },
  ]);
  return received!.conversationId;
}

async function make(api: Api, input: object) {
  const { data, error } = await api("POST", "/canned-responses", { name: newId(), scope: "workspace", ...input });
  expect(error).toBeUndefined();
  return data;
}

async function upload(api: Api, name: string, type: string, bytes: Buffer) {
  const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from("\r\n--b--\r\n")]);
  return (await api("POST", "/files", body, { "content-type": "multipart/form-data; boundary=b" })).data;
}

const fileNames = (list: { name: string }[]) => list.map((file) => file.name).sort();
const render = async (api: Api, id: string, at: string, more: object = {}) =>
  (await api("POST", `/canned-responses/${id}/render`, { conversation_id: at, ...more })).data;

describe("files", () => {
  it("a proposed file does not go out before it is approved, and the old one stays until then", async () => {
    const [old, next] = [
      await upload(ann, "old.txt", "text/plain", Buffer.from("old")),
      await upload(ben, "next.txt", "text/plain", Buffer.from("next")),
    ];
    const made = await make(ann, { body: "See the file", attachment_ids: [old.id] });
    const at = await conversation();
    const proposed = await ben("PATCH", `/canned-responses/${made.id}`, { attachment_ids: [next.id] });
    expect(fileNames(proposed.data.attachments)).toEqual(["next.txt"]);
    expect(fileNames(proposed.data.approved.attachments)).toEqual(["old.txt"]);
    expect(fileNames((await render(ben, made.id, at, { insert: true })).attachments)).toEqual(["old.txt"]);
    await ann("POST", `/canned-responses/${made.id}/discard`);
    expect(fileNames((await ann("GET", `/canned-responses/${made.id}`)).data.attachments)).toEqual(["old.txt"]);
    const again = await ben("PATCH", `/canned-responses/${made.id}`, {
      attachment_ids: [old.id, (await upload(ben, "more.txt", "text/plain", Buffer.from("more"))).id],
    });
    await ann("POST", `/canned-responses/${made.id}/approve`, { version: again.data.version });
    expect(fileNames((await render(ben, made.id, at)).attachments)).toEqual(["more.txt", "old.txt"]);
  });

  it("only the pictures of the chosen language come along", async () => {
    const [en, de] = [await upload(ann, "en.png", "image/png", dot), await upload(ann, "de.png", "image/png", dot)];
    const made = await make(ann, {
      language: "en",
      body_html: `<p>Look <img src="${en.url}"></p>`,
      variants: [{ language: "de", body_html: `<p>Sieh <img src="${de.url}"></p>` }],
    });
    const at = await conversation();
    expect(fileNames((await render(ann, made.id, at, { language: "de" })).attachments)).toEqual(["de.png"]);
    expect(fileNames((await render(ann, made.id, at, { language: "en", insert: true })).attachments)).toEqual([
      "en.png",
    ]);
  });
});

describe("actions", () => {
  const send = (id: string, more: object) =>
    ann("POST", `/conversations/${id}/messages`, { kind: "message", text: "bye", ...more });
  const now = async (id: string) => (await ann("GET", `/conversations/${id}`)).data;

  it("assignee, team and snooze are set with the send and taken back with it", async () => {
    const id = await conversation();
    const made = await make(ann, {
      body: "Later",
      actions: { assignee_id: benId, team_id: team, snooze_hours: 4, priority: "low" },
    });
    const { macro } = await render(ann, made.id, id);
    const sent = await send(id, { macro, undo_seconds: 60 });
    const after = await now(id);
    expect(after).toMatchObject({ assignee: { id: benId }, team_id: team, priority: "low" });
    expect(Date.parse(after.snoozed_until) - test.clock!.now().getTime()).toBeGreaterThan(3.9 * 3600_000);
    await ann("POST", `/conversations/${id}/messages/${sent.data.id}/cancel`);
    expect(await now(id)).toMatchObject({ assignee: null, team_id: null, priority: "normal", snoozed_until: null });
  });

  it("an earlier snooze, and what a send alone changed, come back with the undo", async () => {
    const until = new Date(test.clock!.now().getTime() + 7_200_000).toISOString();
    for (const more of [{ macro: { snooze_hours: 4, priority: "low" } }, { macro: { status: "resolved" } }, {}]) {
      const id = await conversation();
      await ann("PATCH", `/conversations/${id}`, { snoozed_until: until, wake_on_reply: false, folder: "spam" });
      const sent = await send(id, { ...more, undo_seconds: 60 });
      expect(await now(id)).not.toMatchObject({ snoozed_until: until });
      await ann("POST", `/conversations/${id}/messages/${sent.data.id}/cancel`);
      const what = JSON.stringify(more);
      expect(await now(id), what).toMatchObject({
        snoozed_until: until,
        folder: "spam",
        status: "open",
        priority: "normal",
      });
      const wakes = await test.platform.db.inWorkspace(test.workspaceId, (tx) =>
        tx.row<{ wake_on_reply: boolean }>(sql`select wake_on_reply from conversations where id = ${id}`),
      );
      expect(wakes!.wake_on_reply, what).toBe(false);
    }
  });

  it("what somebody changed since stays", async () => {
    const id = await conversation();
    const sent = await send(id, { macro: { status: "resolved", priority: "low" }, undo_seconds: 60 });
    await ben("PATCH", `/conversations/${id}`, { status: "on_hold" });
    await ann("POST", `/conversations/${id}/messages/${sent.data.id}/cancel`);
    expect(await now(id)).toMatchObject({ status: "on_hold", priority: "normal" });
  });

  it("of a message that goes out tomorrow happen tomorrow", async () => {
    const id = await conversation();
    const macro = { add_tags: ["later"], assign_to_sender: true, status: "resolved" };
    const tomorrow = new Date(test.clock!.now().getTime() + 86_400_000);
    await send(id, { macro, send_at: tomorrow.toISOString() });
    await test.work();
    expect(await now(id)).toMatchObject({ tags: [], assignee: null, status: "open" });
    test.clock!.advance(86_460_000);
    await test.platform.db.asSystem("the test lets time pass", (tx) =>
      tx.run(sql`update graphile_worker._private_jobs set run_at = now()`),
    );
    await test.work();
    const me = (await ann("GET", "/me")).data.member.id;
    expect(await now(id)).toMatchObject({ tags: ["later"], assignee: { id: me }, status: "resolved" });
  });

  it("that nobody here could do are refused on save", async () => {
    for (const actions of [{ assignee_id: newId() }, { team_id: newId() }, { snooze_hours: 0 }, { status: "gone" }]) {
      const { status } = await ann("POST", "/canned-responses", { name: "x", body: "y", scope: "workspace", actions });
      expect(status, JSON.stringify(actions)).toBe(400);
    }
  });
});

it("a template says of ticket and card only what the member may see", async () => {
  const id = await conversation();
  await ann("POST", "/tickets", { title: "Secret", conversation_ids: [id] });
  const made = await make(ann, { body: "{{ticket.title}} {{contact.name}}" });
  expect((await render(ann, made.id, id)).text).toBe("Secret Kim Park");
  const scopes = ["conversations.view_all", "conversations.reply"];
  const { key } = (await ann("POST", "/api-keys", { name: "k", scopes })).data;
  const blind = await render(test.as({ authorization: `Bearer ${key}` }), made.id, id);
  expect(blind).toMatchObject({ text: " Kim Park", missing: ["ticket.title"] });
});

it("of several tickets a template speaks of the one it is asked about", async () => {
  const id = await conversation();
  const [old] = [
    (await ann("POST", "/tickets", { title: "Old", conversation_ids: [id] })).data,
    await ann("POST", "/tickets", { title: "New", conversation_ids: [id] }),
  ];
  const other = (await ann("POST", "/tickets", { title: "Elsewhere", conversation_ids: [await conversation()] })).data;
  const made = await make(ann, { body: "{{ticket.title}}" });
  expect((await render(ann, made.id, id)).text).toBe("New");
  expect((await render(ann, made.id, id, { ticket_id: old.id })).text).toBe("Old");
  expect((await render(ann, made.id, id, { ticket_id: other.id })).text).toBe("New");
});

describe("in the first message of a conversation", () => {
  const text = "Hi {{contact.first_name | there}}, about {{conversation.subject | your order}}: {{contact.email}}";
  const renderFirst = async (api: Api, id: string, begun: object, more: object = {}) =>
    api("POST", `/canned-responses/${id}/render`, {
      conversation_id: newId(),
      begun: { channel_id: channel, ...begun },
      ...more,
    });

  it("speaks to a contact, or to somebody of whom only the address is known", async () => {
    const made = await make(ann, { body: text });
    const contact = (await ann("POST", "/contacts", { name: "Dr. Lee, Kim", emails: ["kim@x.test"] })).data;
    const known = await renderFirst(ann, made.id, { contact_id: contact.id, subject: "Pipes" });
    expect(known.data).toMatchObject({ text: "Hi Kim, about Pipes: kim@x.test", missing: [] });
    const byAddress = await renderFirst(ann, made.id, { to: "Kim@X.test" });
    expect(byAddress.data.text).toBe("Hi Kim, about your order: kim@x.test");
    const stranger = await renderFirst(ann, made.id, { to: "New@Else.test", name: "<b>Nia {{agent.name}}" });
    expect(stranger.data).toMatchObject({ text: "Hi <b>Nia, about your order: new@else.test" });
    expect(stranger.data.html).not.toContain("<b>");
    expect((await renderFirst(ann, made.id, { contact_id: newId() })).status).toBe(404);
    expect((await renderFirst(ann, made.id, { channel_id: newId(), to: "a@b.test" })).status).toBe(404);
  });

  it("tells nobody by an address whom it belongs to", async () => {
    const made = await make(ann, { body: text });
    const { key } = (await ann("POST", "/api-keys", { name: "k", scopes: ["conversations.reply"] })).data;
    const blind = test.as({ authorization: `Bearer ${key}` });
    expect((await renderFirst(blind, made.id, { to: "kim@x.test" })).data.text).toBe(
      "Hi kim, about your order: kim@x.test",
    );
  });

  it("in the language they wrote in before", async () => {
    const made = await make(ann, { language: "en", body: "Hello", variants: [{ language: "de", body: "Hallo" }] });
    const at = await conversation("Guten Tag, meine Maschine läuft leider nicht mehr. Können Sie mir bitte helfen?");
    const contact = (await ann("GET", `/conversations/${at}`)).data.contact.id;
    expect((await renderFirst(ann, made.id, { contact_id: contact })).data).toMatchObject({
      text: "Hallo",
      language_from: "detected",
    });
    expect((await renderFirst(ann, made.id, { to: "@nobody" })).data).toMatchObject({
      text: "Hello",
      language_from: "default",
    });
  });

  it("brings its files, does what it does, is counted, and is taken back with the send", async () => {
    const file = await upload(ann, "terms.txt", "text/plain", Buffer.from("terms"));
    const made = await make(ann, { name: "First", body: "one two three", attachment_ids: [file.id] });
    const id = newId();
    const filled = await renderFirst(ann, made.id, { to: "@first" }, { conversation_id: id, insert: true });
    const begun = await ann("POST", "/conversations", {
      id,
      channel_id: channel,
      to: "@first",
      text: "one two four",
      attachment_ids: filled.data.attachments.map((one: { id: string }) => one.id),
      macro: { status: "resolved", add_tags: ["begun"] },
      response_use_ids: [filled.data.use_id],
      undo_seconds: 60,
    });
    expect(begun.error).toBeUndefined();
    expect(begun.data.message.attachments).toHaveLength(1);
    expect(begun.data.conversation).toMatchObject({ status: "resolved", tags: ["begun"] });
    await test.work();
    const usage = (await ann("GET", "/canned-responses/usage")).data.find(
      (one: { key: string }) => one.key === made.id,
    );
    expect(usage).toMatchObject({ inserted: 1, sent: 1, edited: expect.closeTo(0.33) });
    await ann("POST", `/conversations/${id}/messages/${begun.data.message.id}/cancel`);
    expect((await ann("GET", `/conversations/${id}`)).data).toMatchObject({ status: "open", tags: [] });
  });
});

it("finds dead links, in links and plain words, and calls nothing dead that is only slow, moved or not ours to call", async () => {
  const stub = createServer((request, response) => {
    if (request.url === "/slow") return;
    if (request.url === "/moved") response.writeHead(302, { location: "/there" });
    else if (request.url === "/moved-away") response.writeHead(301, { location: "/gone" });
    else response.writeHead({ "/there": 200, "/gone": 404, "/removed": 410, "/broken": 500 }[request.url!] ?? 200);
    response.end();
  });
  await new Promise<void>((done) => stub.listen(0, "127.0.0.1", done));
  const at = `http://127.0.0.1:${(stub.address() as AddressInfo).port}`;
  const { egress } = test.platform;
  const deadOf = async (id: string) =>
    (await ann("GET", `/canned-responses/${id}`)).data.dead_links.map(
      (one: { url: string }) => new URL(one.url).pathname,
    );
  const run = (fetch: typeof egress.fetch) =>
    checkLinks({ ...test.platform, egress: { ...egress, fetch } }, {}, AbortSignal.timeout(20_000));
  const rich = await make(ann, {
    body_html: ["there", "gone", "moved", "moved-away", "removed", "slow", "broken", "{{contact.id}}"]
      .map((path) => `<p><a href="${at}/${path}">x</a></p>`)
      .join(""),
  });
  const plain = await make(ann, { body: "Fine", variants: [{ language: "de", body: `Siehe ${at}/gone.` }] });
  const nowhere = await make(ann, { body: "See https://nowhere.invalid/x" });
  await run((url, options) => egress.fetch(url, { ...options, timeout: 400 }));
  expect((await deadOf(rich.id)).sort()).toEqual(["/gone", "/moved-away", "/removed"]);
  expect(await deadOf(plain.id)).toEqual(["/gone"]);
  expect(await deadOf(nowhere.id)).toEqual(["/x"]);
  expect((await ann("GET", "/canned-responses/attention")).data).toContainEqual(
    expect.objectContaining({ reason: "dead_link", response: expect.objectContaining({ id: plain.id }) }),
  );
  // Where this server may not call inside addresses it does not, and says nothing about what is there.
  await ann("PATCH", `/canned-responses/${plain.id}`, { body: `See ${at}/gone`, variants: [] });
  let asked = 0;
  stub.on("request", () => asked++);
  const guarded = createEgress({ allowPrivate: false });
  await run((url, options) => guarded.fetch(url, options));
  expect([asked, await deadOf(plain.id)]).toEqual([0, []]);
  await guarded.close();
  stub.closeAllConnections();
  await new Promise((done) => stub.close(done));
});

describe("out and in again", () => {
  const strip = ({ data }: any) => ({
    ...Object.fromEntries(
      ["name", "shortcut", "folder", "scope", "team_id", "language", "review_at", "body", "actions"].map((key) => [
        key,
        data[key],
      ]),
    ),
    variants: data.variants.map((one: any) => [one.language, one.body]),
    files: fileNames(data.attachments),
    pictures: data.attachments.filter((file: any) => file.inline).length,
  });

  it.each(["json", "csv"])(
    "%s keeps team, folder, languages, files, pictures, actions and review date",
    async (format) => {
      const picture = await upload(ann, "dot.png", "image/png", dot);
      const file = await upload(ann, "terms.txt", "text/plain", Buffer.from("terms"));
      const made = await make(ann, {
        name: `=Round "trip" ${format}`,
        shortcut: `trip-${format}`,
        folder: "Billing/Refunds",
        scope: "team",
        team_id: team,
        language: "en",
        body_html: `<p>Hi {{contact.name | "you", then}} <img src="${picture.url}"></p>`,
        variants: [
          { language: "de", body: 'Hallo\n\n{{contact.name | du}}; Komma, "Zitat"' },
          { language: "pt-BR", body_html: "<p>Olá <b>você</b></p>" },
        ],
        attachment_ids: [file.id],
        actions: { assignee_id: benId, team_id: team, add_tags: ["a, b"], snooze_hours: 2, status: "pending" },
        review_at: "2027-01-31",
      });
      const path = `/canned-responses/${made.id}`;
      const before = strip(await ann("GET", path));
      expect(before).toMatchObject({ files: ["dot.png", "terms.txt"], pictures: 1 });
      const out = await ann("GET", `/canned-responses/export?format=${format}`);
      const content = typeof out.body === "string" ? out.body : JSON.stringify(out.body);
      await ann("DELETE", path);
      const dry = await ann("POST", "/canned-responses/import", { format, content, dry_run: true });
      expect(dry.data).toMatchObject({ created: 1, errors: [] });
      const done = await ann("POST", "/canned-responses/import", { format, content });
      expect(done.data).toMatchObject({ created: 1, errors: [] });
      const [found] = (await ann("GET", `/canned-responses?q=trip-${format}`)).data;
      expect(found.id).not.toBe(made.id);
      expect(strip(await ann("GET", `/canned-responses/${found.id}`))).toEqual(before);
      const bytes = (await ann("GET", `/canned-responses/${found.id}`)).data.attachments.find(
        (one: any) => one.name === "terms.txt",
      );
      expect(bytes.size).toBe(5);
      const again = await ann("POST", "/canned-responses/import", { format, content });
      expect(again.data).toMatchObject({ created: 0, updated: 0, errors: [] });
    },
  );

  it("hostile and broken rows are told one by one, and the others come in", async () => {
    const ok = { name: "Fine row", body: "Fine" };
    const rows = [
      ok,
      { name: "No team", body: "x", scope: "team" },
      { name: "Strange team", body: "x", scope: "team", team: "Nowhere" },
      { name: "Strange member", body: "x", actions: { assignee: "nobody@example.test" } },
      { name: "Bad actions", body: "x", actions: "{" },
      { name: "Bad file", body: "x", attachments: [{ name: 1 }] },
      { name: "Empty file", body: "x", attachments: [{ name: "../../etc/passwd", data: "!!!" }] },
      { name: { toString: "x" }, body: "x" },
      {
        name: "Two German",
        body: "x",
        variants: [
          { language: "de", body: "a" },
          { language: "de", body: "b" },
        ],
      },
      { name: "Variants", body: "x", variants: "all" },
      { name: "Long", body: "x".repeat(100_001) },
      JSON.parse('{"__proto__": {"name": "p"}, "constructor": 1}'),
      ["name"],
      { name: "Variable", body: "{{contact.password}}" },
    ];
    const { data } = await ann("POST", "/canned-responses/import", { format: "json", content: JSON.stringify(rows) });
    expect(data.created).toBe(1);
    expect(data.errors.map((one: { row: number }) => one.row)).toEqual(rows.map((_, i) => i + 1).slice(1));
    const wrong = (name: string) => data.errors.find((one: { name: string }) => one.name === name);
    expect(wrong("Variants").message).toBe("Its column variants has the wrong form.");
    expect(wrong("Variable")).toMatchObject({
      field: "body",
      message: expect.stringMatching(/^Line 1, column 1: There/),
    });
    const csv = (content: string) => ann("POST", "/canned-responses/import", { format: "csv", content });
    expect((await csv('name,body\na,b\nc,"d\ne,f')).error.message).toContain("In row 2 a quotation mark opens");
    expect((await csv('name,body,body.de\nSays,he said "hi",{{contact.nmae}}')).data.errors).toMatchObject([
      { row: 1, name: "Says", field: "variants.de" },
    ]);
    const script = { name: "Script", body_html: '<p onclick="x">a<script>b</script><img src="cid:x"></p>' };
    await ann("POST", "/canned-responses/import", { format: "json", content: JSON.stringify([script]) });
    const [stored] = (await ann("GET", "/canned-responses?q=Script")).data;
    expect((await ann("GET", `/canned-responses/${stored.id}`)).data.body_html).toBe("<p>a</p>");
    const files = [{ name: "../../etc/passwd", content_type: "text/html", data: Buffer.from("x").toString("base64") }];
    const evil = { name: "Evil name", body: "x", attachments: files };
    await ann("POST", "/canned-responses/import", { format: "json", content: JSON.stringify([evil]) });
    const [kept] = (await ann("GET", "/canned-responses?q=Evil name")).data;
    expect((await ann("GET", `/canned-responses/${kept.id}`)).data.attachments[0].name).not.toMatch(/[/\\]/);
    for (const content of ['name,body\n"open', "\u0000\u0001", "[".repeat(50_000)])
      for (const format of ["csv", "json"])
        expect((await ann("POST", "/canned-responses/import", { format, content })).status).toBeLessThan(500);
  });

  it("a member without the right to publish brings in drafts of their team and private texts, nothing else", async () => {
    const rows = [
      { name: "Team row", body: "x", scope: "team", team: "billing" },
      { name: "Shared row", body: "x", scope: "workspace" },
    ];
    const { data } = await ben("POST", "/canned-responses/import", { format: "json", content: JSON.stringify(rows) });
    expect(data.errors).toEqual([]);
    const found = async (q: string) => (await ben("GET", `/canned-responses?q=${q}`)).data[0];
    expect(await found("Team row")).toMatchObject({ scope: "team", state: "draft", insertable: false });
    expect(await found("Shared row")).toMatchObject({ scope: "private" });
  });
});
