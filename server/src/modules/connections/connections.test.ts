import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemContext } from "../../platform/context.ts";
import { newId } from "../../platform/uuid.ts";
import { defaultConnections } from "./defaults.ts";
import { findConnection, getConnectionView } from "./find.ts";
import { noteFailure, noteSuccess } from "./health.ts";
import { resolveMailbox } from "./listener.ts";
import { type Bed, openBed } from "./test-bed.ts";
import { viewOf } from "./views.ts";

let bed: Bed;
beforeAll(async () => {
  bed = await openBed({ OMNIFLOW_PUBLIC_URL: "https://desk.example.com" });
});
afterAll(() => bed.close());

const addFake = (more: object = {}) => bed.api("POST", "/channels", { kind: "fake", name: "Fake", ...more });

describe("creating and changing", () => {
  test("a channel is created, listed, changed and removed", async () => {
    const made = await addFake({ settings: { server: "one.example" } });
    expect(made.status).toBe(201);
    expect(made.data).toMatchObject({
      kind: "fake",
      name: "Fake",
      state: "active",
      address: null,
      settings: { server: "one.example", port: 1234, mode: "push" },
      secrets_set: [],
      health: { state: "unknown", waiting: 0, quarantined: 0 },
      version: 1,
    });
    const { id } = made.data;
    expect((await bed.api("GET", "/channels")).data.map((channel: { id: string }) => channel.id)).toContain(id);
    const changed = await bed.api("PATCH", `/channels/${id}`, { settings: { port: 99 }, name: "Two", version: 1 });
    expect(changed.data).toMatchObject({ name: "Two", settings: { server: "one.example", port: 99 }, version: 2 });
    expect((await bed.api("PATCH", `/channels/${id}`, { name: "Three", version: 1 })).error.code).toBe(
      "version_conflict",
    );
    expect((await bed.api("PATCH", `/channels/${id}`, { settings: { server: null } })).data.settings.server).toBe(
      "fake.example",
    );
    expect((await bed.api("DELETE", `/channels/${id}`)).status).toBe(200);
    expect((await bed.api("GET", `/channels/${id}`)).status).toBe(404);
    expect((await bed.api("DELETE", `/channels/${id}`)).status).toBe(404);
    await expect(getConnectionView(bed.platform, bed.workspaceId, id)).rejects.toThrow(/removed/);
    const types = await bed.rows<{ type: string }>(
      "select type from events where data->>'connection_id' = $1 order by seq",
      [id],
    );
    expect(types.map((row) => row.type)).toEqual([
      "connection.created",
      "connection.updated",
      "connection.updated",
      "connection.removed",
    ]);
  });

  test.each([
    [{ kind: "nothing" }, "kind"],
    [{ settings: { port: "many" } }, "settings.port"],
    [{ settings: { port: 0 } }, "settings.port"],
    [{ settings: { mode: "push me" } }, "settings.mode"],
    [{ settings: { required_name: "much longer than that" } }, "settings.required_name"],
    [{ settings: { __proto__x: 1 } }, "settings.__proto__x"],
    [{ settings: { constructor: 1 } }, "settings.constructor"],
    [{ secrets: { token: "abc" } }, "secrets.token"],
    [{ secrets: { unknown: "abc" } }, "secrets.unknown"],
    [{ name: "   " }, "name"],
    [{ address: "someone@example.com" }, "address"],
    [{ team_id: "0198c0de-0000-7000-8000-000000000001" }, "team_id"],
    [{ kind: "email", address: "not an address" }, "address"],
    [{ kind: "email", address: "a@b@c" }, "address"],
    [{ kind: "email", settings: { mode: "imap" } }, "address"],
    [{ kind: "email", settings: { imap_port: 70000 } }, "settings.imap_port"],
    [{ kind: "api", settings: { webhook_url: "javascript:alert(1)" } }, "settings.webhook_url"],
  ])("%j is refused, naming %s", async (input, field) => {
    const refused = await addFake(input);
    expect(refused.status).toBe(400);
    expect(refused.error).toMatchObject({ code: "validation_failed", field });
    expect(refused.error.message).toMatch(/\.$/);
  });

  test("a member without the permission sees channels and changes none", async () => {
    const member = bed.as(bed.workspaceId, ["conversations.reply"]);
    expect((await member("GET", "/channels")).status).toBe(200);
    expect((await member("GET", "/channel-kinds")).status).toBe(200);
    expect((await member("POST", "/channels", { kind: "fake", name: "x" })).status).toBe(403);
    expect((await member("GET", "/quarantine")).status).toBe(403);
  });

  test("kinds are offered with what their forms need", async () => {
    const kinds = (await bed.api("GET", "/channel-kinds")).data;
    expect(kinds.map((kind: { kind: string }) => kind.kind)).toEqual(["email", "chat", "api", "fake"]);
    expect(kinds[0]).toMatchObject({ has_address: true, can_test: true, settings: { type: "object" } });
    expect(kinds[2]).toMatchObject({ has_address: false });
  });
});

