/** Contacts through HTTP: lists, what hangs on a person, segments, edits of many, and that nobody is written to who asked not to be. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemContext } from "../../platform/context.ts";
import { type Api, openTest, type Test } from "../../test/kit.ts";
import { optOutProblem } from "./consents.ts";

let test: Test;
let ann: Api;
let channel: string;
beforeAll(async () => {
  test = await openTest();
  ann = await test.signIn();
  channel = (await ann("POST", "/channels", { kind: "api", name: "Shop" })).data.id;
});
afterAll(() => test.close());

const create = async (input: object) => (await ann("POST", "/contacts", input)).data;
const get = async (id: string) => (await ann("GET", `/contacts/${id}`)).data;
const write = (from: object, text = "hello") =>
  ann("POST", `/channels/${channel}/messages`, { external_id: randomUUID(), from, text });
const filter = (...nodes: object[]) => encodeURIComponent(JSON.stringify({ op: "and", nodes }));
const names = (answer: { data: { name: string }[] }) => answer.data.map((one) => one.name);

describe("the list", () => {
  it("sorts, pages, searches parts of words without accents, addresses and numbers", async () => {
    for (const [name, email] of [
      ["Zoë List", "zoe@list.test"],
      ["Ángel List", "angel@list.test"],
      ["bert List", "bert@other.test"],
    ])
      await create({ name, emails: [email], phones: name === "bert List" ? ["+49 30 555 1234"] : [] });
    expect(names(await ann("GET", "/contacts?q=list&sort=name"))).toEqual(["Ángel List", "bert List", "Zoë List"]);
    const first = await ann("GET", "/contacts?q=list&sort=-name&limit=2");
    expect(names(first)).toEqual(["Zoë List", "bert List"]);
    expect(
      names(await ann("GET", `/contacts?q=list&sort=-name&limit=2&cursor=${first.body.meta.next_cursor}`)),
    ).toEqual(["Ángel List"]);
    expect(names(await ann("GET", "/contacts?q=ngel%20lis"))).toEqual(["Ángel List"]);
    expect(names(await ann("GET", "/contacts?q=zo"))).toEqual(["Zoë List"]);
    expect(names(await ann("GET", "/contacts?q=rt@other"))).toEqual(["bert List"]);
    expect(names(await ann("GET", "/contacts?q=%2B49%20(30)%20555"))).toEqual(["bert List"]);
    expect(names(await ann("GET", "/contacts?email=ZOE@list.test"))).toEqual(["Zoë List"]);
    expect((await ann("GET", "/contacts?q=%5C%25_")).data).toEqual([]);
    expect((await ann("GET", "/contacts?cursor=WzEsMl0")).status).toBe(400);
    expect((await ann("GET", "/contacts/count?q=list")).data).toEqual({ count: 3, more: false });
  });

  it("filters by what is known, in the grammar of the inbox, and refuses what is not of it", async () => {
    await ann("POST", "/fields", {
      record: "contact",
      type: "choice",
      key: "plan",
      label: "Plan",
      options: ["Free", "Gold"],
    });
    const one = await create({ name: "Filter One", tier: "VIP", language: "de", custom_fields: { plan: "gold" } });
    await create({ name: "Filter Two", language: "fr", custom_fields: { plan: "Free" } });
    expect(one.custom_fields.plan).toBe("Gold");
    const by = async (...nodes: object[]) =>
      names(
        await ann(
          "GET",
          `/contacts?filter=${filter({ field: "name", op: "contains", value: "filter" }, ...nodes)}&sort=name`,
        ),
      );
    expect(await by({ field: "contact.custom.plan", op: "is", value: "Gold" })).toEqual(["Filter One"]);
    expect(await by({ field: "tier", op: "is", value: "vip" })).toEqual(["Filter One"]);
    expect(await by({ field: "language", op: "is", value: "fr" })).toEqual(["Filter Two"]);
    expect(await by({ field: "email", op: "not_exists" }, { field: "blocked", op: "is", value: false })).toHaveLength(
      2,
    );
    expect(await by({ field: "has_open_conversation", op: "is", value: true })).toEqual([]);
    for (const bad of [
      { field: "x", op: "is", value: 1 },
      { field: "tier", op: "before", value: "x" },
      { field: "company", op: "is", value: "no id" },
    ])
      expect((await ann("GET", `/contacts?filter=${filter(bad)}`)).status).toBe(400);
  });

  it("has segments, of which VIP is one; the inbox can ask for them", async () => {
    const segments = (await ann("GET", "/segments?record=contact")).data;
    expect(segments[0]).toMatchObject({ key: "vip", name: "VIP", editable: false });
    expect((await ann("PATCH", `/segments/${segments[0].id}`, { name: "x" })).status).toBe(403);
    expect(names(await ann("GET", `/contacts?segment_id=${segments[0].id}`))).toEqual(["Filter One"]);
    const made = await ann("POST", "/segments", {
      record: "contact",
      name: "French",
      filter: { op: "and", nodes: [{ field: "language", op: "is", value: "fr" }] },
    });
    expect(made.status).toBe(201);
    const nested = { op: "and", nodes: [{ field: "segment", op: "is", value: made.data.id }] };
    expect((await ann("POST", "/segments", { record: "contact", name: "Loop", filter: nested })).status).toBe(400);
    expect(names(await ann("GET", `/contacts?filter=${encodeURIComponent(JSON.stringify(nested))}`))).toEqual([
      "Filter Two",
    ]);
    await write({ email: "pierre@fr.test", name: "Pierre" });
    const [pierre] = (await ann("GET", "/contacts?email=pierre@fr.test")).data;
    await ann("PATCH", `/contacts/${pierre.id}`, { language: "fr" });
    const inbox = (value: object) => ann("GET", `/conversations?filter=${filter(value)}`);
    const found = await inbox({ field: "contact_segment", op: "in", value: [made.data.id] });
    expect(found.data.map((c: { contact: { name: string } }) => c.contact.name)).toEqual(["Pierre"]);
    expect((await inbox({ field: "contact_segment", op: "not_in", value: [made.data.id] })).data).toEqual([]);
    expect((await inbox({ field: "contact_segment", op: "is", value: randomUUID() })).status).toBe(400);
  });
});

describe("language and time zone", () => {
  it("are kept in one spelling, and what is none is refused with what to write", async () => {
    const { id } = await create({ name: "Lena", language: "pt_br", time_zone: "europe/berlin" });
    expect(await get(id)).toMatchObject({ language: "pt-BR", time_zone: "Europe/Berlin" });
    for (const wrong of [{ language: "klingonisch!" }, { time_zone: "Nowhere/Town" }]) {
      const answer = await ann("PATCH", `/contacts/${id}`, wrong);
      expect([answer.status, answer.error.field]).toEqual([400, Object.keys(wrong)[0]]);
    }
    await ann("PATCH", `/contacts/${id}`, { language: "German", time_zone: null });
    expect(await get(id)).toMatchObject({ language: "de", time_zone: null });
  });
});

describe("many at once", () => {
  it("are changed by ids or by a query, in the background when they are many, and given back", async () => {
    const made = Array.from({ length: 105 }, (_, i) =>
      create({ name: `Bulk ${i}`, tier: i === 0 ? "Old" : undefined }),
    );
    const ids = (await Promise.all(made)).map((contact) => contact.id as string);
    const few = await ann("POST", "/contacts/bulk", { ids: ids.slice(0, 3), change: { language: "es" } });
    expect(few.data).toMatchObject({ state: "done", total: 3, done: 3, skipped: 0 });
    const all = await ann("POST", "/contacts/bulk", {
      select: { q: "bulk" },
      except: [ids[5]],
      change: { tier: "Gold", custom_fields: { plan: "Free" } },
    });
    expect(all.data).toMatchObject({ state: "running", total: 104 });
    await test.work();
    expect((await ann("GET", `/bulk-edits/${all.data.id}`)).data).toMatchObject({ state: "done", done: 104 });
    expect(await get(ids[0]!)).toMatchObject({ tier: "Gold", language: "es", custom_fields: { plan: "Free" } });
    expect((await get(ids[5]!)).tier).toBeNull();
    await ann("PATCH", `/contacts/${ids[1]}`, { tier: "By hand" });
    await ann("POST", `/bulk-edits/${all.data.id}/undo`);
    await test.work();
    expect((await ann("GET", `/bulk-edits/${all.data.id}`)).data).toMatchObject({ state: "undone", skipped: 1 });
    expect(await get(ids[0]!)).toMatchObject({ tier: "Old", custom_fields: {} });
    expect(await get(ids[1]!)).toMatchObject({ tier: "By hand", custom_fields: {} });
    expect((await ann("POST", "/contacts/bulk", { change: { tier: "x" } })).status).toBe(400);
  });
});

describe("what hangs on a person", () => {
  it("identities are added, verified, moved, removed; one belongs to one contact", async () => {
    const [one, two] = [await create({ name: "Id One", emails: ["id1@x.test"] }), await create({ name: "Id Two" })];
    const added = await ann("POST", `/contacts/${two.id}/identities`, { kind: "email", value: " Id2@X.test " });
    expect(added.data.emails).toEqual(["id2@x.test"]);
    expect(
      (await ann("POST", `/contacts/${two.id}/identities`, { kind: "email", value: "id1@x.test" })).error.code,
    ).toBe("already_exists");
    for (const bad of [
      { kind: "email", value: "nobody" },
      { kind: "phone", value: "x" },
      { kind: "user", value: "7" },
    ])
      expect((await ann("POST", `/contacts/${two.id}/identities`, bad)).status).toBe(400);
    const path = `/contacts/${two.id}/identities/${added.data.identities[0].id}`;
    expect((await ann("PATCH", path, { verified: true })).data.identities[0].verified).toBe(true);
    await ann("POST", `${path}/move`, { to: one.id });
    expect((await get(one.id)).emails).toEqual(["id1@x.test", "id2@x.test"]);
    expect((await get(two.id)).emails).toEqual([]);
    expect((await ann("DELETE", path)).status).toBe(404);
    expect((await ann("DELETE", `/contacts/${one.id}/identities/${added.data.identities[0].id}`)).data.emails).toEqual([
      "id1@x.test",
    ]);
    const log = (await ann("GET", `/contacts/${one.id}/changes`)).data;
    expect(log.map((e: { type: string }) => e.type)).toEqual([
      "contact.identity_removed",
      "contact.identity_moved",
      "contact.created",
    ]);
  });

  it("changes are kept, old and new", async () => {
    const made = await create({ name: "Before", custom_fields: { plan: "Free" } });
    await ann("PATCH", `/contacts/${made.id}`, { name: "After", custom_fields: { plan: "Gold" } });
    await ann("PATCH", `/contacts/${made.id}`, { name: "After" });
    const [change, ...rest] = (await ann("GET", `/contacts/${made.id}/changes`)).data;
    expect(change).toMatchObject({
      actor: { type: "member" },
      changes: { name: { from: "Before", to: "After" }, "custom.plan": { from: "Free", to: "Gold" } },
    });
    expect(rest).toHaveLength(1);
  });

  it("notes are written, edited with a trace, deleted; all of it is one timeline", async () => {
    await write({ email: "line@x.test", name: "Line" });
    const [contact] = (await ann("GET", "/contacts?email=line@x.test")).data;
    const note = await ann("POST", `/contacts/${contact.id}/notes`, { text: "likes tea" });
    await ann("PATCH", `/contacts/${contact.id}/notes/${note.data.id}`, { text: "likes coffee" });
    const key = test.api;
    expect((await key("GET", `/contacts/${contact.id}/notes`)).data[0]).toMatchObject({
      text: "likes coffee",
      edits: [{ text: "likes tea" }],
    });
    const line = await ann("GET", `/contacts/${contact.id}/timeline?limit=2`);
    const rest = await ann("GET", `/contacts/${contact.id}/timeline?limit=2&cursor=${line.body.meta.next_cursor}`);
    const kinds = [...line.data, ...rest.data].map(
      (item: { kind: string; event?: { type: string } }) => item.event?.type ?? item.kind,
    );
    expect(kinds.sort()).toEqual(["contact.created", "conversation", "note"]);
    expect((await ann("DELETE", `/contacts/${contact.id}/notes/${note.data.id}`)).status).toBe(200);
    expect((await ann("GET", `/contacts/${contact.id}/notes`)).data).toEqual([]);
  });

  it("nothing is sent to an address that has opted out, and the reason is said", async () => {
    const sent = await write({ email: "stop@x.test", name: "Stop" });
    const conversation = sent.data.conversation_id;
    const [contact] = (await ann("GET", "/contacts?email=stop@x.test")).data;
    const identity = contact.identities[0].id;
    const consent = (state: string) =>
      ann("PUT", `/contacts/${contact.id}/consents`, {
        identity_id: identity,
        channel: "*",
        state,
        reason: "asked by phone",
      });
    const later = await ann("POST", `/conversations/${conversation}/messages`, {
      kind: "message",
      text: "later",
      send_at: new Date(Date.now() + 1500).toISOString(),
    });
    expect((await consent("opted_out")).data).toMatchObject([
      { value: "stop@x.test", state: "opted_out", reason: "asked by phone" },
    ]);
    const refused = await ann("POST", `/conversations/${conversation}/messages`, { kind: "message", text: "hi" });
    expect(refused.status).toBe(422);
    expect(refused.error.message).toMatch(/stop@x\.test has opted out.*asked by phone/);
    await new Promise((done) => setTimeout(done, 1600));
    await test.work();
    const messages = (await ann("GET", `/conversations/${conversation}/messages`)).data;
    expect(messages.find((m: { id: string }) => m.id === later.data.id).delivery).toMatchObject({ state: "failed" });
    // It hangs on the address: taking it away and adding it again changes nothing.
    await ann("DELETE", `/contacts/${contact.id}/identities/${identity}`);
    const again = await ann("POST", `/contacts/${contact.id}/identities`, { kind: "email", value: "stop@x.test" });
    expect(again.data.identities[0].opted_out).toEqual(["*"]);
    await ann("PUT", `/contacts/${contact.id}/consents`, {
      identity_id: again.data.identities[0].id,
      channel: "*",
      state: "none",
    });
    expect((await ann("POST", `/conversations/${conversation}/messages`, { kind: "message", text: "hi" })).status).toBe(
      201,
    );
  });
});

describe("a channel", () => {
  it("is refused by itself, the reason and who noted it are said; no to all counts everywhere", async () => {
    const sent = await write({ email: "some@x.test", name: "Some" });
    const [contact] = (await ann("GET", "/contacts?email=some@x.test")).data;
    const put = (channel: string, state: string, reason?: string) =>
      ann("PUT", `/contacts/${contact.id}/consents`, {
        identity_id: contact.identities[0].id,
        channel,
        state,
        ...(reason ? { reason } : {}),
      });
    const say = () =>
      ann("POST", `/conversations/${sent.data.conversation_id}/messages`, { kind: "message", text: "hi" });
    await put("email", "opted_out", "no newsletters");
    expect((await say()).status).toBe(201);
    const noted = await put("API", "opted_out", "wrong person");
    expect(noted.data).toMatchObject([
      { channel: "api", state: "opted_out", changed_by: { type: "member", name: expect.stringMatching(/./) } },
      { channel: "email", state: "opted_out", reason: "no newsletters" },
    ]);
    expect((await say()).error.message).toMatch(/opted out of your own channels .*noted by .+: “wrong person”/);
    await put("api", "opted_in");
    expect((await say()).status).toBe(201);
    await put("*", "opted_out");
    expect((await say()).error.message).toMatch(/opted out of every channel/);
    await put("*", "none");
    for (const bad of ["", " ", "a b", "x".repeat(41), "e\0"]) expect((await put(bad, "opted_out")).status).toBe(400);
    const log = (await ann("GET", `/contacts/${contact.id}/changes`)).data;
    expect(log[0].changes).toEqual({ "consent email:some@x.test *": { from: "opted_out", to: null } });
  });

  it("of a social network is covered by what was said of all of them", async () => {
    const contact = await create({ name: "Social", phones: ["+49 30 987654"] });
    const { rows } = await test.platform.db.ownerPool.query("select id from workspaces limit 1");
    const ctx = systemContext(test.platform, rows[0].id);
    const problem = (channel: string) =>
      test.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        optOutProblem(ctx, tx, channel, [{ kind: "phone", value: contact.phones[0] }]),
      );
    await ann("PUT", `/contacts/${contact.id}/consents`, {
      identity_id: contact.identities[0].id,
      channel: "social",
      state: "opted_out",
    });
    expect(await problem("whatsapp")).toMatch(/social networks/);
    expect(await problem("sms")).toBeNull();
  });
});

describe("companies", () => {
  it("a new sender's domain says whose they are; figures and conversations follow", async () => {
    const company = (await ann("POST", "/companies", { name: "Mill", domains: ["mill.example"] })).data;
    await write({ email: "ada@mill.example", name: "Ada" });
    await create({ name: "Bo", emails: ["bo@mill.example"] });
    expect(names(await ann("GET", `/companies/${company.id}/contacts`)).sort()).toEqual(["Ada", "Bo"]);
    expect((await ann("GET", `/companies/${company.id}/conversations`)).data).toHaveLength(1);
    expect((await ann("GET", `/companies/${company.id}/figures`)).data).toMatchObject({
      contacts: { count: 2, more: false },
      open: 1,
      total: 1,
      truncated: false,
    });
    const [bo] = (await ann("GET", "/contacts?email=bo@mill.example")).data;
    await ann("PATCH", `/contacts/${bo.id}`, { company_id: null });
    await ann("PATCH", `/companies/${company.id}`, { domains: [] });
    await ann("PATCH", `/companies/${company.id}`, { domains: ["mill.example"] });
    await test.work();
    expect((await get(bo.id)).company).toBeNull();
  });

  it("are merged and parted again, with their domains and contacts", async () => {
    const make = async (name: string, more: object) => (await ann("POST", "/companies", { name, ...more })).data;
    const [a, b] = [
      await make("Corp A", { domains: ["corp-a.example"], tier: "Gold" }),
      await make("Corp B", { domains: ["corp-b.example"] }),
    ];
    await create({ name: "Al", emails: ["al@corp-a.example"] });
    const preview = (await ann("GET", `/companies/${a.id}/merge-preview?into=${b.id}`)).data;
    expect(preview.fields).toEqual([
      { field: "name", label: null, source: "Corp A", target: "Corp B", suggested: "target" },
      { field: "tier", label: null, source: "Gold", target: null, suggested: "source" },
    ]);
    const merged = await ann("POST", `/companies/${a.id}/merge`, { into: b.id });
    expect(merged.data).toMatchObject({
      name: "Corp B",
      tier: "Gold",
      domains: ["corp-a.example", "corp-b.example"],
      contact_count: 1,
    });
    await write({ email: "new@corp-a.example", name: "New" });
    expect(names(await ann("GET", `/companies/${b.id}/contacts`)).sort()).toEqual(["Al", "New"]);
    expect((await ann("POST", `/companies/${a.id}/merge`, { into: b.id })).status).toBe(409);
    await ann("POST", `/companies/${a.id}/unmerge`);
    expect((await ann("GET", `/companies/${b.id}`)).data).toMatchObject({
      tier: null,
      domains: ["corp-b.example"],
      contact_count: 0,
    });
    expect(names(await ann("GET", `/companies/${a.id}/contacts`)).sort()).toEqual(["Al", "New"]);
  });
});
