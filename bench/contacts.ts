/** Contact lists, segments and search: the same workspace with 10 thousand and with 1 million contacts. */

import type { Installation } from "../server/src/test/installation.ts";
import { call } from "../server/src/test/never-lose/clients.ts";
import { show } from "./lists.ts";
import { openMeasure, type Times } from "./measure.ts";
import { note, title } from "./report.ts";
import { startInstallation } from "./signed-in.ts";

const small = Number(process.env.BENCH_SMALL ?? 10_000);
const large = Number(process.env.BENCH_LARGE ?? 1_000_000);

export async function run(): Promise<void> {
  title(`Contacts: ${small.toLocaleString("en")} against ${large.toLocaleString("en")}`);
  const at = await startInstallation();
  try {
    const [workspace] = await at.query<{ id: string }>("select id from workspaces limit 1");
    await call(at, "POST", "/api/v1/fields", {
      record: "contact",
      type: "choice",
      key: "plan",
      label: "Plan",
      options: ["Free", "Gold", "Rare"],
    });
    await fillContacts(at, workspace!.id, 0, small);
    const before = await measureAll(at);
    const begin = performance.now();
    await fillContacts(at, workspace!.id, small, large);
    note(`made ${(large - small).toLocaleString("en")} more in ${Math.round((performance.now() - begin) / 1000)} s`);
    show(before, await measureAll(at));
  } finally {
    await at.remove();
  }
}

const pick = (salt: number, upto: number) =>
  `((hashint8(n::bigint * 7919 + ${salt})::bigint & 2147483647) % ${upto})::int`;
const first =
  "(array['Anna','Bruno','Célia','Dmitri','Émile','Fatima','Göran','Hana','Inês','Jörg','Kofi','Lena','Mateusz','Nkechi','Omar','Priya','Quentin','Rosa','Søren','Tomáš'])";
const last =
  "(array['Alvarez','Brandt','Costa','Demir','Eriksson','Fournier','García','Hoffmann','Ilić','Johnson','Kowalski','Lindgren','Mensah','Novák','Okafor','Petrova','Quinn','Rossi','Sato','Tanaka'])";
const id = (kind: string, n: string) =>
  `(left(md5('${kind}'), 8) || '-0000-7000-8000-' || lpad(to_hex((${n})::bigint), 12, '0'))::uuid`;

/** One contact in a hundred is VIP, one in two thousand has the rare plan, fifty or so share a company. */
const statements = [
  `insert into companies (workspace_id, id, name) select current_workspace(), ${id("company", "n")}, 'Company ' || n from generate_series($from / 50, $to / 50) n on conflict do nothing`,
  `insert into contacts (workspace_id, id, name, tier, language, company_id, company_source, custom_fields, created_at)
   select current_workspace(), ${id("contact", "n")}, ${first}[1 + ${pick(1, 20)}] || ' ' || ${last}[1 + ${pick(2, 20)}] || ' ' || n,
     case when ${pick(3, 100)} = 0 then 'VIP' when ${pick(3, 100)} < 10 then 'Gold' end, (array['en','de','fr','es'])[1 + ${pick(4, 4)}],
     ${id("company", "n / 50")}, 'domain', case when ${pick(5, 2000)} = 0 then '{"plan": "Rare"}' when ${pick(5, 2000)} < 500 then '{"plan": "Gold"}' else '{}' end::jsonb,
     date_trunc('milliseconds', now() - ($most - n) * interval '30 seconds') from generate_series($from + 1, $to) n`,
  `insert into contact_identities (workspace_id, id, contact_id, kind, value)
   select current_workspace(), ${id("mail", "n")}, ${id("contact", "n")}, 'email', 'person' || n || '@company' || n / 50 || '.test' from generate_series($from + 1, $to) n`,
  `insert into contact_identities (workspace_id, id, contact_id, kind, value)
   select current_workspace(), ${id("phone", "n")}, ${id("contact", "n")}, 'phone', '+49' || (30000000000 + n * 97) from generate_series($from + 1, $to) n where n % 3 = 0`,
];

async function fillContacts(at: Installation, workspaceId: string, from: number, to: number): Promise<void> {
  const client = await at.connect("postgres");
  try {
    await client.query(
      `set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '256MB'; set omniflow.workspace = '${workspaceId}'`,
    );
    for (const statement of statements)
      await client.query(
        statement.replaceAll("$from", String(from)).replaceAll("$to", String(to)).replaceAll("$most", String(large)),
      );
    await client.query("vacuum analyze contacts, contact_identities, companies");
  } finally {
    await client.end();
  }
}

const filterOf = (...nodes: object[]) => encodeURIComponent(JSON.stringify({ op: "and", nodes }));

async function measureAll(at: Installation): Promise<Times> {
  const { times, measure, close } = await openMeasure(at);
  const get = (path: string) => call(at, "GET", `/api/v1${path}`);
  const vip = (await get("/segments?record=contact")).data.find((one: { key: string }) => one.key === "vip").id;
  const [company] = (await get("/companies?limit=1")).data;
  const deep = encodeURIComponent((await get("/contacts?sort=name&limit=100")).meta.next_cursor);
  const ids = (await get("/contacts?limit=100")).data.map((one: { id: string }) => one.id);
  await measure("list, newest", () => "/contacts");
  await measure("list, by name", () => "/contacts?sort=name");
  await measure("list, by name, on", () => `/contacts?sort=name&cursor=${deep}`);
  await measure("one contact", (i) => `/contacts/${ids[i % 100]}`);
  await measure("segment VIP", () => `/contacts?segment_id=${vip}`);
  await measure(
    "filter: language and tier",
    () =>
      `/contacts?filter=${filterOf({ field: "language", op: "is", value: "de" }, { field: "tier", op: "is", value: "Gold" })}`,
  );
  await measure(
    "filter: rare plan",
    () => `/contacts?filter=${filterOf({ field: "contact.custom.plan", op: "is", value: "Rare" })}`,
  );
  await measure(
    "filter: common plan",
    () => `/contacts?filter=${filterOf({ field: "contact.custom.plan", op: "is", value: "Gold" })}`,
  );
  await measure("of a company", () => `/contacts?company_id=${company.id}`);
  await measure("count all", () => "/contacts/count");
  await measure("count VIP", () => `/contacts/count?segment_id=${vip}`);
  await measure("search, an address", (i) => `/contacts?q=person${1 + i * 37}@`);
  await measure("search, part of a common name", () => "/contacts?q=ernand");
  await measure("search, two common words", () => "/contacts?q=anna%20sato");
  await measure("search, a common word", () => "/contacts?q=lena");
  await measure("search, a number", (i) => `/contacts?q=%2B49${30000000000 + (3 + i * 3) * 97}`);
  await measure("search, two letters", () => "/contacts?q=le");
  await measure("companies, by name", () => "/companies");
  await measure("companies, search", (i) => `/companies?q=company%20${1 + i}`);
  close();
  return times;
}
