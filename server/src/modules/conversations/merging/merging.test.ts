import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../platform/uuid.ts";
import { type Api, openTest, type Test } from "../../../test/kit.ts";

let test: Test;
let ann: Api;
let channel: string;
beforeAll(async () => {
  test = await openTest();
  ann = await test.signIn();
  channel = (await test.api("POST", "/channels", { kind: "api", name: "Shop" })).data.id;
});
afterAll(() => test.close());

/** A customer writes on a thread of their own. */
async function write(thread: string, text: string): Promise<string> {
  const { data } = await test.api("POST", `/channels/${channel}/messages`, {
    external_id: newId(),
    thread,
    from: { email: `${thread}@example.test`, name: thread },
    text,
  });
  return data.conversation_id;
}
const texts = async (id: string): Promise<string[]> =>
  (await ann("GET", `/conversations/${id}/messages`)).data.map((m: { text: string }) => m.text);
const get = async (id: string) => (await ann("GET", `/conversations/${id}`)).data;
const listed = async (): Promise<string[]> =>
  (await ann("GET", "/conversations?view=all&limit=100")).data.map((c: { id: string }) => c.id);

describe("merge", () => {
  it("is one conversation to read, list and write into, and comes apart with what arrived since", async () => {
    const [a, b] = [newId(), newId()];
    const source = await write(a, "a1");
    const target = await write(b, "b1");
    await ann("PATCH", `/conversations/${target}`, { status: "resolved" });
    const merged = await ann("POST", `/conversations/${source}/merge`, { into: target });
    expect(merged.data).toMatchObject({ id: target, message_count: 2, status: "open", preview: "b1" });
    expect(await texts(target)).toEqual(["a1", "b1"]);
    expect(await get(source)).toMatchObject({ merged_into: target });
    expect(await listed()).not.toContain(source);

    expect(await write(a, "a2")).toBe(target);
    expect(await write(b, "b2")).toBe(target);
    await ann("POST", `/conversations/${target}/messages`, { kind: "note", text: "note" });
    expect(await texts(target)).toEqual(["a1", "b1", "a2", "b2", "note"]);
    expect(await get(target)).toMatchObject({ message_count: 5, preview: "b2" });

    const apart = await ann("POST", `/conversations/${source}/unmerge`);
    expect(apart.data).toMatchObject({
      id: source,
      merged_into: null,
      message_count: 2,
      preview: "a2",
      status: "open",
    });
    expect(await texts(source)).toEqual(["a1", "a2"]);
    expect(await texts(target)).toEqual(["b1", "b2", "note"]);
    expect(await get(target)).toMatchObject({ message_count: 3, preview: "b2" });
    expect(await write(a, "a3")).toBe(source);
    const types = (await ann("GET", `/conversations/${target}/events`)).data.map((e: { type: string }) => e.type);
    expect(types).toEqual(expect.arrayContaining(["conversation.merged", "conversation.unmerged"]));
  });

  it("sends replies on the thread they answer, and shows them merged", async () => {
    const [a, b] = [newId(), newId()];
    const source = await write(a, "a1");
    const target = await write(b, "b1");
    await ann("POST", `/conversations/${source}/merge`, { into: target });
    const { data } = await ann("POST", `/conversations/${target}/messages`, { kind: "message", text: "answer" });
    expect(data.recipients.to[0].value).toBe(`${b}@example.test`);
    await test.work();
    expect((await ann("GET", `/conversations/${target}/messages`)).data.at(-1)).toMatchObject({
      text: "answer",
      delivery: { state: "sent" },
    });
    await ann("POST", `/conversations/${source}/unmerge`);
    expect(await texts(target)).toEqual(["b1", "answer"]);
    expect(await texts(source)).toEqual(["a1"]);
  });

  it("restores any chain of merges, undone in any order, message by message", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 2; round++) {
      const threads = Array.from({ length: 4 }, () => newId());
      const ids = await Promise.all(threads.map((t) => write(t, `${t} 0`)));
      const said = new Map(threads.map((t) => [t, [`${t} 0`]]));
      const merged: string[] = [];
      for (let step = 0; step < 10; step++) {
        const roll = (step * 7 + round * 5) % 4;
        const i = (step * 3 + round) % 4;
        if (roll < 2) {
          const j = (i + 1 + (step % 3)) % 4;
          const { status } = await ann("POST", `/conversations/${ids[i]}/merge`, { into: ids[j] });
          if (status === 200) merged.push(ids[i]!);
          expect([200, 409]).toContain(status);
        } else if (roll === 2) {
          const text = `${threads[i]} ${step}`;
          await write(threads[i]!, text);
          said.get(threads[i]!)!.push(text);
        } else await ann("POST", `/conversations/${ids[i]}/unmerge`);
        const shown = (
          await Promise.all(ids.map(async (id) => ((await get(id)).merged_into ? [] : await texts(id))))
        ).flat();
        expect(shown.sort()).toEqual([...said.values()].flat().sort());
      }
      for (let pass = 0; pass < 4; pass++) for (const id of ids) await ann("POST", `/conversations/${id}/unmerge`);
      for (const [i, thread] of threads.entries()) {
        expect(await texts(ids[i]!)).toEqual(said.get(thread));
        expect((await get(ids[i]!)).message_count).toBe(said.get(thread)!.length);
      }
    }
  });

  it("lets two merge at once without waiting for each other forever", async () => {
    const [a, b] = [await write(newId(), "a"), await write(newId(), "b")];
    const results = await Promise.all([
      ann("POST", `/conversations/${a}/merge`, { into: b }),
      ann("POST", `/conversations/${b}/merge`, { into: a }),
    ]);
    expect(results.map((r) => r.status).sort()).toEqual([200, 409]);
  });

  it.each([
    ["itself", 422],
    ["nothing", 404],
  ])("refuses to merge into %s", async (what, status) => {
    const id = await write(newId(), "x");
    expect((await ann("POST", `/conversations/${id}/merge`, { into: what === "itself" ? id : newId() })).status).toBe(
      status,
    );
    expect((await ann("POST", `/conversations/${id}/unmerge`)).status).toBe(409);
  });
});

