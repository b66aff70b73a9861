import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "../../platform/uuid.ts";
import { bring, type Client, clientOf, openTestApp, setUpAnn, signIn, type TestApp } from "./test-app.ts";

let t: TestApp;
let ann: Client & { workspaceId: string };
let annId: string;
let foreign: { member: string; team: string; invitation: string; key: string };
beforeAll(async () => {
  t = await openTestApp();
  ann = await setUpAnn(t);
  annId = (await ann.call("GET", "/me")).data.member.id;
  foreign = await otherWorkspace();
});
afterAll(() => t.close());

/** Another workspace, of another person. */
async function otherWorkspace() {
  const eve = await bring(t, ann, "eve@evil.test", "agent");
  const { data } = await eve.call("POST", "/workspaces", { name: "Evil" });
  const there = clientOf(t, eve.cookie, data.id);
  const [me, team, invitation, key] = await Promise.all([
    there.call("GET", "/me"),
    there.call("POST", "/teams", { name: "Evil team" }),
    there.call("POST", "/invitations", { email: "x@evil.test", role: "agent" }),
    there.call("POST", "/api-keys", { name: "k", scopes: ["contacts.view"] }),
  ]);
  return { member: me.data.member.id, team: team.data.id, invitation: invitation.data.id, key: key.data.id };
}
let n = 0;
const newMember = (role: string) => bring(t, ann, `member${++n}@acme.test`, role);

describe("a member", () => {
  it("changes name, availability and settings; settings are merged and unknown ones dropped", async () => {
    const bob = await newMember("agent");
    await bob.call("PATCH", "/me", { settings: { theme: "dark", undo_seconds: 30, nonsense: 1 } });
    const changed = await bob.call("PATCH", "/me", {
      name: " Bob ",
      availability: "away",
      settings: { theme: "light" },
    });
    expect(changed.data).toMatchObject({ member: { name: "Bob", availability: "away" } });
    expect(changed.data.settings).toEqual({ theme: "light", undo_seconds: 30 });
    for (const wrong of [{}, { settings: { undo_seconds: 999 } }, { availability: "asleep" }, { role: "admin" }]) {
      expect((await bob.call("PATCH", "/me", wrong)).status, JSON.stringify(wrong)).toBe(400);
    }
  });

  it("chooses keys, which are kept as they are and replaced together; what is no key is refused", async () => {
    const bob = await newMember("agent");
    const keys = { reply: ["y"], "go-inbox": ["g y"], trash: [] };
    expect((await bob.call("PATCH", "/me", { settings: { keys } })).data.settings).toEqual({ keys });
    const other = await bob.call("PATCH", "/me", { settings: { theme: "dark", keys: { note: ["q"] } } });
    expect(other.data.settings).toEqual({ theme: "dark", keys: { note: ["q"] } });
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`a${n}`, ["q"]]));
    for (const wrong of [
      { reply: ["a", "b", "c", "d", "e"] },
      { reply: ["a b c"] },
      { reply: [" "] },
      { reply: ["x".repeat(40)] },
      { "<script>": ["y"] },
      many,
    ]) {
      expect((await bob.call("PATCH", "/me", { settings: { keys: wrong } })).status, JSON.stringify(wrong)).toBe(400);
    }
  });

  it("chooses columns list by list: two tabs take nothing from each other, and null goes back to the usual", async () => {
    const bob = await newMember("agent");
    const segment = `contact.${crypto.randomUUID()}`;
    const choose = (columns: object) => bob.call("PATCH", "/me", { settings: { columns } });
    await bob.call("PATCH", "/me", { settings: { theme: "dark", columns: { contact: ["email"] } } });
    await Promise.all([choose({ company: ["tier"] }), choose({ [segment]: ["phone", "custom.seats"] })]);
    expect((await bob.call("GET", "/me")).data.settings).toEqual({
      theme: "dark",
      columns: { contact: ["email"], company: ["tier"], [segment]: ["phone", "custom.seats"] },
    });
    const back = await choose({ [segment]: null, contact: [] });
    expect(back.data.settings.columns).toEqual({ contact: [], company: ["tier"] });
    for (const wrong of [{ "<b>": ["x"] }, { contact: ["x".repeat(81)] }])
      expect((await choose(wrong)).status, JSON.stringify(wrong)).toBe(400);
  });

  it("is out everywhere as soon as the role changes, and has the new rights after signing in", async () => {
    const bob = await newMember("agent");
    expect((await bob.call("GET", "/invitations")).status).toBe(403);
    const changed = await ann.call("PATCH", `/members/${bob.memberId}`, { role: "supervisor", version: 1 });
    expect(changed.data).toMatchObject({ role: "supervisor", version: 2 });
    expect((await bob.call("GET", "/me")).status).toBe(401);
    const again = clientOf(t, (await signIn(t, changed.data.email)).cookie);
    expect((await again.call("GET", "/invitations")).status).toBe(200);
  });

  it("is out at once when deactivated, and back when activated", async () => {
    const bob = await newMember("agent");
    await ann.call("PATCH", `/members/${bob.memberId}`, { deactivated: true });
    expect((await bob.call("GET", "/me")).status).toBe(401);
    const { email } = (await ann.call("GET", "/members")).data.find(
      (member: { id: string }) => member.id === bob.memberId,
    );
    const fresh = (await signIn(t, email)).cookie;
    expect((await clientOf(t, fresh, ann.workspaceId).call("GET", "/me")).status).toBe(401);
    expect((await ann.call("POST", "/invitations", { email, role: "agent" })).status).toBe(409);
    await ann.call("PATCH", `/members/${bob.memberId}`, { deactivated: false });
    expect((await clientOf(t, fresh, ann.workspaceId).call("GET", "/me")).status).toBe(200);
  });

  it("is not changed by somebody who saw an older version", async () => {
    const bob = await newMember("agent");
    await ann.call("PATCH", `/members/${bob.memberId}`, { name: "Robert" });
    const stale = await ann.call("PATCH", `/members/${bob.memberId}`, { name: "Bobby", version: 1 });
    expect([stale.status, stale.error.code]).toEqual([409, "version_conflict"]);
  });
});