describe("secrets", () => {
  test("are kept sealed, patched one by one, and never leave in an answer", async () => {
    const made = await addFake({ secrets: { token: "tok-abcdef", password: "pass-xyz" } });
    const { id } = made.data;
    expect(made.data.secrets_set.sort()).toEqual(["password", "token"]);
    const patched = await bed.api("PATCH", `/channels/${id}`, { secrets: { token: "tok-second", password: "" } });
    const row = await findConnection(systemContext(bed.platform, bed.workspaceId), id);
    expect(viewOf(bed.platform, row!).secrets).toEqual({ token: "tok-second", password: "pass-xyz" });
    expect(row!.secrets!.toString("latin1")).not.toContain("tok-second");
    const removed = await bed.api("PATCH", `/channels/${id}`, { secrets: { token: null } });
    expect(removed.data.secrets_set).toEqual(["password"]);
    const answers = [
      made,
      patched,
      removed,
      await bed.api("GET", "/channels"),
      await bed.api("GET", `/channels/${id}`),
      await bed.api("POST", `/channels/${id}/test`, {}),
      await bed.api("PATCH", `/channels/${id}`, { secrets: { password: "x".repeat(101) } }),
    ];
    for (const { text } of answers) expect(text).not.toMatch(/tok-|pass-xyz/);
    const events = await bed.rows<{ data: object }>("select data from events");
    expect(JSON.stringify(events)).not.toMatch(/tok-|pass-xyz/);
    await bed.api("DELETE", `/channels/${id}`);
    expect(await bed.rows("select 1 from connections where id = $1 and secrets is not null", [id])).toEqual([]);
  });

  test("tokens signed for one connection are worth nothing to another", async () => {
    const ctx = systemContext(bed.platform, bed.workspaceId);
    const one = viewOf(bed.platform, (await findConnection(ctx, (await addFake()).data.id))!);
    const two = viewOf(bed.platform, (await findConnection(ctx, (await addFake()).data.id))!);
    const token = one.sign("reply", "thread-1");
    expect(one.sign("reply", "thread-1")).toBe(token);
    expect(one.unsign("reply", token)).toBe("thread-1");
    expect(one.unsign("bounce", token)).toBeNull();
    expect(two.unsign("reply", token)).toBeNull();
  });
});

