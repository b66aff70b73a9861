/** Every route, asked for what another workspace has: not found, and nothing there has changed. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";
import type { Route } from "../../platform/http.ts";
import type { Api } from "../kit.ts";
import { addressOf, bodyFor, type Things, thingsOf } from "./route-cases.ts";
import { openTwo, signInTo, type Two } from "./two-workspaces.ts";

let two: Two;
let theirs: Things;
let own: Things;
let session: Api;
let key: Api;
let routes: Route[];

beforeAll(async () => {
  two = await openTwo();
  await two.test.signIn();
  session = await signInTo(two.test, two.b);
  key = two.test.as({ authorization: `Bearer ${two.b.key}` });
  theirs = await thingsOf(two, two.a);
  own = await thingsOf(two, two.b);
  routes = two.test.app.composition.routes;
});
afterAll(() => two?.test.close());

/** One checksum per tenant table over everything workspace A has. */
async function photograph(): Promise<Record<string, string>> {
  const pool = two.test.platform.db.ownerPool;
  const { rows } = await pool.query(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'workspace_id' order by 1",
  );
  const picture: Record<string, string> = {};
  for (const { name } of rows) {
    const found = await pool.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${name} t where workspace_id = $1`,
      [two.a.id],
    );
    picture[name] = found.rows[0].sum;
  }
  return picture;
}

test("an id of another workspace is not found, on every route that takes one, and nothing there changes", async () => {
  const before = await photograph();
  const wrong: string[] = [];
  const asked = routes.filter((route) => route.path.includes("/:") && !route.path.includes(":token"));
  expect(asked.length).toBeGreaterThan(30);
  for (const route of asked) {
    const path = addressOf(route, theirs);
    const mixed = route.path.includes(":message_id")
      ? [addressOf(route, { ...theirs, conversations: own.conversations! })]
      : [];
    for (const address of [path, ...mixed]) {
      for (const [who, api, allowed] of [
        ["session", session, [404]],
        ["key", key, [403, 404]],
      ] as const) {
        const answer = await api(route.method, address, bodyFor(route));
        const fine =
          (allowed as readonly number[]).includes(answer.status) ||
          (route.access === "public" && answer.status >= 400 && answer.status < 500);
        if (!fine)
          wrong.push(
            `${who} ${route.method} ${route.path} → ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`,
          );
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(await photograph()).toEqual(before);
});

test("the same requests with own ids are answered: the ids were of the right kind", async () => {
  const wrong: string[] = [];
  for (const route of routes.filter((r) => r.method === "GET" && r.path.includes("/:") && r.access !== "public")) {
    // No mail was received here, so there is no original of it.
    // And a merge needs a second ticket.
    if (route.path.endsWith("/original") || route.path.endsWith("/merge-preview")) continue;
    const answer = await session("GET", addressOf(route, own));
    if (answer.status !== 200) wrong.push(`${route.path} → ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  expect(wrong).toEqual([]);
});

test("a body that names something of another workspace is refused, and nothing there changes", async () => {
  const before = await photograph();
  const cases: [Parameters<Api>[0], string, object][] = [
    ["PATCH", `/conversations/${own.conversations}`, { assignee_id: theirs.members }],
    ["PATCH", `/conversations/${own.conversations}`, { team_id: theirs.teams }],
    [
      "POST",
      `/conversations/${own.conversations}/messages`,
      { kind: "message", text: "x", attachment_ids: [theirs.files] },
    ],
    [
      "POST",
      `/conversations/${own.conversations}/messages`,
      { kind: "message", text: "x", channel_id: theirs.channels },
    ],
    ["POST", `/conversations/${own.conversations}/messages`, { kind: "note", text: "x", mentions: [theirs.members] }],
    ["POST", "/conversations", { channel_id: theirs.channels, contact_id: own.contacts, text: "x" }],
    ["POST", "/conversations", { channel_id: own.channels, contact_id: theirs.contacts, text: "x" }],
    ["POST", "/tickets", { title: "x", conversation_ids: [theirs.conversations] }],
    ["POST", "/tickets", { title: "x", contact_id: theirs.contacts }],
    ["PATCH", `/tickets/${own.tickets}`, { assignee_id: theirs.members }],
    ["PATCH", `/tickets/${own.tickets}`, { team_id: theirs.teams }],
    ["PATCH", `/tickets/${own.tickets}`, { type: theirs["ticket-types"] }],
    ["PATCH", `/tickets/${own.tickets}`, { status_id: theirs["ticket-statuses"] }],
    ["POST", `/tickets/${own.tickets}/conversations`, { conversation_id: theirs.conversations }],
    ["POST", `/tickets/${own.tickets}/contacts`, { contact_id: theirs.contacts }],
    ["POST", `/tickets/${own.tickets}/links`, { kind: "related", ticket_id: theirs.tickets }],
    ["POST", `/tickets/${own.tickets}/merge`, { into: theirs.tickets }],
    ["POST", `/tickets/${own.tickets}/files`, { file_ids: [theirs.file_id] }],
    ["POST", `/tickets/${own.tickets}/notes`, { text: "x", mentions: [theirs.members] }],
    ["POST", `/tickets/${own.tickets}/broadcasts`, { text: "x", conversation_ids: [theirs.conversations] }],
    ["PATCH", `/members/${own.members}`, { team_ids: [theirs.teams] }],
    ["POST", "/invitations", { email: "n@n.test", role: "agent", team_ids: [theirs.teams] }],
    ["POST", "/teams", { name: "new", member_ids: [theirs.members] }],
    ["PATCH", `/teams/${own.teams}`, { member_ids: [theirs.members] }],
    ["POST", "/channels", { kind: "api", name: "new", team_id: theirs.teams }],
    ["PATCH", `/channels/${own.channels}`, { team_id: theirs.teams }],
  ];
  const wrong: string[] = [];
  for (const [method, path, body] of cases) {
    const answer = await session(method, path, body);
    if (answer.status < 400 || answer.status >= 500)
      wrong.push(`${method} ${path} ${JSON.stringify(body)} → ${answer.status}`);
  }
  expect(wrong).toEqual([]);
  expect(await photograph()).toEqual(before);
});