describe("rights", () => {
  it("are not handed on beyond one's own", async () => {
    const sue = await newMember("supervisor");
    expect((await sue.call("PATCH", `/members/${sue.memberId}`, { role: "admin" })).status).toBe(403);
    expect((await sue.call("PATCH", `/members/${annId}`, { deactivated: true })).status).toBe(403);
    expect((await sue.call("POST", "/invitations", { email: "new@acme.test", role: "admin" })).status).toBe(403);
    const bob = await newMember("agent");
    expect((await sue.call("PATCH", `/members/${bob.memberId}`, { role: "supervisor" })).status).toBe(200);
    for (const [method, path, body] of [
      ["PATCH", `/members/${annId}`, { name: "x" }],
      ["POST", "/teams", { name: "x" }],
      ["POST", "/api-keys", { name: "x", scopes: ["contacts.view"] }],
      ["PATCH", "/workspace", { name: "x" }],
    ] as const) {
      const carl = await newMember("agent");
      expect((await carl.call(method, path, body)).status, path).toBe(403);
    }
  });

  it("always leave an admin, also when two put each other out at once", async () => {
    expect((await ann.call("PATCH", `/members/${annId}`, { role: "agent" })).status).toBe(409);
    expect((await ann.call("PATCH", `/members/${annId}`, { deactivated: true })).status).toBe(409);
    const bea = await newMember("admin");
    const answers = await Promise.all([
      ann.call("PATCH", `/members/${bea.memberId}`, { deactivated: true }),
      bea.call("PATCH", `/members/${annId}`, { deactivated: true }),
    ]);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    const survivor = answers[0]!.status === 200 ? ann : bea;
    const members = (await survivor.call("GET", "/members")).data as {
      role: string;
      deactivated: boolean;
      id: string;
    }[];
    expect(members.filter((member) => member.role === "admin" && !member.deactivated)).toHaveLength(1);
    if (survivor === bea) await bea.call("PATCH", `/members/${annId}`, { deactivated: false });
    ann = { ...clientOf(t, (await signIn(t, "ann@acme.test")).cookie, ann.workspaceId), workspaceId: ann.workspaceId };
  });
});

