/** One person, taken out whole and deleted whole; everybody else is as before. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "../../platform/db.ts";
import { openTest, type Test } from "../../test/kit.ts";
import { type Bed, importBed } from "../imports/test-bed.ts";

let t: Test;
let channel: string;
let bed: Bed;
beforeAll(async () => {
  t = await openTest();
  bed = importBed(t);
  channel = (await t.api("POST", "/channels", { kind: "api", name: "API", settings: {}, secrets: {} })).data.id;
});
afterAll(() => t?.close());

const say = (email: string, text: string, more: object = {}) =>
  t.api("POST", `/channels/${channel}/messages`, {
    external_id: `${email}-${text}`,
    from: { email, name: `N ${email}` },
    text,
    ...more,
  });
/** One file of an archive. */
function readFrom(zip: Buffer, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "omniflow-zip-"));
  writeFileSync(join(folder, "a.zip"), zip);
  execFileSync("python3", ["-m", "zipfile", "-e", join(folder, "a.zip"), folder]);
  const text = readFileSync(join(folder, name), "utf8");
  rmSync(folder, { recursive: true });
  return text;
}

/** Where any of these is still written, in any table of the workspace. */
const tablesWith = (...patterns: string[]) =>
  t.platform.db.asSystem("the test looks everywhere", async (tx) => {
    const tables = await tx.rows<{ name: string }>(
      sql`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'workspace_id'`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const row = await tx.row<{ n: number }>({
        name: `look_${name}`,
        text: `select count(*)::int as n from ${name} r where r::text ilike any($1::text[])`,
        values: [patterns],
      });
      if (row!.n) found.push(name);
    }
    return found;
  });

const contactOf = async (email: string) => (await t.api("GET", `/contacts?email=${email}`)).data[0];

test("an archive has what they said and is fetched by an expiring link", async () => {
  await say("eva@gone.test", "my secret words");
  const eva = await contactOf("eva@gone.test");
  await t.api("POST", `/contacts/${eva.id}/notes`, { text: "prefers calls" });
  const asked = (await t.api("POST", `/contacts/${eva.id}/archive`)).data;
  expect(asked).toMatchObject({ state: "waiting", url: null });
  await t.work();
  const made = (await t.api("GET", `/privacy-requests/${asked.id}`)).data;
  expect(made.state).toBe("done");
  const file = await t.app.http.inject({ url: made.url });
  expect(file.statusCode).toBe(200);
  expect(readFrom(file.rawPayload, "conversations.json")).toContain("my secret words");
  expect(readFrom(file.rawPayload, "notes.json")).toContain("prefers calls");
  expect(readFrom(file.rawPayload, "contact.json")).toContain("eva@gone.test");
  expect((await t.app.http.inject({ url: made.url.replace(/signature=.{5}/, "signature=AAAAA") })).statusCode).toBe(
    410,
  );
});

test("a deletion says what goes, takes it, leaves others alone, and is in the audit log without the name", async () => {
  await say("bob@stays.test", "I stay");
  const bob = await contactOf("bob@stays.test");
  const eva = await contactOf("eva@gone.test");
  const preview = (await t.api("GET", `/contacts/${eva.id}/privacy`)).data;
  expect(preview.goes).toMatchObject({ conversations: 1, messages: 1, notes: 1, identities: 1 });
  const erased = await t.api("DELETE", `/contacts/${eva.id}`);
  expect(erased.status, JSON.stringify(erased.body)).toBe(200);
  expect((await t.api("GET", `/contacts/${eva.id}`)).status).toBe(404);
  expect((await t.api("DELETE", `/contacts/${eva.id}`)).status).toBe(404);
  expect((await t.api("GET", `/contacts/${bob.id}/conversations`)).data).toHaveLength(1);
  const left = await tablesWith("%eva@gone%", "%my secret words%", "%prefers calls%");
  expect(left).toEqual([]);
  const entries = (await t.api("GET", "/audit?action=contact.erased")).data;
  expect(entries).toHaveLength(1);
  expect(JSON.stringify(entries)).not.toContain("eva");
  expect((await t.api("GET", "/audit/verify")).data.ok).toBe(true);
});

