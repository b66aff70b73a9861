import { afterEach, expect, it } from "vitest";
import { sql } from "../../platform/db.ts";
import { bootstrap } from "./index.ts";
import { clientOf, openTestApp, password, signIn, type TestApp } from "./test-app.ts";

let t: TestApp;
afterEach(() => t.close());
const count = (table: ReturnType<typeof sql>) =>
  t.platform.db.asSystem(
    "test",
    async (tx) => (await tx.row<{ n: number }>(sql`select count(*) as n from ${table}`))!.n,
  );
const input = { workspace_name: "Åcme & Söhne", name: "Ann", email: "ann@acme.test", password };

it("makes one workspace, also when two ask at once, signs in, and is closed then", async () => {
  const hooked: string[] = [];
  const sampled: string[] = [];
  t = await openTestApp(
    {},
    {
      onWorkspaceCreated: [
        async (ctx, tx) => {
          const seen = await tx.row<{ id: string }>(sql`select current_workspace() as id`);
          hooked.push(`${ctx.workspaceId === seen?.id}`);
        },
      ],
      addSampleData: async (ctx) => void sampled.push(ctx.workspaceId),
    },
  );
  const nobody = clientOf(t, null);
  expect((await nobody.call("GET", "/setup")).data).toEqual({ open: true, version: "0.0.0" });
  const answers = await Promise.all(
    ["ann", "eve", "kim"].map((name) =>
      nobody.call("POST", "/setup", { ...input, email: `${name}@acme.test`, sample_data: true }),
    ),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 410, 410]);
  expect([await count(sql`workspaces`), await count(sql`users`), await count(sql`members`)]).toEqual([1, 1, 1]);
  const { data, cookie } = answers.find((answer) => answer.status === 200)!;
  expect(data.workspace.slug).toBe("acme-sohne");
  expect(hooked).toEqual(["true"]);
  expect(sampled).toEqual([data.workspace.id]);
  const me = await clientOf(t, cookie).call("GET", "/me");
  expect(me.data).toMatchObject({
    workspace: { name: "Åcme & Söhne" },
    member: { role: "admin" },
    can_send_mail: false,
  });
  expect((await nobody.call("GET", "/setup")).data.open).toBe(false);
  expect((await nobody.call("POST", "/setup", input)).status).toBe(410);
});

it("leaves nothing behind when a hook fails, and can be repeated", async () => {
  let fails = true;
  t = await openTestApp(
    {},
    {
      onWorkspaceCreated: [
        async () => {
          if (fails) throw new Error("no mailbox");
        },
      ],
    },
  );
  const nobody = clientOf(t, null);
  expect((await nobody.call("POST", "/setup", input)).status).toBe(500);
  expect([await count(sql`workspaces`), await count(sql`users`)]).toEqual([0, 0]);
  fails = false;
  expect((await nobody.call("POST", "/setup", input)).status).toBe(200);
});

it("refuses malformed input", async () => {
  t = await openTestApp();
  const nobody = clientOf(t, null);
  for (const wrong of [
    { email: "x" },
    { password: "short" },
    { workspace_name: "" },
    { workspace_name: "  " },
    { name: {} },
    { email: null },
  ]) {
    const answer = await nobody.call("POST", "/setup", { ...input, ...wrong });
    expect(answer.status, JSON.stringify(wrong)).toBe(400);
  }
  expect(await count(sql`workspaces`)).toBe(0);
});

it("is done by the bootstrap settings on an empty database, once over nodes and restarts", async () => {
  const key = "any text the operator chose";
  t = await openTestApp({
    OMNIFLOW_BOOTSTRAP_EMAIL: "Root@localhost",
    OMNIFLOW_BOOTSTRAP_PASSWORD: password,
    OMNIFLOW_BOOTSTRAP_API_KEY: key.replaceAll(" ", "-"),
  });
  const made = await Promise.all([bootstrap(t.platform, []), bootstrap(t.platform, []), bootstrap(t.platform, [])]);
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(await bootstrap(t.platform, [])).toBeNull();
  expect([await count(sql`workspaces`), await count(sql`api_keys`)]).toEqual([1, 1]);
  const byKey = await clientOf(t, `Bearer ${key.replaceAll(" ", "-")}`).call("GET", "/api-keys");
  expect([byKey.status, byKey.data[0].prefix]).toEqual([200, "any-"]);
  expect((await signIn(t, "root@localhost")).status).toBe(200);
  expect((await clientOf(t, null).call("POST", "/setup", input)).status).toBe(410);
});