describe("split", () => {
  it("moves messages to a conversation of their own, and back with what was said there", async () => {
    const thread = newId();
    const id = await write(thread, "about tea");
    await write(thread, "about coffee");
    await ann("POST", `/conversations/${id}/read`);
    await ann("POST", `/conversations/${id}/follow`);
    await ann("PATCH", `/conversations/${id}`, { tags: ["coffee"] });
    const messages = (await ann("GET", `/conversations/${id}/messages`)).data;
    const split = await ann("POST", `/conversations/${id}/split`, { message_ids: [messages[1].id], subject: "Coffee" });
    expect(split.status).toBe(201);
    expect(split.data).toMatchObject({ subject: "Coffee", message_count: 1, preview: "about coffee" });
    expect(await texts(id)).toEqual(["about tea"]);
    expect(await get(split.data.id)).toMatchObject({ unread: false, tags: ["coffee"] });
    expect((await get(split.data.id)).follower_ids).toHaveLength(1);
    const reply = await ann("POST", `/conversations/${split.data.id}/messages`, {
      kind: "message",
      text: "which roast?",
    });
    expect(reply.status).toBe(201);
    expect(await write(thread, "tea again")).toBe(id);
    await ann("POST", `/conversations/${split.data.id}/unsplit`);
    expect(await texts(id)).toEqual(["about tea", "about coffee", "which roast?", "tea again"]);
    expect(await get(id)).toMatchObject({ message_count: 4, preview: "tea again" });
  });

  it("brings along what was merged into it or split off from it meanwhile", async () => {
    const thread = newId();
    const id = await write(thread, "one");
    for (const text of ["two", "three"]) await write(thread, text);
    const [, two, three] = (await ann("GET", `/conversations/${id}/messages`)).data;
    const first = (await ann("POST", `/conversations/${id}/split`, { message_ids: [two.id, three.id] })).data;
    const second = (await ann("POST", `/conversations/${first.id}/split`, { message_ids: [three.id] })).data;
    await ann("POST", `/conversations/${second.id}/messages`, { kind: "note", text: "on three" });
    const other = await write(newId(), "another customer");
    await ann("POST", `/conversations/${other}/merge`, { into: first.id });
    await ann("PATCH", `/conversations/${id}`, { status: "resolved" });
    await ann("POST", `/conversations/${second.id}/unsplit`);
    await ann("POST", `/conversations/${first.id}/unsplit`);
    expect((await texts(id)).sort()).toEqual(["another customer", "on three", "one", "three", "two"]);
    expect(await get(id)).toMatchObject({ message_count: 5, status: "open" });
    await ann("POST", `/conversations/${other}/unmerge`);
    expect(await texts(other)).toEqual(["another customer"]);
    expect(await get(id)).toMatchObject({ message_count: 4 });
  });

  it("refuses what would leave nothing behind, or is not there", async () => {
    const id = await write(newId(), "only one");
    const [message] = (await ann("GET", `/conversations/${id}/messages`)).data;
    expect((await ann("POST", `/conversations/${id}/split`, { message_ids: [message.id] })).status).toBe(422);
    expect((await ann("POST", `/conversations/${id}/split`, { message_ids: [newId()] })).status).toBe(422);
  });
});
