/** Row security of every tenant table, with rows of two workspaces in it: what a query forgets to filter, the database does. */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTwo, type Two } from "./two-workspaces.ts";

let two: Two;
let app: pg.Client;
let tables: { name: string; tenant: boolean; columns: string[] }[];
/** Tables of the whole installation: the application role may not even look. `migrations` is the migrator's. */
const global = ["users", "sessions", "accounts", "verifications", "two_factors", "attempts", "migrations"];

beforeAll(async () => {
  two = await openTwo();
  const { rows } = await two.test.platform.db.ownerPool.query(`select c.relname as name,
      bool_or(a.attname = 'workspace_id') as tenant, array_agg(a.attname::text) filter (where a.attgenerated = '') as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') group by c.relname order by 1`);
  tables = rows;
  // As the product connects for requests: a role that owns nothing.
  const { options } = two.test.platform.db.ownerPool as unknown as { options: { connectionString: string } };
  app = new pg.Client({ connectionString: options.connectionString, options: "-c role=omniflow_app" });
  await app.connect();
});
afterAll(async () => {
  await app?.end();
  await two?.test.close();
});

/** Runs as workspace `id` and undoes whatever was done. */
async function as<T>(id: string | null, work: () => Promise<T>): Promise<T> {
  await app.query("begin");
  try {
    if (id) await app.query("select set_config('omniflow.workspace', $1, true)", [id]);
    return await work();
  } finally {
    await app.query("rollback");
  }
}
const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "no error",
    (error) => error.code,
  );
const denied = "42501";

test("every table is a workspace's or the installation's, and known as such", () => {
  expect(
    tables
      .filter((t) => !t.tenant)
      .map((t) => t.name)
      .sort(),
  ).toEqual([...global, "workspaces"].sort());
});

test("the installation's tables are closed to the application role", async () => {
  for (const name of global)
    expect(await as(null, () => failure(app.query(`select 1 from ${name}`))), name).toBe(denied);
});

test("every tenant table has row security and a policy, and rows of both workspaces", async () => {
  const { rows } = await two.test.platform.db.ownerPool.query(`select c.relname as name, c.relrowsecurity as secured,
      exists(select from pg_policies p where p.tablename = c.relname and p.qual like '%current_workspace()%' and p.with_check like '%current_workspace()%') as policy
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`);
  for (const { name } of tables.filter((t) => t.tenant || t.name === "workspaces")) {
    expect(
      rows.find((r) => r.name === name),
      name,
    ).toMatchObject({ secured: true, policy: true });
    const key = name === "workspaces" ? "id" : "workspace_id";
    for (const side of [two.a, two.b]) {
      const found = await two.test.platform.db.ownerPool.query(`select 1 from ${name} where ${key} = $1 limit 1`, [
        side.id,
      ]);
      expect(found.rowCount, `${name} has no row to test with; add one in two-workspaces.ts`).toBe(1);
    }
  }
});

describe("without `where workspace_id`", () => {
  test("a query sees its own workspace only, and nothing without a setting", async () => {
    for (const { name } of tables.filter((t) => t.tenant || t.name === "workspaces")) {
      const key = name === "workspaces" ? "id" : "workspace_id";
      const seen = (id: string | null) =>
        as(id, async () => (await app.query(`select distinct ${key} as id from ${name}`)).rows.map((r) => r.id));
      expect(await seen(two.b.id), name).toEqual([two.b.id]);
      expect(await seen(null), name).toEqual([]);
      expect(await seen("00000000-0000-0000-0000-000000000000"), name).toEqual([]);
    }
  });

  test("a change or removal of everything touches its own workspace only", async () => {
    for (const { name } of tables.filter((t) => t.tenant)) {
      const all = (
        await two.test.platform.db.ownerPool.query(`select count(*)::int as n from ${name} where workspace_id = $1`, [
          two.b.id,
        ])
      ).rows[0].n;
      const changed = await as(two.b.id, () =>
        app.query(`update ${name} set workspace_id = workspace_id`).then(
          (r) => r.rowCount,
          (e) => e.code,
        ),
      );
      expect([all, denied], name).toContain(changed);
      const removed = await as(two.b.id, () =>
        app.query(`delete from ${name}`).then(
          (r) => r.rowCount,
          (e) => e.code,
        ),
      );
      // A foreign key may keep rows; what it may not be is somebody else's row gone.
      expect([all, denied, "23503"], name).toContain(removed);
    }
  });

  test("no row can be written into another workspace, nor moved there", async () => {
    for (const { name, columns } of tables.filter((t) => t.tenant)) {
      const list = columns.map((c) => `"${c}"`).join(", ");
      const { rows } = await two.test.platform.db.ownerPool.query(
        `select to_jsonb(t) as row from ${name} t where workspace_id = $1 limit 1`,
        [two.a.id],
      );
      const overriding = name === "events" ? "overriding system value" : "";
      const insert = `insert into ${name} (${list}) ${overriding} select ${list} from jsonb_populate_record(null::${name}, $1)`;
      expect(await as(two.b.id, () => failure(app.query(insert, [rows[0].row]))), `insert into ${name}`).toBe(denied);
      const move = await as(two.b.id, () => failure(app.query(`update ${name} set workspace_id = $1`, [two.a.id])));
      expect(move, `update ${name}`).toBe(denied);
    }
  });
});

test("functions that run as the owner filter by the workspace themselves", async () => {
  const { rows } = await two.test.platform.db.ownerPool.query(
    "select proname as name, prosrc as source from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by 1",
  );
  expect(rows.length).toBeGreaterThan(0);
  // It adds jobs and returns nothing.
  for (const { name, source } of rows.filter((r) => r.name !== "enqueue_jobs"))
    expect(source, name).toContain("current_workspace()");
  const foreignIn = (table: string, found: string[]) =>
    two.test.platform.db.asSystem("the test looks", (tx) =>
      tx.rows({
        name: `foreign_${table}`,
        text: `select 1 from ${table} where id = any($1::uuid[]) and workspace_id <> $2`,
        values: [found, two.b.id],
      }),
    );
  for (const word of ["grinder", "mueller", "nkechi", "brewhaus"]) {
    const found = await as(two.b.id, async () =>
      (
        await app.query("select s.conversation_id as id from search_messages($1, $2, 1000) s", [
          `'${word}'`,
          `'${word}':*`,
        ])
      ).rows.map((r) => r.id),
    );
    expect(await foreignIn("conversations", found), word).toEqual([]);
    if (word === "grinder") expect(found.length).toBeGreaterThan(0);
  }
  const tickets = await as(two.b.id, async () =>
    (await app.query("select s as id from search_tickets($1, 1000) s", ["'guard':*"])).rows.map((r) => r.id),
  );
  expect(await foreignIn("tickets", tickets)).toEqual([]);
  expect(tickets.length).toBeGreaterThan(0);
  const responses = await as(two.b.id, async () =>
    (await app.query("select s as id from search_responses($1, 1000) s", ["'guarded':*"])).rows.map((r) => r.id),
  );
  expect(responses.length).toBe(1);
  expect(await foreignIn("responses", responses)).toEqual([]);
  for (const fragment of ["nkechi", "a", "%", "_", "example"]) {
    const found = await as(two.b.id, async () =>
      (await app.query("select s as id from search_people($1, 1000) s", [fragment])).rows.map((r) => r.id),
    );
    expect(await foreignIn("contacts", found), fragment).toEqual([]);
    if (fragment === "nkechi") expect(found.length).toBeGreaterThan(0);
  }
});
