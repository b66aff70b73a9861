/** Free ports for the servers of a journey. Chosen here and not by the system, because a restarted server must come back on its own. */
import { createServer } from "node:net";

const first = 29_000;
const count = 1_000;
const given = new Set<number>();

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < count; tries++) {
    const port = first + Math.floor(Math.random() * count);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`No port between ${first} and ${first + count} is free.`);
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((done) => {
    probe.once("error", () => done(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => done(true)));
  });
}
