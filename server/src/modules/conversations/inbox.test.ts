import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "../../platform/db.ts";
import { newId } from "../../platform/uuid.ts";
import { type Api, openTest, type Test } from "../../test/kit.ts";

let test: Test;
let ann: Api;
let channel: string;
beforeAll(async () => {
  test = await openTest();
  ann = await test.signIn();
  channel = (await test.api("POST", "/channels", { kind: "api", name: "Shop" })).data.id;
  for (const [name, text] of [
    ["José Álvarez", "My order BH-3120 is late"],
    ["Jane Doe", "The grinder is broken, please refund"],
    ["Kim", "Refund for the late parcel"],
  ])
    await write(name!, text!);
});
afterAll(() => test.close());

const write = async (name: string, text: string): Promise<string> =>
  (
    await test.api("POST", `/channels/${channel}/messages`, {
      external_id: newId(),
      from: { email: `${name.replace(/\W/g, "").toLowerCase()}@example.test`, name },
      text,
    })
  ).data.conversation_id;
const names = (answer: { data: any[] }) => answer.data.map((c) => (c.conversation ?? c).contact.name).sort();
const list = async (query: string) => names(await ann("GET", `/conversations?${query}`));
const filter = (nodes: unknown[], op = "and") => `filter=${encodeURIComponent(JSON.stringify({ op, nodes }))}`;
const find = async (q: string) => names(await ann("GET", `/search?q=${encodeURIComponent(q)}`));