describe("teams", () => {
  beforeEach(() => void n++);

  it("are made, changed and removed; their members know at once", async () => {
    const bob = await newMember("agent");
    const name = `Team ${n}`;
    const made = await ann.call("POST", "/teams", { name, member_ids: [bob.memberId] });
    expect([made.status, made.data.member_ids]).toEqual([201, [bob.memberId]]);
    expect((await bob.call("GET", "/me")).data.member.team_ids).toEqual([made.data.id]);
    expect((await ann.call("POST", "/teams", { name: name.toUpperCase() })).error.code).toBe("already_exists");
    const changed = await ann.call("PATCH", `/teams/${made.data.id}`, { member_ids: [], version: 1 });
    expect(changed.data).toMatchObject({ name, member_ids: [], version: 2 });
    expect((await ann.call("PATCH", `/teams/${made.data.id}`, { name: "x", version: 1 })).status).toBe(409);
    await ann.call("PATCH", `/members/${bob.memberId}`, { team_ids: [made.data.id] });
    expect((await ann.call("DELETE", `/teams/${made.data.id}`)).status).toBe(200);
    expect((await bob.call("GET", "/me")).data.member.team_ids).toEqual([]);
    expect((await ann.call("DELETE", `/teams/${made.data.id}`)).status).toBe(404);
  });
});

describe("ids of another workspace", () => {
  it("are not found, or not taken", async () => {
    for (const [method, path, body] of [
      ["PATCH", `/members/${foreign.member}`, { name: "x" }],
      ["PATCH", `/teams/${foreign.team}`, { name: "x" }],
      ["DELETE", `/teams/${foreign.team}`, undefined],
      ["DELETE", `/invitations/${foreign.invitation}`, undefined],
      ["DELETE", `/api-keys/${foreign.key}`, undefined],
      ["PATCH", `/members/${newId()}`, { name: "x" }],
    ] as const) {
      expect((await ann.call(method, path, body)).status, `${method} ${path}`).toBe(404);
    }
    for (const [method, path, body] of [
      ["POST", "/teams", { name: "with a stranger", member_ids: [foreign.member] }],
      ["PATCH", `/members/${annId}`, { team_ids: [foreign.team] }],
      ["POST", "/invitations", { email: "y@acme.test", role: "agent", team_ids: [foreign.team] }],
    ] as const) {
      expect((await ann.call(method, path, body)).status, `${method} ${path}`).toBe(400);
    }
    expect(JSON.stringify((await ann.call("GET", "/teams")).data)).not.toContain("Evil");
  });
});

describe("the workspace", () => {
  it("is renamed, with its version, and its checklist hidden", async () => {
    const renamed = await ann.call("PATCH", "/workspace", { name: "Acme Ltd", version: 1 });
    expect(renamed.data).toMatchObject({ name: "Acme Ltd", slug: "acme", version: 2 });
    expect((await ann.call("PATCH", "/workspace", { name: "Other", version: 1 })).status).toBe(409);
    const before = await ann.call("GET", "/onboarding");
    expect(before.data).toMatchObject({ dismissed: false });
    expect(before.data.steps.slice(0, 2)).toEqual([
      { key: "channel", done: true, available: true },
      { key: "test_message", done: false, available: false },
    ]);
    expect((await ann.call("PATCH", "/onboarding", { dismissed: true })).data.dismissed).toBe(true);
  });
});

it("records who changed what", async () => {
  const events = await t.platform.db.inWorkspace(ann.workspaceId, (tx) =>
    tx.rows<{ type: string; actor_id: string }>({
      text: "select type, actor_id from events order by seq",
      name: "events",
    }),
  );
  const types = new Set(events.map((event) => event.type));
  for (const type of [
    "member.invited",
    "member.joined",
    "member.updated",
    "member.removed",
    "team.created",
    "team.updated",
  ]) {
    expect(types, type).toContain(type);
  }
  expect(events.every((event) => event.actor_id !== null)).toBe(true);
});
