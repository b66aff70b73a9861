import { ticketStatuses } from "@omniflow/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../platform/uuid.ts";
import { openScene, type Scene } from "./test-scene.ts";

let s: Scene;
beforeAll(async () => {
  s = await openScene();
  await s.test.api("POST", "/fields", {
    record: "ticket",
    label: "Size",
    key: "size",
    type: "choice",
    options: ["S", "L"],
  });
});
afterAll(() => s?.test.close());

const ids = (list: { id: string }[]) => list.map((t) => t.id);

describe("the table of moves", () => {
  // Only what stands here is allowed; what is missing as a key may go anywhere.
  const moves = { open: ["in_progress"], in_progress: ["waiting", "resolved"], resolved: ["closed"], closed: [] };
  beforeAll(async () => {
    await s.test.api("PATCH", "/ticket-settings", { moves });
  });
  afterAll(async () => {
    await s.test.api("PATCH", "/ticket-settings", { moves: {} });
  });

  it.each(ticketStatuses)("from %s leads where it says, and nowhere else", async (from) => {
    for (const to of ticketStatuses) {
      const ticket = await s.ticket({ status: from });
      const allowed = from === to || !(from in moves) || (moves as Record<string, string[]>)[from]!.includes(to);
      const moved = await s.ann("PATCH", `/tickets/${ticket.id}`, { status: to });
      expect([to, moved.status]).toEqual([to, allowed ? 200 : 422]);
      expect((await s.get(ticket.id)).status).toBe(allowed ? to : from);
    }
  });

  it("holds back a bulk change too, which says how many it left out", async () => {
    const [open, waiting] = [await s.ticket(), await s.ticket({ status: "waiting" })];
    const { data } = await s.ann("POST", "/ticket-actions", {
      ids: [open.id, waiting.id],
      change: { status: "closed" },
    });
    expect(data).toMatchObject({ done: 1, skipped: 1 });
    expect([(await s.get(open.id)).status, (await s.get(waiting.id)).status]).toEqual(["open", "closed"]);
  });
});

describe("own statuses", () => {
  it("are listed apart from their category, until they are archived", async () => {
    const own = (await s.test.api("POST", "/ticket-statuses", { category: "waiting", name: "At the supplier" })).data;
    const tag = `o${newId().slice(0, 8)}`;
    const [plain, there] = [
      await s.ticket({ status: "waiting", tags: [tag] }),
      await s.ticket({ status_id: own.id, tags: [tag] }),
    ];
    const listed = async (query: string) => ids((await s.ann("GET", `/tickets?tag=${tag}&${query}`)).data).sort();
    expect(await listed("status=waiting")).toEqual([plain.id, there.id].sort());
    expect(await listed("status=waiting&status_id=none")).toEqual([plain.id]);
    expect(await listed(`status_id=${own.id}`)).toEqual([there.id]);
    await s.test.api("PATCH", `/ticket-statuses/${own.id}`, { archived: true });
    expect(await listed("status=waiting&status_id=none")).toEqual([plain.id, there.id].sort());
    expect((await s.ann("PATCH", `/tickets/${plain.id}`, { status_id: own.id })).status).toBe(422);
  });
});

describe("many at once", () => {
  it("get a field, a type and tags, and give them back", async () => {
    const type = (await s.test.api("POST", "/ticket-types", { name: "Return" })).data;
    const made = [await s.ticket({ custom_fields: { size: "S" } }), await s.ticket()];
    const change = { custom_fields: { size: "L" }, type: type.id, add_tags: ["Back"] };
    const { data: action } = await s.ann("POST", "/ticket-actions", { ids: ids(made), change });
    expect(action).toMatchObject({ state: "done", done: 2, skipped: 0 });
    for (const { id } of made)
      expect(await s.get(id)).toMatchObject({ custom_fields: { size: "L" }, type: { name: "Return" }, tags: ["Back"] });
    await s.ann("POST", `/ticket-actions/${action.id}/undo`);
    expect(await s.get(made[0].id)).toMatchObject({ custom_fields: { size: "S" }, type: null, tags: [] });
    expect((await s.get(made[1].id)).custom_fields).toEqual({});
    const wrong = { ids: ids(made), change: { custom_fields: { size: "XXL" } } };
    expect((await s.ann("POST", "/ticket-actions", wrong)).data).toMatchObject({ done: 0, skipped: 2 });
  });
});

