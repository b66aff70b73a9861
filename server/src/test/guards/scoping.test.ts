/** A conversation of another team: its members alone know of it. Every path by which somebody else could learn of it, or touch it. */
import { randomUUID } from "node:crypto";
import { defaultViews } from "@omniflow/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import WebSocket from "ws";
import { mailMissed } from "../../modules/notifications/mail.ts";
import { type Api, adminEmail, adminPassword, openTest, type Test } from "../kit.ts";
import { bodyFor, fill } from "./route-cases.ts";

let test: Test;
let ann: Api;
let ben: Api;
let benCookie: string;
const id = {
  hidden: "",
  own: "",
  message: "",
  note: "",
  contact: "",
  company: "",
  ticket: "",
  board: "",
  returns: "",
  view: "",
  file: "",
  action: "",
  ben: "",
};
const secret = "merger";

beforeAll(async () => {
  test = await openTest();
  ann = await test.signIn();
  const made = async (path: string, body: object) => {
    const answer = await ann("POST", path, body);
    expect(answer.error, path).toBeUndefined();
    return answer.data;
  };
  id.board = (await made("/teams", { name: "Board" })).id;
  id.returns = (await made("/teams", { name: "Returns" })).id;
  const invited = await made("/invitations", { email: "ben@example.test", role: "agent", team_ids: [id.returns] });
  const token = String(invited.link).split("/").at(-1);
  await made(`/invitations/by-token/${token}/accept`, { name: "Ben", password: "battery staple horse" });
  ben = await test.signIn("ben@example.test", "battery staple horse");
  id.ben = (await ben("GET", "/me")).data.member.id;
  benCookie = await cookieOf("ben@example.test", "battery staple horse");
  const channel = (await made("/channels", { kind: "api", name: "Shop" })).id;
  const receive = (subject: string, text: string) =>
    made(`/channels/${channel}/messages`, {
      external_id: randomUUID(),
      thread: subject,
      subject,
      from: { email: "cfo@acme-customer.test", name: "Carla Fo" },
      text,
    });
  id.own = (await receive("A kettle", "It whistles")).conversation_id;
  const arrived = await receive(`The ${secret} papers`, `About the ${secret}`);
  id.hidden = arrived.conversation_id;
  id.message = (await ann("GET", `/conversations/${id.hidden}/messages`)).data[0].id;
  id.contact = (await ann("GET", `/conversations/${id.hidden}`)).data.contact.id;
  id.company = (await made("/companies", { name: "Customer Inc" })).id;
  await ann("PATCH", `/contacts/${id.contact}`, { company_id: id.company });
  // Ben was told of it while it was his; then it went to the board.
  await ann("PATCH", `/conversations/${id.hidden}`, { assignee_id: id.ben });
  await test.work();
  expect((await ben("GET", "/notifications/count")).data.unread).toBe(1);
  await ann("PATCH", `/conversations/${id.hidden}`, { team_id: id.board, assignee_id: null });
  id.note = (await made(`/conversations/${id.hidden}/messages`, { kind: "note", text: `${secret} note` })).id;
  await ann("PUT", `/conversations/${id.hidden}/draft`, { kind: "note", body: { html: "", text: `${secret} draft` } });
  id.ticket = (await made("/tickets", { title: "Kettles", conversation_ids: [id.hidden, id.own] })).id;
  const filter = { op: "and", nodes: [{ field: "team", op: "is", value: id.board }] };
  id.view = (await made("/views", { name: "Of the board", scope: "workspace", filter })).id;
  id.action = (await ann("PATCH", `/conversations/${id.hidden}`, { priority: "high" })).data.action_id;
  await test.work();
});
afterAll(() => test.close());

async function cookieOf(email: string, password: string): Promise<string> {
  const response = await test.app.http.inject({
    method: "POST",
    url: "/api/auth/sign-in/email",
    payload: { email, password },
  });
  return [response.headers["set-cookie"]]
    .flat()
    .map((one) => String(one).split(";")[0])
    .join("; ");
}

/** All there is of the conversation, to see that nothing of it was touched. */
const photograph = async () => {
  const { rows } = await test.platform.db.ownerPool.query(
    `select (select to_jsonb(c) from conversations c where c.id = $1) as conversation,
      (select jsonb_agg(to_jsonb(m) order by m.id) from messages m where m.conversation_id = $1) as messages,
      (select count(*)::int from conversations where merged_into is not null) as merged,
      (select count(*)::int from followers where conversation_id = $1) as followers`,
    [id.hidden],
  );
  return rows[0];
};
const tells = (answer: { body: unknown }) => {
  const text = JSON.stringify(answer.body);
  return text.includes(id.hidden) || text.toLowerCase().includes(secret);
};