describe("addresses", () => {
  test("one installation receives for an address once, over all workspaces; removing frees it", async () => {
    const first = await bed.api("POST", "/channels", {
      kind: "email",
      name: "Support",
      address: "Support@Example.com",
    });
    expect(first.data.address).toBe("support@example.com");
    const other = bed.as(await bed.addWorkspace());
    const second = await other("POST", "/channels", { kind: "email", name: "Mine", address: "SUPPORT@example.com" });
    expect(second).toMatchObject({ status: 409, error: { code: "already_exists", field: "address" } });
    await bed.api("DELETE", `/channels/${first.data.id}`);
    expect(
      (await other("POST", "/channels", { kind: "email", name: "Mine", address: "support@example.com" })).status,
    ).toBe(201);
  });

  test("one is made up on our own domain when none is given", async () => {
    const made = await bed.api("POST", "/channels", { kind: "email", name: "Zürich Team!" });
    expect(made.data.address).toMatch(/^zurich-team-[a-z0-9]{6}@desk\.example\.com$/);
  });

  test("mail finds its mailbox by address and by key; paused is “later”, removed is “nobody”", async () => {
    const { data } = await bed.api("POST", "/channels", { kind: "email", name: "Find me", address: "find@me.example" });
    const target = { workspaceId: bed.workspaceId, id: data.id };
    expect(await resolveMailbox(bed.platform, "find@me.example")).toEqual(target);
    expect(await resolveMailbox(bed.platform, `${data.key}@anything.example`)).toEqual(target);
    expect(await resolveMailbox(bed.platform, "nobody@me.example")).toBeNull();
    await bed.api("PATCH", `/channels/${data.id}`, { state: "paused" });
    await expect(resolveMailbox(bed.platform, "find@me.example")).rejects.toMatchObject({ responseCode: 450 });
    await bed.api("DELETE", `/channels/${data.id}`);
    expect(await resolveMailbox(bed.platform, "find@me.example")).toBeNull();
  });

  test("a new workspace starts with a mailbox and a widget, the second without the mailbox", async () => {
    const start = async (id: string) => {
      const ctx = systemContext(bed.platform, id);
      await bed.platform.db.inWorkspace(id, (tx) => defaultConnections(ctx, tx));
      return (await bed.as(id)("GET", "/channels")).data.map((one: Record<string, unknown>) => [one.name, one.address]);
    };
    expect(await start(await bed.addWorkspace())).toEqual([
      ["Support", "support@localhost"],
      ["Website chat", null],
    ]);
    expect(await start(await bed.addWorkspace())).toEqual([["Website chat", null]]);
  });
});

test("another workspace's channel is not found on any route", async () => {
  const { id } = (await addFake()).data;
  const stranger = bed.as(await bed.addWorkspace());
  const message = { external_id: "1", from: { handle: "x" }, text: "x" };
  for (const [method, path, body] of [
    ["GET", "", undefined],
    ["PATCH", "", { name: "Mine now" }],
    ["DELETE", "", undefined],
    ["POST", "/test", {}],
    ["POST", "/messages", message],
  ] as const) {
    expect((await stranger(method, `/channels/${id}${path}`, body)).status, `${method} ${path}`).toBe(404);
  }
  expect((await stranger("GET", "/channels")).data).toEqual([]);
  for (const [method, path] of [
    ["POST", "/retry"],
    ["DELETE", ""],
    ["GET", "/raw"],
  ] as const) {
    expect((await stranger(method, `/quarantine/${newId()}${path}`)).status).toBe(404);
  }
});

describe("health", () => {
  test("a test that the provider refuses is an answer, and shows as failing until it works again", async () => {
    const { id } = (await addFake({ secrets: { token: "wrong" } })).data;
    const failed = await bed.api("POST", `/channels/${id}/test`);
    expect(failed).toMatchObject({
      status: 200,
      data: { ok: false, report: [expect.stringContaining("does not know this token")] },
    });
    expect((await bed.api("GET", `/channels/${id}`)).data.health).toMatchObject({
      state: "failing",
      reason: expect.any(String),
    });
    await bed.api("PATCH", `/channels/${id}`, { secrets: { token: "right" } });
    expect((await bed.api("POST", `/channels/${id}/test`, {})).data.ok).toBe(true);
    expect((await bed.api("GET", `/channels/${id}`)).data.health).toMatchObject({ state: "ok", reason: null });
    const changes = await bed.rows(
      "select 1 from events where type = 'connection.health_changed' and data->>'connection_id' = $1",
      [id],
    );
    expect(changes).toHaveLength(2);
  });

  test("many successes are one write, a change is written at once", async () => {
    const ctx = systemContext(bed.platform, bed.workspaceId);
    const { id } = (await addFake()).data;
    const stamp = async () =>
      (await bed.rows<{ at: Date }>("select health_at as at from connections where id = $1", [id]))[0]!.at;
    await noteSuccess(ctx, id, "received");
    const first = await stamp();
    await noteSuccess(ctx, id, "received");
    expect(await stamp()).toEqual(first);
    await noteFailure(ctx, id, "Gone.");
    await noteSuccess(ctx, id, "received");
    expect((await stamp()).getTime()).toBeGreaterThan(first.getTime());
  });
});
