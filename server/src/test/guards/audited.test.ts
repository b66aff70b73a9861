/** Whatever an admin changes is in the audit log: every mutating route that wants an admin's permission is called, and leaves an entry. */
import type { Permission } from "@omniflow/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Route } from "../../platform/http.ts";
import type { Api } from "../kit.ts";
import { addressOf, bodyFor, type Things, thingsOf } from "./route-cases.ts";
import { openTwo, signInTo, type Two } from "./two-workspaces.ts";

let two: Two;
let own: Things;
let session: Api;
let routes: Route[];

beforeAll(async () => {
  two = await openTwo();
  session = await signInTo(two.test, two.b);
  own = await thingsOf(two, two.b);
  routes = two.test.app.composition.routes.filter((route) => route.method !== "GET" && isAdmins(route));
});
afterAll(() => two?.test.close());

const adminOnly = (permission: Permission): boolean =>
  /^(settings|api|integrations)\.|^(conversations|contacts)\.delete$|^contacts\.export$/.test(permission);
const isAdmins = ({ access }: Route) =>
  access !== "public" && access !== "signed_in" && ([access].flat() as Permission[]).every(adminOnly);

/** A test message or a preview changes nothing that stays, and sample data that is there is not added again (taking it away is below). */
const nothingChanges = ["POST /channels/:id/test", "POST /mail-texts/preview", "POST /sample-data"];

const bodies: Record<string, object> = {
  "POST /channels": { kind: "api", name: "Audited" },
};

/** What has to be so before a route can do its work. */
const before: Record<string, () => Promise<unknown>> = {
  "DELETE /fields/:id": () => session("PATCH", `/fields/${own.fields}`, { archived: true }),
  "DELETE /conversations/:id": () => session("PATCH", `/conversations/${own.conversations}`, { folder: "trash" }),
  "DELETE /quarantine/:id": () =>
    two.test.platform.db.ownerPool.query("update raw_messages set state = 'quarantined' where id = $1", [
      own.quarantine,
    ]),
};

const entries = async (): Promise<number> => {
  const { rows } = await two.test.platform.db.ownerPool.query(
    "select count(*)::int as n from audit_entries where workspace_id = $1",
    [two.b.id],
  );
  return rows[0].n;
};

test("each leaves an entry, and the chain holds", async () => {
  const wrong: string[] = [];
  const ordered = [...routes].sort((a, b) => Number(a.method === "DELETE") - Number(b.method === "DELETE"));
  expect(ordered.length).toBeGreaterThan(15);
  for (const route of ordered) {
    const name = `${route.method} ${route.path}`;
    if (nothingChanges.includes(name)) continue;
    await before[name]?.();
    const count = await entries();
    const answer = await session(route.method, addressOf(route, own), bodies[name] ?? bodyFor(route));
    if (answer.status >= 300) wrong.push(`${name} → ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`);
    else if ((await entries()) === count) wrong.push(`${name} left nothing in the audit log`);
  }
  expect(wrong).toEqual([]);
  expect((await session("GET", "/audit/verify")).data).toMatchObject({ ok: true });
});