test("tickets: their own go whole, shared ones lose what they said, others' only the link", async () => {
  await say("ida@gone.test", "the private story");
  await say("max@stays.test", "the story of Max");
  const [ida, max] = [await contactOf("ida@gone.test"), await contactOf("max@stays.test")];
  const ticket = async (input: object) => {
    const answer = await t.api("POST", "/tickets", input);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.data;
  };
  const conversationOf = async (id: string) => (await t.api("GET", `/contacts/${id}/conversations`)).data[0].id;
  const own = await ticket({ title: "Ida is angry", description: "Her secret", contact_id: ida.id });
  const shared = await ticket({
    title: "Ida and Max",
    description: "What Ida told",
    contact_id: ida.id,
    conversation_ids: [await conversationOf(max.id)],
  });
  const named = await ticket({
    title: "The case of Max",
    description: "His words",
    contact_id: max.id,
    conversation_ids: [await conversationOf(ida.id)],
  });
  await t.api("PATCH", `/tickets/${own.id}`, { title: "Ida is very angry" });
  await t.api("POST", `/tickets/${own.id}/notes`, { text: "noted of Ida" });

  const asked = (await t.api("POST", `/contacts/${ida.id}/archive`)).data;
  await t.work();
  const made = (await t.api("GET", `/privacy-requests/${asked.id}`)).data;
  const zip = (await t.app.http.inject({ url: made.url })).rawPayload;
  const told = readFrom(zip, "tickets.json");
  for (const words of ["Her secret", "noted of Ida", "What Ida told"]) expect(told).toContain(words);
  expect(told).not.toContain("His words");

  const preview = (await t.api("GET", `/contacts/${ida.id}/privacy`)).data;
  expect(preview).toMatchObject({ goes: { tickets: 1 }, stays: { tickets_emptied: 1, tickets: 1 } });
  expect((await t.api("DELETE", `/contacts/${ida.id}`)).status).toBe(200);
  expect((await t.api("GET", `/tickets/${own.id}`)).status).toBe(404);
  expect((await t.api("GET", `/tickets/${shared.id}`)).data).toMatchObject({
    title: `#${shared.number}`,
    contact: null,
    custom_fields: {},
  });
  expect((await t.api("GET", `/tickets/${named.id}`)).data).toMatchObject({
    title: "The case of Max",
    contact: { id: max.id },
  });
  expect(await tablesWith("%Ida%", "%ida@gone%", "%Her secret%", "%private story%")).toEqual([]);
});

test("a file that is still kept forgets them, and only them; so does one that broke off", async () => {
  const key = async (id: string) =>
    (await t.platform.db.inWorkspace(t.workspaceId, (tx) =>
      tx.row<{ storage_key: string }>(sql`select storage_key from imports where id = ${id}`),
    ))!.storage_key;
  const contentOf = async (id: string) => {
    const { stream } = await t.platform.files.open(await key(id));
    return Buffer.concat(await stream.toArray()).toString("utf8");
  };
  const made = await bed.import(
    'Name,Mail,Phone\nUna Umlaut,una@file.test,+49 30 7654321\n"Kai, the other",kai@file.test,\nNobody,no address of una@file.test,\nUna again,,030 7654321\n',
  );
  expect(made.counts).toMatchObject({ created: 3, failed: 1 });
  const broken = await bed.upload('name,email\nUna,una@file.test\nB,"b@file.test\n');
  const other = await bed.upload("name,email\nZoe,zoe@file.test\n");
  const before = await key(other.id);
  const una = await contactOf("una@file.test");
  expect((await t.api("GET", `/contacts/${una.id}/privacy`)).data.goes.imports).toBe(1);
  await t.api("DELETE", `/contacts/${una.id}`);
  await t.work();
  expect(await contentOf(made.id)).toBe(
    'Name,Mail,Phone\r\n,,\r\n"Kai, the other",kai@file.test,\r\n,,\r\nUna again,,030 7654321\r\n',
  );
  expect(await key(broken.id)).toBe("");
  expect(await key(other.id)).toBe(before);
  expect(await tablesWith("%una@file.test%")).toEqual([]);
  const refused = String((await t.api("GET", `/imports/${made.id}/refused.csv`)).body);
  expect(refused).not.toContain("una@");
  expect((await t.api("GET", "/audit?action=contact.erased&limit=1")).data[0].summary).toMatch(
    /0 conversations.*2 addresses/,
  );
});
