/** What the installation has in the end, read over the API like anybody would. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Installation } from "../installation.ts";
import { call } from "./clients.ts";

export type Found = {
  /** Marker → how many inbound messages carry it. */
  inbound: Map<string, number>;
  /** Marker → state and reason of the answer. */
  answers: Map<string, { state: string; reason: string | null }>;
};

export async function readEverything(at: Installation): Promise<Found> {
  const found: Found = { inbound: new Map(), answers: new Map() };
  for (const conversation of await pages(at, "/api/v1/conversations?limit=100")) {
    for (const message of await pages(at, `/api/v1/conversations/${conversation.id}/messages?limit=100`)) {
      const marker = /[a-z]+-\d+-end/.exec(message.text)?.[0];
      if (!marker) continue;
      if (message.direction === "in") found.inbound.set(marker, (found.inbound.get(marker) ?? 0) + 1);
      else found.answers.set(marker, message.delivery);
    }
  }
  return found;
}

async function pages(at: Installation, path: string): Promise<any[]> {
  const all: any[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const answer = await call(at, "GET", cursor ? `${path}&cursor=${encodeURIComponent(cursor)}` : path);
    all.push(...answer.data);
    cursor = answer.meta.next_cursor ?? null;
  }
  return all;
}

/** What is still under way: raw arrivals, answers, jobs that could not be done. */
export async function readUnsettled(
  at: Installation,
): Promise<{ raw: number; quarantined: number; queued: number; sending: number }> {
  const [row] = await at.query<{ raw: number; quarantined: number; queued: number; sending: number }>(`select
    (select count(*)::int from raw_messages where state = 'waiting') as raw, (select count(*)::int from raw_messages where state = 'quarantined') as quarantined,
    (select count(*)::int from messages where delivery_state = 'queued') as queued, (select count(*)::int from messages where delivery_state = 'sending') as sending`);
  return row!;
}

/** Waits until nothing moves any more, or time is up. */
export async function settle(at: Installation, seconds: number) {
  let now = await readUnsettled(at);
  for (const until = Date.now() + seconds * 1000; Date.now() < until && now.raw + now.queued + now.sending > 0; ) {
    await sleep(250);
    now = await readUnsettled(at);
  }
  return now;
}
