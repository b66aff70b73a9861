/** One timeline of a company over everything of its people, and its change log, also after merges. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "../../platform/db.ts";
import { type Api, openTest, type Test } from "../../test/kit.ts";
import { toldOfContacts } from "./event-lines.ts";

let test: Test;
let ann: Api;
let channel: string;
beforeAll(async () => {
  test = await openTest();
  ann = await test.signIn();
  channel = (await ann("POST", "/channels", { kind: "api", name: "Shop" })).data.id;
});
afterAll(() => test?.close());

type Item = {
  id: string;
  kind: string;
  contact?: { id: string; name: string };
  event?: { type: string; data: { source_name?: string } };
};
const company = async (name: string, more: object = {}) => (await ann("POST", "/companies", { name, ...more })).data;
const write = async (email: string, name: string) =>
  (
    await ann("POST", `/channels/${channel}/messages`, {
      external_id: randomUUID(),
      from: { email, name },
      subject: `From ${name}`,
      text: "hello",
    })
  ).data;
const timeline = async (id: string): Promise<Item[]> => (await ann("GET", `/companies/${id}/timeline?limit=100`)).data;
const said = (items: Item[]) => items.map((item) => item.event?.type ?? item.kind);

it("tells conversations, tickets, notes and changes of all its people, each by name, page by page", async () => {
  const mill = await company("Mill", { domains: ["mill.line.test"] });
  const other = await company("Other", { domains: ["other.line.test"] });
  await write("ada@mill.line.test", "Ada");
  await write("bo@mill.line.test", "Bo");
  await write("eve@other.line.test", "Eve");
  const [ada] = (await ann("GET", "/contacts?email=ada@mill.line.test")).data;
  await ann("PATCH", `/contacts/${ada.id}`, { tier: "Gold" });
  await ann("POST", `/contacts/${ada.id}/notes`, { text: "of Ada" });
  await ann("POST", `/companies/${mill.id}/notes`, { text: "of the mill" });
  await ann("PATCH", `/companies/${mill.id}`, { tier: "VIP" });
  await ann("POST", "/tickets", { title: "Mill stone", contact_id: ada.id });
  const items = await timeline(mill.id);
  expect(said(items).sort()).toEqual([
    "company.created",
    "company.updated",
    "contact.created",
    "contact.created",
    "contact.updated",
    "conversation",
    "conversation",
    "note",
    "note",
    "ticket",
  ]);
  const whose = (kind: string) => items.filter((item) => item.kind === kind).map((item) => item.contact?.name ?? null);
  expect(whose("conversation").sort()).toEqual(["Ada", "Bo"]);
  expect(whose("ticket")).toEqual(["Ada"]);
  expect(whose("note").sort()).toEqual(["Ada", null]);
  expect((await timeline(other.id)).map((item) => item.contact?.name)).toContain("Eve");

  const paged: Item[] = [];
  for (let cursor = ""; ; ) {
    const page = await ann("GET", `/companies/${mill.id}/timeline?limit=3${cursor && `&cursor=${cursor}`}`);
    paged.push(...page.data);
    cursor = page.body.meta.next_cursor;
    if (!cursor) break;
  }
  expect(paged.map((item) => item.id)).toEqual(items.map((item) => item.id));
  expect((await ann("GET", `/companies/${mill.id}/timeline?cursor=WzEsMl0`)).status).toBe(400);
  expect((await ann("GET", `/companies/${randomUUID()}/timeline`)).status).toBe(404);
});

it("follows merges of companies and of people, and says each merge once", async () => {
  const [a, b] = [await company("Line A"), await company("Line B")];
  const make = async (name: string, company_id: string | null) =>
    (await ann("POST", "/contacts", { name, emails: [`${name.toLowerCase()}@merge.line.test`], company_id })).data;
  const [ida, ivy] = [await make("Ida", a.id), await make("Ivy", null)];
  await write("ivy@merge.line.test", "Ivy");
  await ann("POST", `/contacts/${ivy.id}/merge`, { into: ida.id });
  await ann("POST", `/companies/${a.id}/merge`, { into: b.id });
  const items = await timeline(b.id);
  expect(said(items).filter((type) => type.endsWith("merged"))).toEqual(["company.merged", "contact.merged"]);
  expect(items.find((item) => item.kind === "conversation")?.contact).toEqual({ id: ida.id, name: "Ida" });
  const counted = async (path: string) => (await ann("GET", path)).data.length;
  const filter = (op: string, value: unknown) =>
    `/conversations?filter=${encodeURIComponent(JSON.stringify({ op: "and", nodes: [{ field: "company", op, value }] }))}`;
  for (const path of [`/companies/${b.id}/conversations`, filter("is", b.id), filter("in", [b.id, randomUUID()])])
    expect(await counted(path), path).toBe(1);
  expect(await counted(filter("is", a.id))).toBe(0);
  await ann("POST", `/companies/${a.id}/unmerge`);
  expect([await counted(filter("is", a.id)), await counted(filter("is", b.id))]).toEqual([1, 0]);
  expect(said(await timeline(b.id)).filter((type) => type === "conversation")).toEqual([]);
  expect(said(await timeline(a.id))).toContain("conversation");
});

it("is whole for a company of more people than can be named", async () => {
  const crowd = await company("Crowd");
  const elsewhere = await company("Elsewhere");
  const make = async (name: string, company_id: string | null) =>
    (await ann("POST", "/contacts", { name, emails: [`${name.toLowerCase()}@crowd.line.test`], company_id })).data;
  const first = await make("First", crowd.id);
  await write("first@crowd.line.test", "First");
  await ann("POST", `/contacts/${first.id}/notes`, { text: "the first" });
  const ticket = (await ann("POST", "/tickets", { title: "Of the first", contact_id: first.id })).data;
  await ann("PATCH", `/tickets/${ticket.id}`, { status: "in_progress" });
  const away = await make("Away", null);
  await write("away@crowd.line.test", "Away");
  await ann("POST", `/contacts/${away.id}/merge`, { into: first.id });
  const other = await make("Other", elsewhere.id);
  const linked = (await ann("POST", "/tickets", { title: "First is there too", contact_id: other.id })).data;
  await ann("POST", `/tickets/${linked.id}/contacts`, { contact_id: first.id });
  const before = await timeline(crowd.id);
  // Heard of later than the first, all of them.
  await test.platform.db.inWorkspace(test.workspaceId, (tx) =>
    tx.run(sql`insert into contacts (workspace_id, id, name, company_id, company_source, last_seen_at)
      select ${test.workspaceId}, gen_random_uuid(), 'One of many', ${crowd.id}, 'hand', now() from generate_series(1, 2100)`),
  );
  const items = await timeline(crowd.id);
  expect(items).toEqual(before);
  expect(
    said(items)
      .filter((type) => ["conversation", "ticket", "note"].includes(type))
      .sort(),
  ).toEqual(["conversation", "conversation", "note", "ticket", "ticket"]);
  expect(
    said(items)
      .filter((type) => /merged|ticket\./.test(type))
      .sort(),
  ).toEqual(["contact.merged", "ticket.status_changed"]);
  const paged: Item[] = [];
  for (let cursor = ""; ; ) {
    const page = await ann("GET", `/companies/${crowd.id}/timeline?limit=1${cursor && `&cursor=${cursor}`}`);
    paged.push(...page.data);
    cursor = page.body.meta.next_cursor;
    if (!cursor) break;
  }
  expect(paged).toEqual(items);
});

it("looks for what happened through an index that has everything that is told", async () => {
  const index = await test.platform.db.asSystem("tests read an index", (tx) =>
    tx.row<{ text: string }>(sql`select pg_get_indexdef('events_told_of_contacts'::regclass) as text`),
  );
  expect(toldOfContacts.filter((type) => !index?.text.includes(`'${type}'`))).toEqual([]);
});

it("does not tell of conversations the caller may not see", async () => {
  const hidden = await company("Hidden", { domains: ["hidden.line.test"] });
  const { conversation_id } = await write("cfo@hidden.line.test", "Cfo");
  const team = (await ann("POST", "/teams", { name: "Board" })).data.id;
  await ann("PATCH", `/conversations/${conversation_id}`, { team_id: team });
  const { data } = await ann("POST", "/api-keys", { name: "contacts only", scopes: ["contacts.view"] });
  const other = test.as({ authorization: `Bearer ${data.secret ?? data.key}` });
  const items: Item[] = (await other("GET", `/companies/${hidden.id}/timeline`)).data;
  expect(said(items)).not.toContain("conversation");
  expect(JSON.stringify(items)).not.toContain(conversation_id);
});

it("has a change log with old and new of every field, and contacts say when a company came or went", async () => {
  const made = await company("Log", { tier: "Gold", external_ids: { crm: "1" } });
  const old = await company("Log Old");
  const path = `/companies/${made.id}`;
  await ann("PATCH", path, { tier: "VIP", domains: ["log.line.test"], external_ids: { crm: "2" } });
  await ann("PATCH", path, { tier: "VIP" });
  await ann("POST", `/companies/${old.id}/merge`, { into: made.id });
  const log = (await ann("GET", `${path}/changes`)).data;
  expect(log.map((one: { type: string }) => one.type)).toEqual([
    "company.merged",
    "company.updated",
    "company.created",
    "company.created",
  ]);
  expect(log[0].changes).toEqual({ merged: { from: null, to: "Log Old" } });
  expect(log[1]).toMatchObject({
    actor: { type: "member" },
    changes: {
      tier: { from: "Gold", to: "VIP" },
      domains: { from: [], to: ["log.line.test"] },
      "external.crm": { from: "1", to: "2" },
    },
  });
  expect((await ann("PATCH", `/companies/${old.id}`, { name: "Away" })).status).toBe(409);
  const first = await ann("GET", `${path}/changes?limit=2`);
  const rest = await ann("GET", `${path}/changes?limit=2&cursor=${first.body.meta.next_cursor}`);
  expect([...first.data, ...rest.data]).toEqual(log);

  const contact = (await ann("POST", "/contacts", { name: "Moves", emails: ["moves@came.line.test"] })).data;
  const came = await company("Came", { domains: ["came.line.test"] });
  await test.work();
  await ann("DELETE", `/companies/${came.id}`);
  const moves = (await ann("GET", `/contacts/${contact.id}/changes`)).data.map(
    (one: { changes: object }) => one.changes,
  );
  expect(moves.slice(0, 2)).toEqual([
    { company_id: { from: came.id, to: null } },
    { company_id: { from: null, to: came.id } },
  ]);
});
