/** A custom field of every type in every place: form, list, filter, file out and in again, many at once with the way back, text of a response. */
import { randomUUID } from "node:crypto";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Api, openTest, type Test } from "../../test/kit.ts";
import { type Bed, importBed } from "./test-bed.ts";

const types = {
  text: { value: "Graz; old, town", other: "Linz" },
  number: { value: 1234.5, other: -3 },
  date: { value: "2027-03-01", other: "2020-12-31" },
  choice: { value: "Gold, yearly", other: "Free", options: ["Free", "Gold", "Gold, yearly"] },
  multi_choice: { value: ["Solo", "Duo, pro"], other: ["Duo"], options: ["Duo", "Solo", "Duo, pro"] },
  checkbox: { value: true, other: false },
  link: { value: "https://crm.test/a?b=1,2", other: "https://else.test/" },
} as const;
type Type = keyof typeof types;
const names = Object.keys(types) as Type[];
const all = (side: "value" | "other") => Object.fromEntries(names.map((type) => [`f_${type}`, types[type][side]]));

let t: Test;
let ann: Api;
let bed: Bed;
let one: string;
let two: string;
beforeAll(async () => {
  t = await openTest();
  ann = await t.signIn();
  bed = importBed(t);
  for (const record of ["contact", "company"])
    for (const type of names) {
      const options = "options" in types[type] ? { options: types[type].options } : {};
      const made = await ann("POST", "/fields", { record, key: `f_${type}`, label: `The ${type}`, type, ...options });
      expect(made.status, type).toBe(201);
    }
  const make = async (name: string, custom_fields: object) =>
    (await ann("POST", "/contacts", { name, emails: [`${name.toLowerCase()}@every.test`], custom_fields })).data.id;
  one = await make("One", all("value"));
  two = await make("Two", all("other"));
  await make("Three", {});
});
afterAll(() => t?.close());

const fieldsOf = async (id: string) => (await ann("GET", `/contacts/${id}`)).data.custom_fields;
const found = async (record: "contact" | "company", node: object) => {
  const filter = encodeURIComponent(JSON.stringify({ op: "and", nodes: [node] }));
  const path = record === "contact" ? "/contacts" : "/companies";
  const answer = await ann("GET", `${path}?sort=name&filter=${filter}`);
  expect(answer.status, JSON.stringify(node)).toBe(200);
  return answer.data.map((row: { name: string }) => row.name);
};

it("keeps each as it was given, and refuses what is none", async () => {
  expect(await fieldsOf(one)).toEqual(all("value"));
  expect(await fieldsOf(two)).toEqual(all("other"));
  const wrong: Partial<Record<Type, unknown>> = {
    number: "many",
    date: "2027-02-30",
    choice: "Silver",
    multi_choice: ["Trio"],
    checkbox: "perhaps",
    link: "javascript:alert(1)",
  };
  for (const [type, value] of Object.entries(wrong)) {
    const answer = await ann("PATCH", `/contacts/${one}`, { custom_fields: { [`f_${type}`]: value } });
    expect(answer.error, type).toMatchObject({ code: "validation_failed", field: `custom_fields.f_${type}` });
  }
});

/** As the filter builder asks: comparison, value, who is found of One, Two (the other value) and Three (none). */
const questions: Record<Type, [op: string, value: unknown, who: string[]][]> = {
  text: [
    ["contains", "OLD", ["One"]],
    ["is", "linz", ["Two"]],
    ["not_contains", "graz", ["Three", "Two"]],
  ],
  number: [
    ["is", 1234.5, ["One"]],
    ["gt", -4, ["One", "Two"]],
    ["lt", 0, ["Two"]],
  ],
  date: [
    ["before", "2021-01-01", ["Two"]],
    ["after", "2027-03-01", ["One"]],
    ["not_within", "1d", ["One", "Three", "Two"]],
  ],
  choice: [
    ["in", ["Gold, yearly"], ["One"]],
    ["in", ["Gold, yearly", "Free"], ["One", "Two"]],
    ["not_in", ["Free"], ["One", "Three"]],
  ],
  multi_choice: [
    ["has", ["Duo, pro"], ["One"]],
    ["has", ["Solo", "Duo"], ["One", "Two"]],
    ["has_not", ["Duo"], ["One", "Three"]],
  ],
  checkbox: [
    ["is", true, ["One"]],
    ["is", false, ["Three", "Two"]],
  ],
  link: [
    ["contains", "crm.test", ["One"]],
    ["is", "https://else.test/", ["Two"]],
  ],
};