test("filters by another workspace's ids find nothing", async () => {
  for (const query of [`assignee_id=${theirs.members}`, `team_id=${theirs.teams}`, `contact_id=${theirs.contacts}`]) {
    expect((await session("GET", `/conversations?${query}`)).data, query).toEqual([]);
  }
  const search = await session("GET", "/conversations?q=grinder&limit=100");
  expect(search.data.length).toBeGreaterThan(0);
  const all = new Set((await session("GET", "/conversations?limit=100")).data.map((c: { id: string }) => c.id));
  expect(search.data.filter((c: { id: string }) => !all.has(c.id))).toEqual([]);
});

test("a message id that another workspace uses is nobody's secret and nobody's way in", async () => {
  const before = await photograph();
  const answer = await session("POST", `/conversations/${own.conversations}/messages`, {
    id: theirs.messages,
    kind: "note",
    text: "mine",
  });
  expect([200, 201]).toContain(answer.status);
  expect(answer.data.text).toBe("mine");
  expect(await photograph()).toEqual(before);
});

test("naming another workspace with one's own session or key leads nowhere", async () => {
  const foreign = { "x-omniflow-workspace": two.a.id };
  for (const path of ["/me", "/conversations", "/members", `/conversations/${theirs.conversations}`]) {
    expect((await session("GET", path, undefined, foreign)).status, path).toBe(401);
  }
  const byKey = await key("GET", "/conversations?limit=100", undefined, foreign);
  expect(byKey.data.some((c: { id: string }) => c.id === theirs.conversations)).toBe(false);
});

test("a signed address of one workspace does not open another's file", async () => {
  const { platform, app } = two.test;
  const until = new Date(Date.now() + 60_000);
  const open = (workspace: string) =>
    app.http.inject({ url: platform.crypto.signedUrl(`/api/v1/files/${theirs.files}?workspace=${workspace}`, until) });
  expect((await open(two.b.id)).statusCode).toBe(404);
  const right = platform.crypto.signedUrl(`/api/v1/files/${theirs.files}?workspace=${two.a.id}`, until);
  expect((await app.http.inject({ url: right })).statusCode).toBe(200);
  for (const bent of [
    right.replace(two.a.id, two.b.id),
    right.replace(/.$/, "!"),
    right.split("?")[0]!,
    `${right.split("&")[0]}`,
  ]) {
    const { statusCode } = await app.http.inject({ url: bent });
    expect(statusCode, bent).toBeGreaterThanOrEqual(400);
    expect(statusCode, bent).toBeLessThan(500);
  }
});

test("the live socket of another workspace does not open, and its own tells nothing of it", async () => {
  const address = (workspace: string) =>
    `ws://127.0.0.1:${two.test.running.port}/api/v1/realtime?workspace=${workspace}&key=${two.b.key}`;
  const heard: string[] = [];
  const mine = new WebSocket(address(two.b.id));
  mine.on("message", (data) => heard.push(String(data)));
  await new Promise((done, fail) => mine.once("message", done).once("error", fail));
  const stranger = new WebSocket(`ws://127.0.0.1:${two.test.running.port}/api/v1/realtime?workspace=${two.a.id}`);
  expect(
    await new Promise((done) => stranger.once("open", () => done("open")).once("error", (e) => done(e.message))),
  ).toMatch(/401/);
  mine.send(JSON.stringify({ t: "watch", conversation_ids: [theirs.conversations] }));
  mine.send(JSON.stringify({ t: "presence", conversation_id: theirs.conversations, state: "viewing" }));
  const inA = two.test.as({ authorization: `Bearer ${two.a.key}` });
  const said = await inA("POST", `/conversations/${theirs.conversations}/messages`, {
    id: randomUUID(),
    kind: "note",
    text: "secret",
  });
  expect(said.status).toBe(201);
  await new Promise((done) => setTimeout(done, 300));
  expect(heard.join("\n")).not.toContain(theirs.conversations);
  mine.close();
});
