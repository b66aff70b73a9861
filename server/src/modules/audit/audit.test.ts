/** The audit log: an unbroken chain, found out when somebody touches it, readable and exportable by admins only. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemContext } from "../../platform/context.ts";
import { apiKey, openTest, type Test } from "../../test/kit.ts";
import { canonical, storableJson } from "./chain.ts";
import { recordAudit } from "./index.ts";

let test: Test;
beforeAll(async () => {
  test = await openTest();
});
afterAll(() => test.close());

const note = (action: string, more: object = {}) =>
  test.platform.db.inWorkspace(test.workspaceId, async (tx) => {
    recordAudit(systemContext(test.platform, test.workspaceId), tx, { action, ...more });
  });
const verify = async (query = "") => (await test.api("GET", `/audit/verify${query}`)).data;
const owner = (text: string, values: unknown[] = []) => test.platform.db.ownerPool.query(text, values);

it("content decides the hash, not the order of keys", () => {
  expect(canonical({ b: 1, a: [{ d: null, c: "x" }] })).toBe(canonical({ a: [{ c: "x", d: null }], b: 1 }));
  expect(storableJson({ a: "x\0y", b: "\ud800", c: "\\u0000 \\ud800", "k\0": [1.5] })).toEqual({
    a: "xy",
    b: "\ufffd",
    c: "\\u0000 \\ud800",
    k: [1.5],
  });
});

describe("the chain", () => {
  it("holds over many at once, without gaps", async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => note("test.happened", { after: { n: i, ü: "ß\u0000\ud800" } })),
    );
    const verified = await verify();
    expect(verified).toMatchObject({ ok: true, broken_at: null });
    expect(verified.entries).toBeGreaterThanOrEqual(20);
    expect(await verify(`?seq=${verified.entries}&head=${verified.head}`)).toMatchObject({ ok: true });
  });

  it("shows what was changed, taken out and cut off", async () => {
    const { entries, head } = await verify();
    const third = (await owner("select * from audit_entries where workspace_id = $1 and seq = 3", [test.workspaceId]))
      .rows[0];
    await owner("update audit_entries set summary = 'harmless' where workspace_id = $1 and seq = 3", [
      test.workspaceId,
    ]);
    expect(await verify()).toMatchObject({ ok: false, broken_at: 3 });
    await owner("update audit_entries set summary = $2 where workspace_id = $1 and seq = 3", [
      test.workspaceId,
      third.summary,
    ]);
    expect(await verify()).toMatchObject({ ok: true });
    await owner("delete from audit_entries where workspace_id = $1 and seq = $2", [test.workspaceId, entries]);
    expect(await verify()).toMatchObject({ ok: true });
    expect(await verify(`?seq=${entries}&head=${head}`)).toMatchObject({ ok: false, broken_at: entries });
    await owner("delete from audit_entries where workspace_id = $1 and seq = 5", [test.workspaceId]);
    expect(await verify()).toMatchObject({ ok: false, broken_at: 6 });
    await owner("delete from audit_entries where workspace_id = $1", [test.workspaceId]);
  });

  it("cannot be rewritten by the application", async () => {
    await note("test.kept");
    for (const text of ["update audit_entries set summary = 'x'", "delete from audit_entries"]) {
      await expect(
        test.platform.db.inWorkspace(test.workspaceId, (tx) => tx.run({ name: text.slice(0, 6), text })),
      ).rejects.toMatchObject({ code: "42501" });
    }
  });
});

describe("reading it", () => {
  it("finds by words, action and target, page by page", async () => {
    for (let i = 0; i < 5; i++)
      await note("thing.changed", { target: { type: "thing", id: String(i), name: `Grün ${i}` }, summary: "painted" });
    const found = await test.api("GET", "/audit?action=thing.&limit=3");
    expect(found.data.map((e: { target: { id: string } }) => e.target.id)).toEqual(["4", "3", "2"]);
    const rest = await test.api("GET", `/audit?action=thing.&limit=3&cursor=${found.body.meta.next_cursor}`);
    expect(rest.data).toHaveLength(2);
    expect(rest.body.meta.next_cursor).toBeNull();
    expect((await test.api("GET", "/audit?q=grun%204")).data).toHaveLength(1);
    expect((await test.api("GET", "/audit?target_type=thing&target_id=1")).data).toHaveLength(1);
    expect((await test.api("GET", "/audit?cursor=nonsense")).status).toBe(400);
  });

  it("leaves as CSV and JSON, and that is written down", async () => {
    await note("thing.changed", { summary: "=HYPERLINK(1)" });
    const csv = await test.api("GET", "/audit/export?action=thing.changed");
    expect(csv.body).toContain("'=HYPERLINK(1)");
    expect(csv.body.trim().split("\r\n")).toHaveLength(7);
    const answer = await test.app.http.inject({
      url: "/api/v1/audit/export?format=json",
      headers: { authorization: `Bearer ${apiKey}` },
    });
    const lines = answer.body.trim().split("\n");
    expect(JSON.parse(lines[0]!)).toMatchObject({ action: "audit.exported", actor: { name: "Bootstrap" } });
    expect(await verify()).toMatchObject({ ok: true });
  });
});
