/** A person's and a company's tickets: in the list, and on the person's one timeline; only those the caller may see. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { openScene, type Scene } from "./test-scene.ts";

let s: Scene;
beforeAll(async () => {
  s = await openScene();
});
afterAll(() => s?.test.close());

const person = async (name: string, more: object = {}) => (await s.ann("POST", "/contacts", { name, ...more })).data.id;
const listed = async (query: string) =>
  (await s.ann("GET", `/tickets?${query}`)).data.map((ticket: { number: number }) => ticket.number).sort();
const timeline = async (id: string, api = s.ann) => (await api("GET", `/contacts/${id}/timeline?limit=100`)).data;
type Item = { kind: string; ticket?: { number: number }; event?: { type: string; data: { to: string } } };
const numbers = (items: Item[]) => items.flatMap((item) => item.ticket?.number ?? []).sort();

it("follow a merge of contacts and of tickets, and come back with the undo", async () => {
  const company = (await s.ann("POST", "/companies", { name: "Tickets Inc" })).data.id;
  const [ida, eda] = [await person("Ida", { company_id: company }), await person("Eda")];
  const asked = await s.ticket({ title: "Ida asked", contact_id: ida });
  const named = await s.ticket({ title: "Ida is named" });
  await s.ann("POST", `/tickets/${named.id}/contacts`, { contact_id: ida });
  const other = await s.ticket({ title: "Eda asked", contact_id: eda });
  expect(await listed(`contact_id=${ida}`)).toEqual([asked.number, named.number]);
  expect(numbers(await timeline(ida))).toEqual([asked.number, named.number]);
  expect(await listed(`company_id=${company}`)).toEqual([asked.number, named.number]);

  await s.ann("POST", `/contacts/${eda}/merge`, { into: ida });
  expect(await listed(`contact_id=${ida}`)).toEqual([asked.number, named.number, other.number]);
  expect(await listed(`company_id=${company}`)).toEqual([asked.number, named.number, other.number]);
  await s.ann("POST", `/contacts/${eda}/unmerge`);
  expect(await listed(`contact_id=${ida}`)).toEqual([asked.number, named.number]);

  await s.ann("POST", `/tickets/${asked.id}/merge`, { into: other.id });
  expect(await listed(`contact_id=${ida}`), "the survivor stands for it").toEqual([named.number, other.number]);
  expect(numbers(await timeline(ida))).toEqual([named.number, other.number]);
});

it("tell their way through the statuses, page by page", async () => {
  const ben = await person("Ben");
  const ticket = await s.ticket({ title: "Ben's", contact_id: ben });
  await s.ann("PATCH", `/tickets/${ticket.id}`, { status: "waiting" });
  await s.ann("PATCH", `/tickets/${ticket.id}`, { title: "Another title" });
  const items = await timeline(ben);
  expect(items.map((item: Item) => item.event?.data.to ?? item.event?.type ?? item.kind)).toEqual([
    "waiting",
    "ticket",
    "contact.created",
  ]);
  const pages: unknown[] = [];
  for (let cursor = "", round = 0; round < 5; round++) {
    const page = await s.ann("GET", `/contacts/${ben}/timeline?limit=1${cursor && `&cursor=${cursor}`}`);
    pages.push(...page.data);
    cursor = page.body.meta.next_cursor ?? "";
    if (!cursor) break;
  }
  expect(pages).toEqual(items);
});

it("are not told to a key that may not see tickets", async () => {
  const eve = await person("Eve");
  await s.ticket({ title: "A secret", contact_id: eve });
  const key = (await s.ann("POST", "/api-keys", { name: "contacts only", scopes: ["contacts.view"] })).data;
  const items = await timeline(eve, s.test.as({ authorization: `Bearer ${key.secret ?? key.key}` }));
  expect(items.map((item: Item) => item.event?.type ?? item.kind)).toEqual(["contact.created"]);
  expect(JSON.stringify(items)).not.toContain("secret");
});
