import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, clientOf, openTestApp, password, setUpAnn, signIn, type TestApp } from "./test-app.ts";

let t: TestApp;
let ann: Client & { workspaceId: string };
beforeAll(async () => {
  t = await openTestApp();
  ann = await setUpAnn(t);
});
afterAll(() => t.close());

const nobody = () => clientOf(t, null);
const invite = async (email: string, role = "agent", team_ids: string[] = []) => {
  const { data } = await ann.call("POST", "/invitations", { email, role, team_ids });
  return `/invitations/by-token/${data.link.split("/").at(-1)}`;
};

it("brings a new person in, once, also when it is accepted by several at once", async () => {
  const team = (await ann.call("POST", "/teams", { name: "Support" })).data.id;
  const path = await invite("Bob@acme.test", "supervisor", [team]);
  expect((await nobody().call("GET", path)).data).toEqual({
    workspace_name: "Acme",
    email: "bob@acme.test",
    role: "supervisor",
    has_account: false,
  });
  const answers = await Promise.all(
    [1, 2, 3].map(() => nobody().call("POST", `${path}/accept`, { name: "Bob", password })),
  );
  const statuses = answers.map((answer) => answer.status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.every((status) => [200, 409, 410].includes(status))).toBe(true);
  const { cookie } = answers.find((answer) => answer.status === 200)!;
  const me = await clientOf(t, cookie).call("GET", "/me");
  expect(me.data.member).toMatchObject({ name: "Bob", role: "supervisor", team_ids: [team] });
  expect((await nobody().call("GET", path)).error.code).toBe("expired");
  expect((await nobody().call("POST", `${path}/accept`, { password })).status).toBe(410);
  expect((await ann.call("GET", "/invitations")).data).toEqual([]);
  expect((await ann.call("POST", "/invitations", { email: "bob@acme.test", role: "agent" })).status).toBe(409);
});

it("asks for a good password, and stays open until there is one", async () => {
  const path = await invite("carl@acme.test");
  expect((await nobody().call("POST", `${path}/accept`, { password: "short" })).error.field).toBe("password");
  expect((await nobody().call("POST", `${path}/accept`, {})).status).toBe(400);
  expect((await nobody().call("POST", `${path}/accept`, { password })).status).toBe(200);
});

it("made again for the same address replaces the earlier link", async () => {
  const first = await invite("dora@acme.test");
  const second = await invite("DORA@acme.test", "admin");
  expect((await nobody().call("GET", first)).status).toBe(404);
  expect((await nobody().call("GET", second)).data.role).toBe("admin");
  expect((await ann.call("GET", "/invitations")).data).toHaveLength(1);
  const [{ id }] = (await ann.call("GET", "/invitations")).data;
  expect((await ann.call("DELETE", `/invitations/${id}`)).status).toBe(200);
  expect((await nobody().call("POST", `${second}/accept`, { password })).status).toBe(404);
  const withdrawn = await t.platform.db.inWorkspace(ann.workspaceId, (tx) =>
    tx.rows<{ data: object }>({ name: "withdrawn", text: "select data from events where type = 'member.uninvited'" }),
  );
  expect(withdrawn.map((event) => event.data)).toEqual([{ email: "dora@acme.test" }]);
});

it("of one address made at once leaves one", async () => {
  const all = await Promise.all(
    [1, 2, 3, 4].map(() => ann.call("POST", "/invitations", { email: "fay@acme.test", role: "agent" })),
  );
  expect(all.map((answer) => answer.status)).toEqual([201, 201, 201, 201]);
  const open = (await ann.call("GET", "/invitations")).data as { email: string }[];
  expect(open.filter((invitation) => invitation.email === "fay@acme.test")).toHaveLength(1);
});

it("ends after fourteen days", async () => {
  const path = await invite("gus@acme.test");
  t.clock.advance(14 * 24 * 3600_000);
  expect((await nobody().call("GET", path)).status).toBe(410);
  expect((await nobody().call("POST", `${path}/accept`, { password })).status).toBe(410);
  t.clock.advance(-14 * 24 * 3600_000);
});

it("takes an existing person's own password, and slows guessing at it", async () => {
  const hal = await nobody().call("POST", `${await invite("hal@acme.test")}/accept`, { password });
  const { data } = await clientOf(t, hal.cookie).call("POST", "/workspaces", { name: "Hal's" });
  const there = clientOf(t, hal.cookie, data.id);
  const { link } = (await there.call("POST", "/invitations", { email: "ann@acme.test", role: "agent" })).data;
  const path = `/invitations/by-token/${link.split("/").at(-1)}/accept`;
  const from = { remoteAddress: "192.0.2.77" };
  const guesses: number[] = [];
  for (let i = 0; i < 7; i++)
    guesses.push((await nobody().call("POST", path, { password: "a wrong guess" }, from)).status);
  expect(guesses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  const joined = await nobody().call("POST", path, { password });
  expect([joined.status, joined.data.workspace.id]).toEqual([200, data.id]);
  const me = await clientOf(t, joined.cookie, data.id).call("GET", "/me");
  expect(me.data).toMatchObject({ member: { role: "agent", name: "Ann" } });
  expect(me.data.workspaces).toHaveLength(2);
  expect((await signIn(t, "ann@acme.test")).status).toBe(200);
});

it("is not found with a made-up token", async () => {
  expect((await nobody().call("GET", "/invitations/by-token/made-up")).status).toBe(404);
  expect((await nobody().call("POST", "/invitations/by-token/made-up/accept", { password })).status).toBe(404);
  expect((await nobody().call("GET", `/invitations/by-token/${"x".repeat(300)}`)).status).toBeLessThan(500);
});
