/** One person, taken out whole and deleted whole; everybody else is as before. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "../../platform/db.ts";
import { openTest, type Test } from "../../test/kit.ts";

let t: Test;
let channel: string;
beforeAll(async () => {
  t = await openTest();
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
  const folder = mkdtempSync(join(tmpdir(), "omniflow-zip-"));
  writeFileSync(join(folder, "a.zip"), file.rawPayload);
  execFileSync("python3", ["-m", "zipfile", "-e", join(folder, "a.zip"), folder]);
  expect(readFileSync(join(folder, "conversations.json"), "utf8")).toContain("my secret words");
  expect(readFileSync(join(folder, "notes.json"), "utf8")).toContain("prefers calls");
  expect(readFileSync(join(folder, "contact.json"), "utf8")).toContain("eva@gone.test");
  rmSync(folder, { recursive: true });
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
  const left = await t.platform.db.asSystem("the test looks everywhere", async (tx) => {
    const tables = await tx.rows<{ name: string }>(
      sql`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'workspace_id'`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const row = await tx.row<{ n: number }>({
        name: `look_${name}`,
        text: `select count(*)::int as n from ${name} r where r::text ilike '%eva@gone%' or r::text like '%my secret words%' or r::text like '%prefers calls%'`,
      });
      if (row!.n) found.push(name);
    }
    return found;
  });
  expect(left).toEqual([]);
  const entries = (await t.api("GET", "/audit?action=contact.erased")).data;
  expect(entries).toHaveLength(1);
  expect(JSON.stringify(entries)).not.toContain("eva");
  expect((await t.api("GET", "/audit/verify")).data.ok).toBe(true);
});
