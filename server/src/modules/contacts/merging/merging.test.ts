/** Merging contacts: nothing is lost by it, new messages find their side again, and whatever order merges are undone in, all is as before. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, openTest, type Test } from "../../../test/kit.ts";

let test: Test;
let ann: Api;
let channel: string;
beforeAll(async () => {
  test = await openTest();
  ann = await test.signIn();
  channel = (await ann("POST", "/channels", { kind: "api", name: "Shop" })).data.id;
});
afterAll(() => test.close());

const write = async (email: string, name: string, more: object = {}) =>
  (
    await ann("POST", `/channels/${channel}/messages`, {
      external_id: randomUUID(),
      from: { email, name },
      text: "hello",
      ...more,
    })
  ).data;
const contactOf = async (email: string) => (await ann("GET", `/contacts?email=${email}`)).data[0];
const get = async (id: string) => (await ann("GET", `/contacts/${id}`)).data;
const conversationsOf = async (id: string): Promise<string[]> =>
  (await ann("GET", `/contacts/${id}/conversations?limit=100`)).data.map((c: { id: string }) => c.id).sort();

describe("a merge", () => {
  it("shows what it would mean, takes what is chosen, and everything follows", async () => {
    const [s, t] = [await write("s@one.test", "Sue"), await write("t@one.test", "Tim")];
    const [sue, tim] = [await contactOf("s@one.test"), await contactOf("t@one.test")];
    await ann("PATCH", `/contacts/${sue.id}`, { tier: "VIP", custom_fields: { plan: "gold" } });
    const preview = (await ann("GET", `/contacts/${sue.id}/merge-preview?into=${tim.id}`)).data;
    expect(preview.conversations).toBe(1);
    expect(preview.fields.map((f: { field: string; suggested: string }) => [f.field, f.suggested])).toEqual([
      ["name", "target"],
      ["tier", "source"],
      ["custom.plan", "source"],
    ]);
    const merged = await ann("POST", `/contacts/${sue.id}/merge`, { into: tim.id, take: ["tier"] });
    expect(merged.data).toMatchObject({
      id: tim.id,
      name: "Tim",
      tier: "VIP",
      custom_fields: {},
      emails: ["t@one.test", "s@one.test"],
    });
    expect(await conversationsOf(tim.id)).toEqual([s.conversation_id, t.conversation_id].sort());
    expect((await get(sue.id)).merged_into).toBe(tim.id);
    expect((await ann("PATCH", `/contacts/${sue.id}`, { name: "x" })).status).toBe(409);
    const shown = (await ann("GET", `/conversations/${s.conversation_id}`)).data;
    expect(shown.contact).toEqual({ id: tim.id, name: "Tim" });
    expect((await ann("GET", "/conversations?view=vip")).data).toHaveLength(2);
    expect((await ann("GET", "/contacts?q=sue")).data.map((c: { id: string }) => c.id)).toEqual([tim.id]);
    expect((await ann("GET", "/conversations?q=tim")).data).toHaveLength(2);
  });

  it("refuses nonsense", async () => {
    const [a, b] = [
      (await ann("POST", "/contacts", { name: "A" })).data.id,
      (await ann("POST", "/contacts", { name: "B" })).data.id,
    ];
    const merge = (source: string, into: string) => ann("POST", `/contacts/${source}/merge`, { into });
    expect((await merge(a, a)).status).toBe(409);
    expect((await merge(a, randomUUID())).status).toBe(422);
    expect((await merge(randomUUID(), a)).status).toBe(404);
    expect((await ann("POST", `/contacts/${a}/unmerge`)).status).toBe(409);
    await merge(a, b);
    expect((await merge(b, a)).status).toBe(409);
    expect((await merge(a, b)).status).toBe(409);
    const log = (await ann("GET", "/audit?action=contact.merged")).data;
    expect(log[0]).toMatchObject({ target: { id: a, name: "A" }, summary: "Merged into B" });
  });

  it("of one contact asked for twice at once happens once", async () => {
    const ids = await Promise.all(
      ["X", "Y", "Z"].map(async (name) => (await ann("POST", "/contacts", { name })).data.id),
    );
    const answers = await Promise.all([
      ann("POST", `/contacts/${ids[0]}/merge`, { into: ids[1] }),
      ann("POST", `/contacts/${ids[0]}/merge`, { into: ids[2] }),
      ann("POST", `/contacts/${ids[1]}/merge`, { into: ids[0] }),
    ]);
    expect(answers.filter((answer) => answer.status === 200).length).toBeGreaterThan(0);
    const { rows } = await test.platform.db.ownerPool.query(
      "select count(*)::int as n from contacts c join contacts t on t.id = c.merged_into where t.merged_into is not null",
    );
    expect(rows[0].n).toBe(0);
  });
});

describe("after a merge", () => {
  it("messages come in on either address, are answered, and an undo gives each side its own", async () => {
    const [a, b] = [
      await write("a@two.test", "Ada", { thread: "a1" }),
      await write("b@two.test", "Bob", { thread: "b1" }),
    ];
    const [ada, bob] = [await contactOf("a@two.test"), await contactOf("b@two.test")];
    await ann("POST", `/contacts/${ada.id}/merge`, { into: bob.id });
    const again = await write("a@two.test", "Ada", { thread: "a1" });
    expect(again.conversation_id).toBe(a.conversation_id);
    const people = (await ann("GET", `/conversations/${a.conversation_id}`)).data.participants ?? [];
    expect(people.filter((p: { unknown: boolean }) => p.unknown)).toEqual([]);
    const [newA, newB] = [
      await write("a@two.test", "Ada", { thread: "a2" }),
      await write("b@two.test", "Bob", { thread: "b2" }),
    ];
    expect(newA.contact_id ?? bob.id).toBe(bob.id);
    expect(await conversationsOf(bob.id)).toHaveLength(4);
    const reply = await ann("POST", `/conversations/${newA.conversation_id}/messages`, { kind: "message", text: "hi" });
    expect(reply.status).toBe(201);
    await ann("POST", `/contacts/${bob.id}/notes`, { text: "a note on both" });

    const parted = await ann("POST", `/contacts/${ada.id}/unmerge`);
    expect(parted.data).toMatchObject({ id: ada.id, name: "Ada", merged_into: null, emails: ["a@two.test"] });
    expect((await get(bob.id)).emails).toEqual(["b@two.test"]);
    expect(await conversationsOf(ada.id)).toEqual([a.conversation_id, newA.conversation_id].sort());
    expect(await conversationsOf(bob.id)).toEqual([b.conversation_id, newB.conversation_id].sort());
    const { data } = await ann("GET", `/conversations/${newA.conversation_id}/messages`);
    expect(data.find((m: { direction: string }) => m.direction === "in").author.id).toBe(ada.id);
    const next = await write("a@two.test", "Ada", { thread: "a3" });
    expect(await conversationsOf(ada.id)).toContain(next.conversation_id);
  });
});

describe("an undo while messages are being filed", () => {
  it.each([1, 2, 3])("gives each side its own, and loses none (%i)", { timeout: 120_000 }, async (round) => {
    const [ada, bob] = [`ada${round}@race.test`, `bob${round}@race.test`];
    await write(ada, "Ada", { thread: `ada-${round}` });
    await write(bob, "Bob", { thread: `bob-${round}` });
    const ids = { [ada]: (await contactOf(ada)).id, [bob]: (await contactOf(bob)).id };
    await ann("POST", `/contacts/${ids[ada]}/merge`, { into: ids[bob] });
    const burst = (name: string) =>
      Array.from({ length: 20 }, (_, i) =>
        [ada, bob].map((email) => write(email, "X", { thread: `${name}-${email}-${i}`, text: `${name} ${i}` })),
      ).flat();
    const before = burst("at once");
    const undone = ann("POST", `/contacts/${ids[ada]}/unmerge`);
    const sent = await Promise.all([...before, ...burst("right after")]);
    expect((await undone).status).toBe(200);
    expect(sent.filter((one) => !one?.conversation_id)).toEqual([]);
    const { rows } = await test.platform.db.ownerPool.query(
      `select m.recipients->'from'->>'value' as email, c.contact_id, m.author_id, t.contact_id as of_thread, x.contact_id as of_participant
       from messages m join conversations c on c.id = m.conversation_id join threads t on t.id = m.thread_id
       left join participants x on x.conversation_id = c.id and x.value = m.recipients->'from'->>'value'
       where m.recipients->'from'->>'value' = any($1)`,
      [[ada, bob]],
    );
    expect(rows).toHaveLength(82);
    for (const row of rows)
      expect([row.contact_id, row.author_id, row.of_thread, row.of_participant]).toEqual(Array(4).fill(ids[row.email]));
  });
});

/** A small generator, so that a failure can be repeated. */
const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