describe("conversations, many at once,", () => {
  const convert = (ids: string[], ticket: object) => s.ann("POST", "/actions", { ids, change: { ticket } });
  const ofEach = async (list: string[]) =>
    Promise.all(list.map(async (id) => (await s.ann("GET", `/conversations/${id}/tickets`)).data));

  it("become a ticket each, but for those that have one to be done; an undo takes away what nobody has gone on with", async () => {
    const talks = await Promise.all(["a", "b", "c"].map((who) => s.write(`${who}-${newId()}`, `Broken ${who}`)));
    await s.ticket({ title: "There already", conversation_ids: [talks[2]] });
    const { data: action, status } = await convert(talks, {});
    expect([status, action.done, action.skipped]).toEqual([201, 2, 1]);
    const [[a], [b], c] = await ofEach(talks);
    expect([a.title, b.title, c.length]).toEqual(["Broken a", "Broken b", 1]);
    expect(a).toMatchObject({ source: "member", contact: { id: expect.any(String) }, conversation_count: 1 });
    await s.test.api("PATCH", `/tickets/${b.id}`, { priority: "high" });
    expect((await s.ann("POST", `/actions/${action.id}/undo`)).data).toMatchObject({ state: "undone", skipped: 1 });
    expect((await ofEach(talks)).map((list) => list.length)).toEqual([0, 1, 1]);
  });

  it("are linked to one ticket, and not to one that does not exist", async () => {
    const talks = await Promise.all(["d", "e"].map((who) => s.write(`${who}-${newId()}`, "Down")));
    const outage = await s.ticket({ title: "Outage", conversation_ids: [talks[0]] });
    const { data: action } = await convert(talks, { ticket_id: outage.id });
    expect(action).toMatchObject({ done: 1, skipped: 1 });
    expect((await s.get(outage.id)).conversations).toHaveLength(2);
    await s.ann("POST", `/actions/${action.id}/undo`);
    expect((await s.get(outage.id)).conversations).toHaveLength(1);
    expect((await convert(talks, { ticket_id: newId() })).status).toBe(422);
    expect((await convert(talks, { type: "nothing" })).status).toBe(422);
  });

  it("by the hundred go on in the background, with their progress, while others make tickets too", async () => {
    const talks = await Promise.all(Array.from({ length: 105 }, (_, i) => s.write(`m${i}-${newId()}`, `Many ${i}`)));
    const [{ data: action }] = await Promise.all([
      convert(talks, {}),
      ...Array.from({ length: 5 }, () => s.ticket({ conversation_ids: [talks[7]] })),
    ]);
    expect(action).toMatchObject({ state: "running", total: 105 });
    await s.test.work();
    const done = (await s.ann("GET", `/actions/${action.id}`)).data;
    expect([done.state, done.done + done.skipped]).toEqual(["done", 105]);
    const numbers = (await s.ann("GET", "/tickets?sort=newest&limit=100")).data.map((t: any) => t.number);
    expect(new Set(numbers).size).toBe(100);
  });
});

describe("people", () => {
  it("follow because a colleague asks them to, and no longer", async () => {
    const ticket = await s.ticket();
    const me = (await s.ann("GET", "/me")).data.member.id;
    const asked = await s.test.api("POST", `/tickets/${ticket.id}/followers`, { member_id: me });
    expect(asked.data).toEqual({ follower_ids: [me] });
    expect((await s.test.api("POST", `/tickets/${ticket.id}/followers`, { member_id: newId() })).status).toBe(422);
    expect((await s.test.api("DELETE", `/tickets/${ticket.id}/followers/${me}`)).data).toEqual({ follower_ids: [] });
  });
});

describe("a saved view", () => {
  it("keeps order and columns, and can be made again under its id", async () => {
    const filter = { op: "and", nodes: [{ field: "ticket.custom.size", op: "is", value: "L" }] };
    const input = { name: "Large", scope: "private", filter, sort: "priority", columns: ["number", "title"] };
    const made = (await s.ann("POST", "/ticket-views", input)).data;
    expect(made).toMatchObject({ sort: "priority", columns: ["number", "title"], editable: true });
    await s.ann("DELETE", `/ticket-views/${made.id}`);
    const again = await s.ann("POST", "/ticket-views", { id: made.id, ...input });
    expect([again.status, again.data.id]).toEqual([201, made.id]);
  });
});