it("answers “not there” on every route of the conversation, and changes nothing", async () => {
  const before = await photograph();
  const wrong: string[] = [];
  const routes = test.app.composition.routes.filter((route) => route.path.startsWith("/conversations/:id"));
  expect(routes.length).toBeGreaterThan(20);
  for (const route of routes) {
    const path = fill(route.path, { conversations: id.hidden, messages: id.note });
    const query = route.path.endsWith("/draft") && route.method === "DELETE" ? "?kind=note" : "";
    const signature = route.path.endsWith("/signature") ? `?channel_id=${randomUUID()}` : "";
    const answer = await ben(route.method, path + query + signature, bodyFor(route));
    // What Ben may never do, whatever it is about, says so.
    if (![403, 404].includes(answer.status) || tells(answer))
      wrong.push(`${route.method} ${route.path} → ${answer.status} ${JSON.stringify(answer.body).slice(0, 160)}`);
  }
  expect(wrong).toEqual([]);
  for (const path of ["", "/messages", "/events", "/drafts"])
    expect((await ben("GET", `/conversations/${id.hidden}${path}`)).status, path).toBe(404);
  expect(await photograph()).toEqual(before);
});

it("is in no list, whatever is asked for", async () => {
  const filter = (nodes: object[]) => `filter=${encodeURIComponent(JSON.stringify({ op: "and", nodes }))}`;
  const asked = [
    "",
    ...defaultViews.map((view) => `view=${view}`),
    `team_id=${id.board}`,
    `contact_id=${id.contact}`,
    `view_id=${id.view}`,
    `q=${secret}`,
    filter([{ field: "team", op: "is", value: id.board }]),
    filter([{ field: "preview", op: "contains", value: secret }]),
    filter([{ field: "subject", op: "contains", value: secret }]),
  ];
  for (const query of asked) {
    const answer = await ben("GET", `/conversations?limit=100&${query}`);
    expect([answer.status, tells({ body: answer.data })], query).toEqual([200, false]);
  }
  for (const path of [
    `/contacts/${id.contact}/conversations`,
    `/contacts/${id.contact}/timeline`,
    `/companies/${id.company}/conversations`,
    `/tickets/${id.ticket}`,
    `/tickets/${id.ticket}/conversations`,
    `/tickets/${id.ticket}/events`,
    "/notifications",
    "/actions",
    "/events",
  ])
    expect(tells(await ben("GET", path)), path).toBe(false);
});

it("is in no count", async () => {
  const { data } = await ben("GET", "/conversations/counts");
  expect(data.views).toMatchObject({ open: 1, unassigned: 1, mentions: 0 });
  expect(data.teams?.[id.board] ?? 0).toBe(0);
  expect(data.saved[id.view]).toBe(0);
  expect((await ben("GET", `/companies/${id.company}/figures`)).data).toMatchObject({ total: 1, open: 1 });
  expect((await ben("GET", "/notifications/count")).data.unread).toBe(0);
  // The same questions of somebody who may know: the test would see it.
  const hers = (await ann("GET", "/conversations/counts")).data;
  expect(hers.views.open).toBe(2);
  expect((await ann("GET", `/companies/${id.company}/figures`)).data.total).toBe(2);
});

it("is found by no search: not by what was said, written inside or named", async () => {
  for (const q of [
    secret,
    `"${secret} note"`,
    `carla ${secret}`,
    `team:Board`,
    `from:carla`,
    `papers`,
    "has:attachment",
  ]) {
    const answer = await ben("GET", `/search?q=${encodeURIComponent(q)}`);
    expect([answer.status, tells({ body: answer.data })], q).toEqual([200, false]);
  }
  expect(tells({ body: (await ann("GET", `/search?q=${secret}`)).data })).toBe(true);
});