it.each(names)("is found by its own comparisons: %s", async (type) => {
  const field = `contact.custom.f_${type}`;
  for (const [op, value, who] of questions[type]) expect(await found("contact", { field, op, value }), op).toEqual(who);
  expect(await found("contact", { field, op: "exists" })).toEqual(["One", "Two"]);
  expect(await found("contact", { field, op: "not_exists" })).toEqual(["Three"]);
});

it("a date that is none, under a key nobody has named, fails no filter", async () => {
  for (const [i, day] of ["2026-02-30", "0000-01-01", "2026-02-29T10:00:00Z", "9999-12-31", "soon"].entries())
    await ann("POST", "/contacts", { name: `Stray ${i}`, custom_fields: { stray: day } });
  const field = "contact.custom.stray";
  expect(await found("contact", { field, op: "before", value: "2026-04-01" })).toEqual(["Stray 0", "Stray 2"]);
  expect(await found("contact", { field, op: "after", value: "2026-04-01" })).toEqual(["Stray 3"]);
  for (const { id } of (await ann("GET", "/contacts?q=stray")).data) await ann("DELETE", `/contacts/${id}`);
});

it("goes out as a file and comes in again, for contacts that were there and for new ones", async () => {
  const columns = ["email", ...names.map((type) => `custom.f_${type}`)].join(",");
  const body = String((await ann("GET", `/contacts/export?sort=name&columns=${columns}`)).body);
  const head = (parse(body, { bom: true }) as string[][])[0];
  expect(head).toEqual(["name", "email", ...names.map((type) => `The ${type}`)]);
  expect((await bed.import(body)).counts).toMatchObject({ created: 0, updated: 0, unchanged: 3, failed: 0 });
  const fresh = await bed.import(body.replaceAll("@every.test", "@again.test"));
  expect(fresh.counts).toMatchObject({ created: 3, failed: 0 });
  const [again] = (await ann("GET", "/contacts?email=one@again.test")).data;
  expect(again.custom_fields).toEqual(all("value"));
  await bed.undo(fresh.id);
  expect((await ann("GET", "/contacts?q=again.test")).data).toEqual([]);
});

it.each(["contact", "company"] as const)("is set for many at once, and given back: %s", async (record) => {
  const path = record === "contact" ? "/contacts" : "/companies";
  const made = await Promise.all(
    ["A", "B"].map(async (name, i) => {
      const custom_fields = i ? {} : all("other");
      return (await ann("POST", path, { name: `Many ${name}`, custom_fields })).data.id as string;
    }),
  );
  const edit = await ann("POST", `${path}/bulk`, { ids: made, change: { custom_fields: all("value") } });
  expect(edit.data).toMatchObject({ state: "done", done: 2 });
  const now = () =>
    Promise.all(made.map(async (id) => (await ann("GET", `${path}/${id}`)).data.custom_fields as object));
  expect(await now()).toEqual([all("value"), all("value")]);
  const cleared = await ann("POST", `${path}/bulk`, {
    ids: made,
    change: { custom_fields: Object.fromEntries(names.map((type) => [`f_${type}`, null])) },
  });
  expect(await now()).toEqual([{}, {}]);
  await ann("POST", `/bulk-edits/${cleared.data.id}/undo`);
  await ann("POST", `/bulk-edits/${edit.data.id}/undo`);
  expect(await now()).toEqual([all("other"), {}]);
  for (const id of made) await ann("DELETE", `${path}/${id}`);
});

it("is a word in a response, as people write it", async () => {
  const channel = (await ann("POST", "/channels", { kind: "api", name: "Shop" })).data.id;
  const { data } = await ann("POST", `/channels/${channel}/messages`, {
    external_id: randomUUID(),
    from: { email: "one@every.test", name: "One" },
    text: "hello",
  });
  await ann("PATCH", `/contacts/${one}`, { language: "de" });
  const body = names.map((type) => `${type}={{contact.custom.f_${type}}}`).join("\n");
  const response = await ann("POST", "/canned-responses", { name: "Every type", body });
  const rendered = await ann("POST", `/canned-responses/${response.data.id}/render`, {
    conversation_id: data.conversation_id,
    language: "de",
  });
  expect(rendered.data.missing).toEqual([]);
  expect(rendered.data.text.split("\n")).toEqual([
    "text=Graz; old, town",
    "number=1.234,5",
    "date=1. März 2027",
    "choice=Gold, yearly",
    "multi_choice=Solo und Duo, pro",
    "checkbox=ja",
    "link=https://crm.test/a?b=1,2",
  ]);
});
