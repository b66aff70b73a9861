/** Messages in over the API channel, against what the same PostgreSQL takes as bare one-row inserts, each its own commit. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Installation } from "../server/src/test/installation.ts";
import { type Line, openLine, request } from "./http.ts";
import { figure, note, spread, title } from "./report.ts";
import { apiChannel, keyHeaders, startInstallation } from "./signed-in.ts";

/** Enough to be waiting while a batch is on its way; the bare inserts are as quick with a quarter, and PostgreSQL has no room for more. */
const connections = Number(process.env.BENCH_CONNECTIONS ?? 128);
const bareConnections = Math.min(connections, 32);
const seconds = Number(process.env.BENCH_SECONDS ?? 10);
const text = "Hello, my order has not arrived yet. Could you have a look where it is, please? Many thanks in advance.";

export async function run(): Promise<void> {
  title(`Intake: API channel over HTTP, ${connections} keep-alive connections`);
  const at = await startInstallation();
  try {
    const make = requestMaker(await keyHeaders(at), await apiChannel(at));
    const lines = await Promise.all(Array.from({ length: connections }, () => openLine(at.address)));
    await pump(lines, make, 4);
    await settle(at);
    const before = await bareInserts(at);
    const peak = await pump(lines, make, seconds);
    const after = await bareInserts(at);
    const bare = (before + after) / 2;
    figure("bare one-row inserts, each a commit", bare, "/s");
    figure("messages acknowledged", peak, "/s");
    figure("ratio", peak / bare, "×", { least: 1 });
    await settle(at);
    const load = peak / 2;
    const { p50, p99, count } = spread(await paced(lines, make, load));
    figure(`acknowledgement at half load (${Math.round(load)}/s), p50`, p50, "ms");
    figure("acknowledgement at half load, p99", p99, "ms", { most: 50 });
    note(
      `${count} messages at half load; bare inserts ${Math.round(before)}/s before and ${Math.round(after)}/s after`,
    );
    for (const line of lines) line.close();
  } finally {
    await at.remove();
  }
}

/**
 * What autovacuum does within the next seconds, as tables have grown from nothing, or to twice their size. What is measured is an installation
 * at work, not its first minute.
 */
const settle = (at: Installation) => at.query("vacuum analyze");

/** One message in five begins a conversation; the others go on with one. */
function requestMaker(headers: Record<string, string>, channel: string): () => Buffer {
  let n = 0;
  const started = randomUUID().slice(0, 8);
  return () => {
    n++;
    const thread = n % 5 === 0 ? `new ${n}` : `old ${n % 400}`;
    const handle = n % 5 === 0 ? `newcomer${n}` : `customer${n % 400}`;
    return request("POST", `/api/v1/channels/${channel}/messages`, headers, {
      external_id: `${started}-${n}`,
      thread,
      from: { handle, name: "Bench" },
      text,
    });
  };
}

/** As fast as it goes. @returns messages per second. */
async function pump(lines: Line[], make: () => Buffer, forSeconds: number): Promise<number> {
  const begin = performance.now();
  const until = begin + forSeconds * 1000;
  let done = 0;
  await Promise.all(
    lines.map(async (line) => {
      while (performance.now() < until) {
        expectTaken(await line.send(make()));
        done++;
      }
    }),
  );
  return done / ((performance.now() - begin) / 1000);
}

/** At a given rate, whatever the answers do; the time counts from when a message was due. @returns milliseconds of each. */
async function paced(lines: Line[], make: () => Buffer, rate: number): Promise<number[]> {
  const begin = performance.now() + 50;
  const total = Math.floor(rate * seconds);
  const times: number[] = [];
  let next = 0;
  await Promise.all(
    lines.map(async (line) => {
      while (next < total) {
        const due = begin + (next++ * 1000) / rate;
        const early = due - performance.now();
        if (early > 1) await sleep(early);
        expectTaken(await line.send(make()));
        times.push(performance.now() - due);
      }
    }),
  );
  return times;
}

function expectTaken({ status, body }: { status: number; body: string }): void {
  if (status !== 201) throw new Error(`A message was refused: ${status} ${body.slice(0, 300)}`);
}

/** The yardstick: a table with a key and the text, nothing else. */
async function bareInserts(at: Installation): Promise<number> {
  await at.query(
    "create table if not exists bench_bare (id uuid primary key, at timestamptz not null default now(), text text not null)",
  );
  const clients = await Promise.all(Array.from({ length: bareConnections }, () => at.connect()));
  const begin = performance.now();
  const until = begin + (seconds / 2) * 1000;
  let done = 0;
  await Promise.all(
    clients.map(async (client: pg.Client) => {
      while (performance.now() < until) {
        await client.query({
          name: "bare",
          text: "insert into bench_bare (id, text) values ($1, $2)",
          values: [randomUUID(), text],
        });
        done++;
      }
    }),
  );
  const rate = done / ((performance.now() - begin) / 1000);
  await Promise.all(clients.map((client) => client.end()));
  return rate;
}