it("is taken by no action on many, and joins nothing", async () => {
  const before = await photograph();
  const change = { status: "resolved", note: "Mine now", following: true };
  expect((await ben("POST", "/actions", { ids: [id.hidden], change })).data).toMatchObject({ total: 0, done: 0 });
  const all = (await ben("POST", "/actions", { select: {}, change: { priority: "low" } })).data;
  expect(all.total).toBe(1);
  expect((await ben("POST", `/actions/${id.action}/undo`)).status).toBe(404);
  for (const [path, body] of [
    [`/conversations/${id.own}/merge`, { into: id.hidden }],
    [`/conversations/${id.hidden}/merge`, { into: id.own }],
    [`/conversations/${id.own}/split`, { message_ids: [id.message] }],
    [`/conversations/${id.own}/messages`, { kind: "message", text: "x", forward_message_id: id.message }],
    ["/conversations", { id: id.hidden, channel_id: randomUUID(), to: "x@y.test", text: "x" }],
    ["/tickets", { title: "x", conversation_ids: [id.hidden] }],
    ["/templates/preview", { text: "{{conversation.subject}}", conversation_id: id.hidden }],
  ] as const) {
    const answer = await ben("POST", path, body);
    expect([answer.status >= 400 && answer.status < 500, tells(answer)], path).toEqual([true, false]);
  }
  expect(await photograph()).toEqual(before);
});

it("is told of by no socket, also when asked to watch it", async () => {
  const heard: string[] = [];
  const socket = new WebSocket(`ws://127.0.0.1:${test.running.port}/api/v1/realtime?workspace=${test.workspaceId}`, {
    headers: { cookie: benCookie, origin: `http://127.0.0.1:${test.running.port}` },
  });
  socket.on("message", (data) => heard.push(String(data)));
  await new Promise((done, fail) => socket.once("message", done).once("error", fail));
  socket.send(JSON.stringify({ t: "watch", conversation_ids: [id.hidden] }));
  socket.send(JSON.stringify({ t: "presence", conversation_id: id.hidden, state: "typing_reply" }));
  await ann("PATCH", `/conversations/${id.hidden}`, { priority: "urgent" });
  await ann("POST", `/conversations/${id.hidden}/messages`, { kind: "note", text: "for the board" });
  await ann("PATCH", `/conversations/${id.own}`, { priority: "urgent" });
  await expect.poll(() => heard.some((frame) => frame.includes(id.own))).toBe(true);
  expect(heard.filter((frame) => frame.includes(id.hidden))).toEqual([]);
  socket.close();
});

it("is in no mail about what was missed", async () => {
  await test.platform.db.ownerPool.query("update notifications set created_at = now() - interval '1 hour'");
  const sent: string[] = [];
  const mailer = {
    ...test.platform.mailer,
    canSend: true,
    send: async (mail: object) => void sent.push(JSON.stringify(mail)),
  };
  const missed = () => mailMissed({ ...test.platform, mailer }, {}, AbortSignal.timeout(10_000));
  await missed();
  expect(sent).toEqual([]);
  // While it was his it would have been told.
  await ann("PATCH", `/conversations/${id.hidden}`, { assignee_id: id.ben });
  await test.platform.db.ownerPool.query("update notifications set mailed_at = null");
  await missed();
  expect(sent.join()).toContain(secret);
  await ann("PATCH", `/conversations/${id.hidden}`, { team_id: id.board, assignee_id: null });
});

it("keeps its files to itself", async () => {
  const bounds = "b0undary";
  const uploaded = await test.app.http.inject({
    method: "POST",
    url: "/api/v1/files",
    headers: {
      cookie: await cookieOf(adminEmail, adminPassword),
      "x-omniflow-workspace": test.workspaceId,
      "content-type": `multipart/form-data; boundary=${bounds}`,
    },
    payload: `--${bounds}\r\ncontent-disposition: form-data; name="file"; filename="secret.txt"\r\ncontent-type: text/plain\r\n\r\nsecret\r\n--${bounds}--\r\n`,
  });
  id.file = uploaded.json().data.id;
  const sent = await ann("POST", `/conversations/${id.hidden}/messages`, {
    kind: "note",
    text: "with a file",
    attachment_ids: [id.file],
  });
  const [file] = sent.data.attachments;
  expect((await ben("GET", `/files/${file.id}`)).status).toBeGreaterThanOrEqual(400);
  expect((await ben("GET", `/files/${file.id}?workspace=${test.workspaceId}`)).status).toBeGreaterThanOrEqual(400);
  const stolen = await ben("POST", `/conversations/${id.own}/messages`, {
    kind: "note",
    text: "look",
    attachment_ids: [file.id],
  });
  expect(stolen.status).toBe(422);
});

it("opens to whom a note of it mentions", async () => {
  const { id: note } = (
    await ann("POST", `/conversations/${id.hidden}/messages`, { kind: "note", text: "@Ben", mentions: [id.ben] })
  ).data;
  expect(note).toBeTruthy();
  expect((await ben("GET", `/conversations/${id.hidden}`)).status).toBe(200);
  expect((await ben("GET", "/conversations?view=mentions")).data).toHaveLength(1);
});
