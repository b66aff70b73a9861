/** Inbox lists, counts, search and opening a thread: the same workspace with 10 thousand and with 1 million conversations. */

import type { Installation } from "../server/src/test/installation.ts";
import { call } from "../server/src/test/never-lose/clients.ts";
import { fillTo, messagesEach } from "./many.ts";
import { openMeasure, rounds, type Times } from "./measure.ts";
import { figure, meets, note, spread, table, title } from "./report.ts";
import { startInstallation } from "./signed-in.ts";

const small = Number(process.env.BENCH_SMALL ?? 10_000);
const large = Number(process.env.BENCH_LARGE ?? 1_000_000);
const goals = { ratio: { most: 1.5 }, milliseconds: { most: 20 } };
/** A search may take longer and grow: it looks into what was said, not along an index of its own. */
const searchGoals = { ratio: { most: Number.POSITIVE_INFINITY }, milliseconds: { most: 100 } };

const views = [
  "mine",
  "team",
  "unassigned",
  "mentions",
  "snoozed",
  "open",
  "pending",
  "on_hold",
  "resolved",
  "all",
  "spam",
  "trash",
];

export async function run(): Promise<void> {
  title(
    `Lists and threads: ${small.toLocaleString("en")} against ${large.toLocaleString("en")} conversations of ${messagesEach} messages`,
  );
  const at = await startInstallation();
  try {
    const [workspace] = await at.query<{ id: string }>("select id from workspaces limit 1");
    await fillTo(at, workspace!.id, 0, small);
    const before = await measureAll(at);
    const begin = performance.now();
    await fillTo(at, workspace!.id, small, large);
    note(`made ${(large - small).toLocaleString("en")} more in ${Math.round((performance.now() - begin) / 1000)} s`);
    const after = await measureAll(at);
    show(before, after);
    await measureBulk(at);
  } finally {
    await at.remove();
  }
}

export function show(before: Times, after: Times): void {
  const rows = [...after].map(([name, big]) => {
    const first = before.get(name)!;
    const ratio = big.p95 / first.p95;
    const goal = name.startsWith("search") ? searchGoals : goals;
    const over = [meets(ratio, goal.ratio) ? "" : "ratio", meets(big.p95, goal.milliseconds) ? "" : "time"].filter(
      Boolean,
    );
    return [name, first.p50, first.p95, big.p50, big.p95, ratio, over.length ? `← ${over.join(", ")}` : ""];
  });
  table(["milliseconds at the client", "small p50", "small p95", "large p50", "large p95", "ratio p95", ""], rows);
  note(
    `goal: large p95 ≤ ${goals.milliseconds.most} ms and ≤ ${goals.ratio.most} × small, search ≤ ${searchGoals.milliseconds.most} ms; ${rounds} requests each, one after the other`,
  );
}

export async function measureAll(at: Installation): Promise<Times> {
  const { times, measure, close } = await openMeasure(at);
  for (const view of views) await measure(`list ${view}`, () => `/conversations?view=${view}`);
  await measure("list e-mail, open", () => "/conversations?view=open&channel=email");
  const cursor = await deepCursor(at);
  await measure("list all, page 20", () => `/conversations?view=all&cursor=${cursor}`);
  await measure("list all, oldest first", () => "/conversations?view=all&sort=oldest");
  await measure("counts", () => "/conversations/counts");
  const ids = (await call(at, "GET", "/api/v1/conversations?view=resolved&limit=100")).data.map(
    (c: { id: string }) => c.id,
  );
  await measure("thread: conversation", (i) => `/conversations/${ids[i % 100]}`);
  await measure("thread: messages", (i) => `/conversations/${ids[i % 100]}/messages`);
  await measure("thread: timeline", (i) => `/conversations/${ids[i % 100]}/events`);
  await measure("search, rare word", (i) => `/conversations?q=number${1000 + i * 7}`);
  await measure("search, begun word", () => "/conversations?q=grind");
  await measure("search, two common words", () => "/conversations?q=grinder%20warranty");
  const partOf = (value: string) =>
    encodeURIComponent(JSON.stringify({ op: "and", nodes: [{ field: "subject", op: "contains", value }] }));
  await measure("search, part of a subject", (i) => `/conversations?filter=${partOf(` ${1000 + i * 7}`)}`);
  await measure("search, a customer", (i) => `/conversations?q=customer${i * 31}@mail`);
  close();
  return times;
}

/** Ten thousand at once, in the background, while somebody reads; then all of it undone. */
async function measureBulk(at: Installation): Promise<void> {
  const select = { view: "pending", channel: "email" };
  const alone = await openAll(at);
  const begin = performance.now();
  const begun = (await call(at, "POST", "/api/v1/actions", { select, change: { add_tags: ["bench"] } })).data;
  figure("bulk: accepted", performance.now() - begin, "ms");
  const meanwhile = await openAll(at);
  const done = await until(at, begun.id, "done");
  figure(`bulk: ${done.done.toLocaleString("en")} conversations done`, (performance.now() - begin) / 1000, "s");
  figure("opening the list meanwhile ÷ before, p95", meanwhile.p95 / alone.p95, "×");
  const undoing = performance.now();
  await call(at, "POST", `/api/v1/actions/${begun.id}/undo`);
  await until(at, begun.id, "undone");
  figure("bulk: undone", (performance.now() - undoing) / 1000, "s");
}

async function until(at: Installation, id: string, state: string) {
  for (;;) {
    const action = (await call(at, "GET", `/api/v1/actions/${id}`)).data;
    if (action.state === state) return action;
    if (action.state === "failed") throw new Error(action.reason);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function openAll(at: Installation) {
  const times: number[] = [];
  for (let i = 0; i < 40; i++) {
    const begin = performance.now();
    await call(at, "GET", "/api/v1/conversations?view=open");
    times.push(performance.now() - begin);
  }
  return spread(times);
}

async function deepCursor(at: Installation): Promise<string> {
  let cursor = "";
  for (let page = 0; page < 20; page++) {
    const answer = await call(at, "GET", `/api/v1/conversations?view=all&limit=50${cursor && `&cursor=${cursor}`}`);
    cursor = encodeURIComponent(answer.meta.next_cursor);
  }
  return cursor;
}
