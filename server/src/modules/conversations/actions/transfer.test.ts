import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../platform/uuid.ts";
import { type Api, openTest, type Test } from "../../../test/kit.ts";

let test: Test;
let ann: Api;
let me: string;
let team: string;
let channel: string;
beforeAll(async () => {
  test = await openTest();
  ann = await test.signIn();
  me = (await ann("GET", "/me")).data.member.id;
  team = (await ann("POST", "/teams", { name: "Returns", member_ids: [] })).data.id;
  channel = (await test.api("POST", "/channels", { kind: "api", name: "Shop" })).data.id;
});
afterAll(() => test.close());

async function conversation(): Promise<string> {
  const { data } = await test.api("POST", `/channels/${channel}/messages`, {
    external_id: newId(),
    from: { email: `${newId()}@example.test` },
    text: "hello",
  });
  return data.conversation_id;
}
const get = async (id: string) => (await ann("GET", `/conversations/${id}`)).data;
const notes = async (id: string): Promise<string[]> =>
  (await ann("GET", `/conversations/${id}/messages`)).data
    .filter((m: { kind: string }) => m.kind === "note")
    .map((m: { text: string }) => m.text);
const types = async (id: string): Promise<string[]> =>
  (await ann("GET", `/conversations/${id}/events`)).data.map((e: { type: string }) => e.type);

describe("transfer", () => {
  it("hands over with a note, and takes both back", async () => {
    const id = await conversation();
    await ann("PATCH", `/conversations/${id}`, { assignee_id: me });
    const done = await ann("POST", `/conversations/${id}/transfer`, { team_id: team, note: "Wants a refund" });
    expect(done.data).toMatchObject({ team_id: team, assignee: null, message_count: 2 });
    expect(await notes(id)).toEqual(["Wants a refund"]);
    expect((await ann("POST", `/actions/${done.data.action_id}/undo`)).data).toMatchObject({
      state: "undone",
      skipped: 0,
    });
    expect(await get(id)).toMatchObject({ team_id: null, assignee: { id: me }, message_count: 1 });
    expect(await notes(id)).toEqual([]);
    expect(await types(id)).toEqual(expect.arrayContaining(["note.deleted", "conversation.team_changed"]));
  });

  it("keeps what somebody else changed since, and withdraws the note all the same", async () => {
    const id = await conversation();
    const done = await ann("POST", `/conversations/${id}/transfer`, { assignee_id: me, note: "Please" });
    await test.api("PATCH", `/conversations/${id}`, { assignee_id: null });
    expect((await ann("POST", `/actions/${done.data.action_id}/undo`)).data).toMatchObject({ skipped: 1 });
    expect(await get(id)).toMatchObject({ assignee: null });
    expect(await notes(id)).toEqual([]);
  });

  it("survives that the note was deleted by hand before the undo", async () => {
    const id = await conversation();
    const done = await ann("POST", `/conversations/${id}/transfer`, { assignee_id: me, note: "Oops" });
    await ann("DELETE", `/conversations/${id}/messages/${done.data.note_id}`);
    expect((await ann("POST", `/actions/${done.data.action_id}/undo`)).data).toMatchObject({ skipped: 0 });
    expect(await get(id)).toMatchObject({ assignee: null, message_count: 1 });
  });

  it("hands over many with a note on each, and takes all back", async () => {
    const ids = [await conversation(), await conversation(), await conversation()];
    const change = { team_id: team, assignee_id: null, note: "Batch of returns" };
    const done = await ann("POST", "/actions", { ids, change });
    expect(done.data).toMatchObject({ state: "done", done: 3 });
    for (const id of ids) expect([await notes(id), (await get(id)).team_id]).toEqual([["Batch of returns"], team]);
    await ann("POST", `/actions/${done.data.id}/undo`);
    for (const id of ids) expect([await notes(id), (await get(id)).team_id]).toEqual([[], null]);
  });

  it("does nothing when one half of it cannot be done", async () => {
    const id = await conversation();
    const refused = await ann("POST", `/conversations/${id}/transfer`, { assignee_id: newId(), note: "lost?" });
    expect(refused.status).toBe(422);
    expect(await notes(id)).toEqual([]);
    expect((await get(id)).message_count).toBe(1);
  });

  it("lets the first of two who hand over at once win, and says so to the other", async () => {
    const id = await conversation();
    const { version } = await get(id);
    const both = await Promise.all([
      ann("POST", `/conversations/${id}/transfer`, { team_id: team, note: "one", version }),
      test.api("POST", `/conversations/${id}/transfer`, { assignee_id: me, note: "two", version }),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
    expect(await notes(id)).toHaveLength(1);
  });

  it.each([
    [{}, 400],
    [{ assignee_id: newId(), team_id: newId() }, 400],
    [{ team_id: newId() }, 422],
    [{ team_id: "x" }, 400],
    [{ note: "only" }, 400],
  ])("refuses %j", async (body, status) => {
    expect((await ann("POST", `/conversations/${await conversation()}/transfer`, body)).status).toBe(status);
  });
});
