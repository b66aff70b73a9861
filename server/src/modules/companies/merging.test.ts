/** Merges of companies and undos in random order: people and domains always follow, and when all are undone everything is as before. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, openTest, type Test } from "../../test/kit.ts";

let test: Test;
let ann: Api;
beforeAll(async () => {
  test = await openTest();
  ann = await test.signIn();
});
afterAll(() => test?.close());

/** A small generator, so that a failure can be repeated. */
const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

describe.each([1, 2, 3])("with seed %i", (seed) => {
  it("loses nothing on the way, and nothing in the end", { timeout: 120_000 }, async () => {
    const next = random(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
    const get = async (id: string) => (await ann("GET", `/companies/${id}`)).data;
    const people = async (id: string): Promise<string[]> =>
      (await ann("GET", `/companies/${id}/contacts?limit=100`)).data.map((one: { id: string }) => one.id).sort();
    const own = new Map<string, string[]>();
    for (let i = 0; i < 5; i++) {
      const { id } = (
        await ann("POST", "/companies", {
          name: `Company ${i}`,
          domains: [`c${i}.r${seed}.example`],
          ...(i % 2 ? {} : { tier: `T${i}` }),
          custom_fields: { n: i, ...(i ? { only: `o${i}` } : {}) },
          external_ids: { crm: String(i) },
        })
      ).data;
      own.set(id, [(await ann("POST", "/contacts", { name: `P${i}`, emails: [`p@c${i}.r${seed}.example`] })).data.id]);
    }
    const ids = [...own.keys()];
    const picture = async (id: string) => {
      const { name, tier, custom_fields, external_ids, domains } = await get(id);
      return { name, tier, custom_fields, external_ids, domains };
    };
    const before = new Map(await Promise.all(ids.map(async (id) => [id, await picture(id)] as const)));
    for (let step = 0; step < 14; step++) {
      const what = next();
      const id = pick(ids);
      if (what < 0.5) {
        const take = ["name", "tier", "custom.n", "custom.only", "external.crm"].filter(() => next() < 0.5);
        await ann("POST", `/companies/${id}/merge`, { into: pick(ids), take });
      } else if (what < 0.8) await ann("POST", `/companies/${id}/unmerge`);
      else {
        const email = `s${step}@c${ids.indexOf(id)}.r${seed}.example`;
        own.get(id)!.push((await ann("POST", "/contacts", { name: "New", emails: [email] })).data.id);
      }
      const roots = new Map<string, string>();
      for (const one of ids) roots.set(one, (await get(one)).merged_into ?? one);
      for (const root of new Set(roots.values())) {
        const members = ids.filter((one) => roots.get(one) === root);
        expect(await people(root), `step ${step}`).toEqual(members.flatMap((one) => own.get(one)!).sort());
        expect((await get(root)).domains.toSorted()).toEqual(
          members.map((one) => `c${ids.indexOf(one)}.r${seed}.example`).sort(),
        );
      }
    }
    for (;;) {
      const merged: string[] = [];
      for (const id of ids) if ((await get(id)).merged_into) merged.push(id);
      if (!merged.length) break;
      expect((await ann("POST", `/companies/${pick(merged)}/unmerge`)).status).toBe(200);
    }
    for (const id of ids) {
      expect(await picture(id)).toEqual(before.get(id));
      expect(await people(id)).toEqual(own.get(id)!.toSorted());
    }
  });
});
