import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "../../platform/db.ts";
import { clientOf, openTestApp, setUpAnn, signIn, type TestApp } from "../workspaces/test-app.ts";
import { identityTasks } from "./jobs.ts";

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
  await setUpAnn(t);
});
afterAll(() => t.close());

const count = (table: ReturnType<typeof sql>) =>
  t.platform.db.asSystem(
    "test",
    async (tx) => (await tx.row<{ n: number }>(sql`select count(*) as n from ${table}`))!.n,
  );

it("sweeps away what has ended, and nothing else", async () => {
  await signIn(t, "nobody@acme.test", "a wrong guess");
  t.clock.advance(29 * 24 * 3600_000);
  const { cookie } = await signIn(t, "ann@acme.test");
  await clientOf(t, cookie).call("GET", "/me");
  t.clock.advance(2 * 24 * 3600_000);
  expect([await count(sql`sessions`), (await count(sql`attempts`)) > 0]).toEqual([2, true]);
  await identityTasks.sweep_sessions!(t.platform, {}, AbortSignal.timeout(5_000));
  expect([await count(sql`sessions`), await count(sql`attempts`)]).toEqual([1, 0]);
  expect((await clientOf(t, cookie).call("GET", "/me")).status).toBe(200);
});