describe("search", () => {
  it("finds a person of a name that many bear by what they said", async () => {
    await write("Carmela Common", "the kettle whistles");
    await test.platform.db.asSystem("many people of one name", (tx) =>
      tx.run(sql`insert into contacts (workspace_id, id, name)
        select ${test.workspaceId}, gen_random_uuid(), 'Carmela ' || n from generate_series(1, 600) n`),
    );
    expect(await find("carmela kettle")).toEqual(["Carmela Common"]);
    expect(await find("kettle carmela grinder")).toEqual([]);
    await test.platform.db.asSystem("and away again", (tx) =>
      tx.run(sql`delete from contacts where workspace_id = ${test.workspaceId} and name ~ 'Carmela [0-9]'`),
    );
    const [kettle] = (await ann("GET", "/search?q=kettle")).data;
    await ann("PATCH", `/conversations/${kettle.conversation.id}`, { folder: "trash" });
    await ann("DELETE", `/conversations/${kettle.conversation.id}`);
  });

  it.each([
    ["refund", ["Jane Doe", "Kim"]],
    ["refund -parcel", ["Jane Doe"]],
    ['"late parcel"', ["Kim"]],
    ["bh-3120", ["José Álvarez"]],
    ["bh 312", ["José Álvarez"]],
    ["jose alv", ["José Álvarez"]],
    ["jose late", ["José Álvarez"]],
    ["late kim", ["Kim"]],
    ["grinder kim", []],
    ["alvarez jose", ["José Álvarez"]],
    ["jane doe refund grinder", ["Jane Doe"]],
    ['kim "late parcel"', ["Kim"]],
    ["kim parcel -refund", []],
    ["jane@example", []],
    ["janedoe@example.test broken", ["Jane Doe"]],
    ["from:jane", ["Jane Doe"]],
    ["late from:kim", ["Kim"]],
    ["status:resolved", []],
    ["is:unread channel:api", ["Jane Doe", "José Álvarez", "Kim"]],
    ["nothing-like-this", []],
    ["' or 1=1 --", []],
  ])("%s", async (q, expected) => expect(await find(q)).toEqual(expected));

  it("finds words by their beginning, known to the newest messages or not, however often it is asked", async () => {
    const made = [await write("Nia New", "the gridiron"), await write("Olaf Old", "the gridlock")];
    await test.platform.db.asSystem("said long ago", (tx) =>
      tx.run(
        sql`update messages set created_at = now() - interval '100 days' where workspace_id = ${test.workspaceId} and conversation_id = ${made[1]}`,
      ),
    );
    for (let n = 0; n < 8; n++) expect(await find("grid")).toEqual(["Nia New", "Olaf Old"]);
    expect(await find("gridl")).toEqual(["Olaf Old"]);
    expect(await find("grid -gridlock")).toEqual(["Nia New"]);
    for (const id of made) {
      await ann("PATCH", `/conversations/${id}`, { folder: "trash" });
      await ann("DELETE", `/conversations/${id}`);
    }
  });

  it("marks what it found, and where to jump", async () => {
    const { data } = await ann("GET", "/search?q=grinder");
    expect(data[0].snippet.find((part: { hit: boolean }) => part.hit).text).toBe("grinder");
    expect(data[0].message_id).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("filters", () => {
  it("finds part of a subject, as it is now", async () => {
    const about = (value: string) => list(filter([{ field: "subject", op: "contains", value }]));
    const [kim] = (await ann("GET", `/conversations?${filter([{ field: "contact_name", op: "is", value: "kim" }])}`))
      .data;
    const call = (subject: string) => ann("PATCH", `/conversations/${kim.id}`, { subject });
    expect((await call("Péculiar 100%_parcel")).status).toBe(200);
    expect(await about("PECULIAR 100%_p")).toEqual(["Kim"]);
    await call("Another one");
    expect(await about("peculiar")).toEqual([]);
    expect(await list(filter([{ field: "subject", op: "is", value: "another ONE" }]))).toEqual(["Kim"]);
    await call("");
    expect(await about("another")).toEqual([]);
  });
  it.each([
    [
      [
        { field: "subject", op: "not_exists" },
        { field: "contact_name", op: "contains", value: "alvarez" },
      ],
      ["José Álvarez"],
    ],
    [[{ field: "status", op: "in", value: ["open", "pending"] }], ["Jane Doe", "José Álvarez", "Kim"]],
    [[{ field: "contact_email", op: "not_contains", value: "kim@" }], ["Jane Doe", "José Álvarez"]],
    [
      [
        { field: "tag", op: "not_exists" },
        { field: "created_at", op: "within", value: "1h" },
        { field: "message_count", op: "lt", value: 2 },
      ],
      ["Jane Doe", "José Álvarez", "Kim"],
    ],
    [[{ field: "assignee", op: "is", value: "me" }], []],
    [
      [
        {
          op: "or",
          nodes: [
            { field: "contact_name", op: "is", value: "kim" },
            { field: "contact_name", op: "is", value: "jane doe" },
          ],
        },
      ],
      ["Jane Doe", "Kim"],
    ],
    [[{ field: "contact.custom.plan", op: "is", value: "gold" }], []],
    [[{ field: "contact.custom.seats", op: "gt", value: 3 }], []],
  ])("%j", async (nodes, expected) => expect(await list(filter(nodes))).toEqual(expected));

  it.each([
    [{ field: "password", op: "is", value: "x" }],
    [{ field: "status", op: "contains", value: "x" }],
    [{ field: "status; drop table", op: "is", value: "x" }],
    [{ field: "assignee", op: "is", value: "not-an-id" }],
    [{ field: "created_at", op: "before", value: "soon" }],
    [{ field: "created_at", op: "within", value: "1 fortnight" }],
    [{ field: "message_count", op: "gt", value: "many" }],
    [{ field: "unread", op: "is", value: "yes" }],
    [{ field: "contact.custom.a'b", op: "is", value: "x" }],
    [{ field: "tag", op: "has" }],
    ["x"],
  ])("refuses %j", async (node) => {
    const answer = await ann("GET", `/conversations?${filter([node])}`);
    expect([answer.status, answer.error.code]).toEqual([400, "validation_failed"]);
  });
});

describe("saved views", () => {
  it("come back under the id they had, and take nobody else's", async () => {
    const view = { name: "Back again", scope: "private", filter: { op: "and", nodes: [] } };
    const { id } = (await ann("POST", "/views", view)).data;
    expect((await ann("POST", "/views", { id, ...view })).status).toBe(409);
    await ann("DELETE", `/views/${id}`);
    expect((await ann("POST", "/views", { id, ...view })).data.id).toBe(id);
    expect((await ann("PATCH", `/views/${id}`, { id: newId() })).status).toBe(400);
    await ann("DELETE", `/views/${id}`);
  });

  it("filter, sort and count; are shared by scope; change by version", async () => {
    const made = await ann("POST", "/views", {
      name: "Refunds",
      scope: "workspace",
      sort: "oldest",
      filter: { op: "and", nodes: [{ field: "preview", op: "contains", value: "refund" }] },
    });
    expect(made.status).toBe(201);
    expect(names(await test.api("GET", `/conversations?view_id=${made.data.id}`))).toEqual(["Jane Doe", "Kim"]);
    expect((await ann("GET", "/conversations/counts")).data.saved[made.data.id]).toBe(2);
    expect((await ann("PATCH", `/views/${made.data.id}`, { name: "Money back", version: 7 })).status).toBe(409);
    expect((await ann("PATCH", `/views/${made.data.id}`, { name: "Money back", version: 1 })).data).toMatchObject({
      name: "Money back",
      version: 2,
    });
    const mine = await ann("POST", "/views", { name: "Mine", scope: "private", filter: { op: "and", nodes: [] } });
    expect((await test.api("GET", "/views")).data.map((v: { id: string }) => v.id)).toEqual([made.data.id]);
    expect((await test.api("GET", `/conversations?view_id=${mine.data.id}`)).status).toBe(404);
    expect((await ann("POST", "/views", { name: "x", scope: "team", filter: { op: "and", nodes: [] } })).status).toBe(
      400,
    );
    expect((await ann("PUT", "/views/order", { keys: ["all", made.data.id] })).status).toBe(200);
    expect((await ann("DELETE", `/views/${mine.data.id}`)).status).toBe(200);
  });
});

describe("actions", () => {
  it("change many and are undone, but for what someone else changed since", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push(await write(`Bulk ${i}`, "bulk"));
    const done = await ann("POST", "/actions", {
      ids,
      change: { status: "resolved", add_tags: ["spring"], priority: "high" },
    });
    expect(done.data).toMatchObject({ state: "done", total: 5, done: 5, skipped: 0 });
    const one = (await ann("GET", `/conversations/${ids[0]}`)).data;
    expect(one).toMatchObject({ status: "resolved", tags: ["spring"], priority: "high" });
    await test.api("PATCH", `/conversations/${ids[1]}`, { status: "pending" });
    expect((await ann("GET", "/actions")).data[0].id).toBe(done.data.id);
    const undone = await ann("POST", `/actions/${done.data.id}/undo`);
    expect(undone.data).toMatchObject({ state: "undone", skipped: 1 });
    expect((await ann("GET", `/conversations/${ids[0]}`)).data).toMatchObject({
      status: "open",
      tags: [],
      priority: "normal",
    });
    expect((await ann("GET", `/conversations/${ids[1]}`)).data).toMatchObject({
      status: "pending",
      tags: [],
      priority: "normal",
    });
    expect((await test.api("POST", `/actions/${done.data.id}/undo`)).status).toBe(404);
  });

  it("take everything a query finds, in the background, and undo that too", async () => {
    const tag = newId().slice(-12);
    const ids: string[] = [];
    for (let i = 0; i < 130; i++) ids.push(await write(`Many ${i}`, `many ${tag}`));
    const select = { filter: JSON.stringify({ op: "and", nodes: [{ field: "preview", op: "contains", value: tag }] }) };
    const begun = await ann("POST", "/actions", { select, except: [ids[0]], change: { folder: "trash" } });
    expect(begun.data).toMatchObject({ state: "running", total: 129, done: 0 });
    await test.work();
    expect((await ann("GET", `/actions/${begun.data.id}`)).data).toMatchObject({ state: "done", done: 129 });
    expect((await ann("GET", `/conversations/${ids[5]}`)).data.folder).toBe("trash");
    expect((await ann("GET", `/conversations/${ids[0]}`)).data.folder).toBe("inbox");
    await ann("POST", `/actions/${begun.data.id}/undo`);
    await test.work();
    expect((await ann("GET", `/actions/${begun.data.id}`)).data).toMatchObject({ state: "undone", skipped: 0 });
    expect((await ann("GET", `/conversations/${ids[5]}`)).data.folder).toBe("inbox");
  });

  it("note single changes, so that they can be undone after a reload", async () => {
    const id = await write("Single", "one");
    const changed = await ann("PATCH", `/conversations/${id}`, { priority: "urgent", tags: ["a"] });
    expect((await ann("POST", `/actions/${changed.data.action_id}/undo`)).data.state).toBe("undone");
    expect((await ann("GET", `/conversations/${id}`)).data).toMatchObject({ priority: "normal", tags: [] });
  });

  it("follow, mark as unread and tell whom the note mentions, and take all of it back", async () => {
    const ids = [await write("Follow 1", "one"), await write("Follow 2", "two")];
    for (const id of ids) await ann("POST", `/conversations/${id}/read`);
    const me = (await ann("GET", "/me")).data.member.id;
    const seen = async (id: string) => {
      const { unread, follower_ids } = (await ann("GET", `/conversations/${id}`)).data;
      return [unread, follower_ids];
    };
    const change = { following: true, unread: true, note: "Look at these", mentions: [me] };
    const done = await ann("POST", "/actions", { ids, change });
    for (const id of ids) expect(await seen(id)).toEqual([true, [me]]);
    const mentioned = async () => (await ann("GET", "/conversations?view=mentions")).data.length;
    expect(await mentioned()).toBe(2);
    expect((await ann("POST", `/actions/${done.data.id}/undo`)).data).toMatchObject({ state: "undone", skipped: 0 });
    for (const id of ids) expect(await seen(id)).toEqual([false, []]);
  });

  it("delete for good only what lies in the trash, only alone, and without a way back", async () => {
    const ids = [await write("Erase 1", "one"), await write("Erase 2", "two"), await write("Erase 3", "three")];
    for (const id of ids.slice(0, 2)) await ann("PATCH", `/conversations/${id}`, { folder: "trash" });
    const together = { erased: true, status: "open" };
    expect((await ann("POST", "/actions", { ids, change: together })).status).toBe(400);
    const done = (await ann("POST", "/actions", { ids, change: { erased: true } })).data;
    expect(done).toMatchObject({ state: "done", total: 3, done: 2, skipped: 1, undo_until: null });
    const left = await Promise.all(ids.map((id) => ann("GET", `/conversations/${id}`)));
    expect(left.map((one) => one.status)).toEqual([404, 404, 200]);
    expect((await ann("POST", `/actions/${done.id}/undo`)).error.code).toBe("expired");
  });

  it.each([
    [{ change: { status: "open" } }],
    [{ ids: [newId()], select: {}, change: { status: "open" } }],
    [{ ids: [newId()], change: {} }],
    [{ ids: ["x"], change: { status: "open" } }],
  ])("refuse %j", async (body) => {
    expect((await ann("POST", "/actions", body)).status).toBe(400);
  });
});
