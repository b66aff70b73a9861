/** Tickets: lists, counts, search and opening one, in the same workspace with 10 thousand and with 1 million of them. */
import type { Installation } from "../server/src/test/installation.ts";
import { call } from "../server/src/test/never-lose/clients.ts";
import { show } from "./lists.ts";
import { openMeasure, type Times } from "./measure.ts";
import { note, title } from "./report.ts";
import { startInstallation } from "./signed-in.ts";

const small = Number(process.env.BENCH_SMALL ?? 10_000);
const large = Number(process.env.BENCH_LARGE ?? 1_000_000);
/** Rows of one statement. */
const step = 20_000;

export async function run(): Promise<void> {
  title(`Tickets: ${small.toLocaleString("en")} against ${large.toLocaleString("en")}`);
  const at = await startInstallation();
  try {
    const [workspace] = await at.query<{ id: string }>("select id from workspaces limit 1");
    await fill(at, workspace!.id, 0, small);
    const before = await measureAll(at);
    const begin = performance.now();
    await fill(at, workspace!.id, small, large);
    note(`made ${(large - small).toLocaleString("en")} more in ${Math.round((performance.now() - begin) / 1000)} s`);
    show(before, await measureAll(at));
  } finally {
    await at.remove();
  }
}

/** Kept deterministic, and scattered: what hangs on the number itself falls together (all that is open had one priority). */
const pick = (salt: number, upTo: number) => `((hashint8(i::bigint * 7919 + ${salt})::bigint & 2147483647) % ${upTo})`;

/**
 * One in twenty is still to be done, as in a workspace that has worked for years; one in forty is the asking
 * member's. Most is normal, little urgent; one in eight has a tag.
 */
async function fill(at: Installation, workspaceId: string, from: number, to: number): Promise<void> {
  const [member] = await at.query<{ id: string }>("select id from members limit 1");
  for (let n = from; n < to; n += step) {
    await at.query(`insert into tickets (workspace_id, id, number, title, description_text, status, priority, assignee_member_id, tags, updated_at, created_at)
      select '${workspaceId}', gen_random_uuid(), i, 'Grinder of customer' || i || ' under warranty', 'number' || i || ' makes a noise when it starts',
        case when ${pick(1, 20)} = 0 then (array['open', 'in_progress', 'waiting'])[1 + ${pick(2, 3)}] when ${pick(3, 3)} = 0 then 'resolved' else 'closed' end,
        (array['low', 'normal', 'normal', 'normal', 'normal', 'normal', 'normal', 'high', 'high', 'urgent'])[1 + ${pick(4, 10)}],
        case when ${pick(5, 40)} = 0 then '${member!.id}'::uuid end,
        case when ${pick(6, 8)} = 0 then array[(array['repair', 'warranty', 'parts', 'delivery'])[1 + ${pick(7, 4)}]] else '{}' end,
        now() - (${large} - i) * interval '1 minute', now() - (${large} - i) * interval '2 minutes'
      from generate_series(${n + 1}, ${Math.min(n + step, to)}) as i`);
  }
  await at.query(`insert into ticket_settings (workspace_id, last_number) values ('${workspaceId}', ${to})
    on conflict (workspace_id) do update set last_number = ${to}`);
  await at.query("vacuum analyze tickets, ticket_texts");
}

async function measureAll(at: Installation): Promise<Times> {
  const { times, measure, close } = await openMeasure(at);
  for (const view of ["mine", "unassigned", "active", "waiting", "resolved", "all"])
    await measure(`tickets ${view}`, () => `/tickets?view=${view}`);
  for (const sort of ["newest", "oldest", "priority"])
    await measure(`tickets by ${sort}`, () => `/tickets?sort=${sort}`);
  await measure("tickets, counts", () => "/tickets/counts");
  await measure("tickets, by number", (i) => `/tickets?number=${1 + i * 31}`);
  await measure("tickets, a rare word", (i) => `/tickets?q=customer${1 + i * 31}`);
  const filter = (field: string, op: string, value: string) =>
    `/tickets?filter=${encodeURIComponent(JSON.stringify({ op: "and", nodes: [{ field, op, value }] }))}`;
  await measure("tickets with a common tag", () => filter("tag", "has", "repair"));
  await measure("tickets with an unused tag", (i) => filter("tag", "has", `unused ${i}`));
  await measure("tickets, part of a description", (i) => filter("description", "contains", `number${1 + i * 31} mak`));
  await measure("tickets, part of a title", (i) => filter("title", "contains", `mer${1 + i * 31} und`));
  await measure("tickets, two common words", () => "/tickets?q=grinder%20warranty");
  const ids = (await call(at, "GET", "/api/v1/tickets?limit=100")).data.map((ticket: { id: string }) => ticket.id);
  await measure("ticket page", (i) => `/tickets/${ids[i % 100]}`);
  await measure("ticket activity", (i) => `/tickets/${ids[i % 100]}/events`);
  close();
  return times;
}
