/** The same GET asked again and again over one connection, as one member; what comes first warms up and does not count. */
import type { Installation } from "../server/src/test/installation.ts";
import { openLine, request } from "./http.ts";
import { spread } from "./report.ts";
import { sessionHeaders } from "./signed-in.ts";

/** Requests for one row of the table. */
export const rounds = Number(process.env.BENCH_ROUNDS ?? 100);
const warmUp = 10;
/** Milliseconds for one row of the table; a slow query is asked fewer times. */
const longest = 20_000;

export type Times = Map<string, ReturnType<typeof spread>>;

export async function openMeasure(at: Installation) {
  const headers = await sessionHeaders(at);
  const line = await openLine(at.address);
  const times: Times = new Map();
  return {
    times,
    close: () => line.close(),
    /** @param pathOf below /api/v1, for the nth request */
    async measure(name: string, pathOf: (i: number) => string): Promise<void> {
      const all: number[] = [];
      const begun = performance.now();
      for (let i = 0; i < rounds + warmUp && (i < warmUp + 5 || performance.now() - begun < longest); i++) {
        const bytes = request("GET", `/api/v1${pathOf(i)}`, headers);
        const begin = performance.now();
        const { status, body } = await line.send(bytes);
        if (status !== 200) throw new Error(`${pathOf(i)} → ${status} ${body.slice(0, 300)}`);
        if (i >= warmUp) all.push(performance.now() - begin);
      }
      times.set(name, spread(all));
    },
  };
}