describe.each([1, 2, 3])("merges and undos in random order (%i)", (seed) => {
  it("never lose anything, and when all are undone everything is as before", { timeout: 120_000 }, async () => {
    const next = random(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
    const emails = [0, 1, 2, 3].map((i) => `p${i}@r${seed}.test`);
    const own = new Map<string, Set<string>>();
    const ids: string[] = [];
    for (const [i, email] of emails.entries()) {
      const first = await write(email, `Person ${i}`);
      const { id } = await contactOf(email);
      ids.push(id);
      own.set(id, new Set([first.conversation_id]));
      await ann("PATCH", `/contacts/${id}`, {
        tier: i % 2 ? null : `T${i}`,
        custom_fields: { n: i, ...(i ? { only: `o${i}` } : {}) },
      });
    }
    const picture = async (id: string) => {
      const { name, tier, custom_fields, emails: addresses } = await get(id);
      return { name, tier, custom_fields, emails: addresses };
    };
    const before = new Map(await Promise.all(ids.map(async (id) => [id, await picture(id)] as const)));
    for (let step = 0; step < 10; step++) {
      const what = next();
      const id = pick(ids);
      if (what < 0.4) {
        await ann("POST", `/contacts/${id}/merge`, {
          into: pick(ids),
          take: ["name", "tier", "custom.n", "custom.only"].filter(() => next() < 0.5),
        });
      } else if (what < 0.65) {
        await ann("POST", `/contacts/${id}/unmerge`);
      } else {
        const said = await write(emails[ids.indexOf(id)]!, "Person");
        own.get(id)!.add(said.conversation_id);
      }
      const roots = new Map<string, string>();
      for (const one of ids) roots.set(one, (await get(one)).merged_into ?? one);
      for (const root of new Set(roots.values())) {
        const expected = ids.filter((one) => roots.get(one) === root).flatMap((one) => [...own.get(one)!]);
        expect(await conversationsOf(root), `step ${step}`).toEqual(expected.sort());
      }
    }
    while (ids.length) {
      const merged: string[] = [];
      for (const id of ids) if ((await get(id)).merged_into) merged.push(id);
      if (!merged.length) break;
      expect((await ann("POST", `/contacts/${pick(merged)}/unmerge`)).status).toBe(200);
    }
    for (const id of ids) {
      expect(await picture(id)).toEqual(before.get(id));
      expect(await conversationsOf(id)).toEqual([...own.get(id)!].sort());
    }
  });
});
