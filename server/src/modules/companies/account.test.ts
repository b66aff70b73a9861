/** A company over its life: notes, merges that are undone at any later time, and what its deletion leaves. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Api, openTest, type Test } from "../../test/kit.ts";

let test: Test;
let ann: Api;
beforeAll(async () => {
  test = await openTest();
  ann = await test.signIn();
});
afterAll(() => test?.close());

const company = async (name: string, more: object = {}) => (await ann("POST", "/companies", { name, ...more })).data;
const get = async (id: string) => (await ann("GET", `/companies/${id}`)).data;
const person = async (name: string, more: object) => (await ann("POST", "/contacts", { name, ...more })).data;
const companyOf = async (id: string) => (await ann("GET", `/contacts/${id}`)).data.company?.name ?? null;

it("keeps notes with their author and a trace of every edit; those of a merged company are read with it", async () => {
  const [acme, old] = [await company("Acme"), await company("Acme Old")];
  const note = (await ann("POST", `/companies/${acme.id}/notes`, { text: " Pays late " })).data;
  expect(note).toMatchObject({ company_id: acme.id, text: "Pays late", author: { name: expect.stringMatching(/./) } });
  const again = { id: randomUUID(), text: "Sent twice" };
  await Promise.all([1, 2].map(() => ann("POST", `/companies/${old.id}/notes`, again)));
  await ann("PATCH", `/companies/${acme.id}/notes/${note.id}`, { text: "Pays at once" });
  await ann("POST", `/companies/${old.id}/merge`, { into: acme.id });
  const notes = (await ann("GET", `/companies/${acme.id}/notes`)).data;
  expect(notes.map((one: { text: string }) => one.text)).toEqual(["Sent twice", "Pays at once"]);
  expect(notes[1].edits).toMatchObject([{ text: "Pays late" }]);
  const first = await ann("GET", `/companies/${acme.id}/notes?limit=1`);
  const rest = await ann("GET", `/companies/${acme.id}/notes?limit=1&cursor=${first.body.meta.next_cursor}`);
  expect([...first.data, ...rest.data]).toEqual(notes);
  const key = (await ann("POST", "/api-keys", { name: "no author", scopes: ["contacts.view", "contacts.update"] }))
    .data;
  const other = test.as({ authorization: `Bearer ${key.secret ?? key.key}` });
  expect((await other("PATCH", `/companies/${acme.id}/notes/${note.id}`, { text: "Mine" })).status).toBe(403);
  expect((await ann("POST", `/companies/${acme.id}/notes`, { text: " \0 " })).status).toBe(400);
  expect((await ann("DELETE", `/companies/${acme.id}/notes/${note.id}`)).status).toBe(200);
  expect((await ann("GET", `/companies/${acme.id}/notes`)).data).toHaveLength(1);
});

it("says what was merged into it, and gives each back, in whatever order", async () => {
  const [a, b, c] = [
    await company("A", { tier: "Gold", domains: ["a.account.test"] }),
    await company("B", { domains: ["b.account.test"] }),
    await company("C"),
  ];
  const before = await Promise.all([a, b, c].map((one) => get(one.id)));
  const ida = await person("Ida", { emails: ["ida@a.account.test"] });
  await ann("POST", `/companies/${a.id}/merge`, { into: b.id });
  await ann("POST", `/companies/${b.id}/merge`, { into: c.id });
  const merges = (await ann("GET", `/companies/${c.id}/merges`)).data;
  expect(merges.map((one: any) => [one.source.name, one.target.name])).toEqual([
    ["B", "C"],
    ["A", "B"],
  ]);
  expect(merges[0]).toMatchObject({ source: { id: b.id }, merged_by: expect.stringMatching(/./) });
  expect((await get(c.id)).domains).toEqual(["a.account.test", "b.account.test"]);
  const late = await person("Late", { emails: ["late@a.account.test"] });
  expect(await companyOf(late.id)).toBe("C");
  expect((await ann("POST", `/companies/${a.id}/unmerge`)).data).toMatchObject({ name: "A", tier: "Gold" });
  expect((await ann("GET", `/companies/${c.id}/merges`)).data).toHaveLength(1);
  await ann("POST", `/companies/${b.id}/unmerge`);
  expect((await ann("GET", `/companies/${c.id}/merges`)).data).toEqual([]);
  const shape = ({ name, tier, domains }: any) => ({ name, tier, domains });
  expect((await Promise.all([a, b, c].map((one) => get(one.id)))).map(shape)).toEqual(before.map(shape));
  expect(await companyOf(ida.id)).toBe("A");
  expect(await companyOf(late.id), "who came by its domain meanwhile is its own").toBe("A");
  expect((await ann("POST", `/companies/${a.id}/unmerge`)).status).toBe(409);
});

it("leaves its contacts when it is deleted, for the next company with their domain", async () => {
  const [gone, under] = [await company("Gone", { domains: ["gone.account.test"] }), await company("Under")];
  const [ida, eda] = [
    await person("Ida", { emails: ["ida@gone.account.test"] }),
    await person("Eda", { company_id: under.id }),
  ];
  await ann("POST", `/companies/${under.id}/merge`, { into: gone.id });
  expect((await ann("DELETE", `/companies/${gone.id}`)).status).toBe(200);
  expect(await companyOf(ida.id)).toBeNull();
  expect(await companyOf(eda.id)).toBe("Under");
  expect((await ann("GET", `/audit?action=company.deleted`)).data[0].target).toMatchObject({ name: "Gone" });
  await company("Again", { domains: ["gone.account.test"] });
  await test.work();
  expect(await companyOf(ida.id)).toBe("Again");
});
