/** Ids: UUIDv7 made by the application, so that a write can be repeated with the id it already has. */
import { randomFillSync } from "node:crypto";
import { v7, validate } from "uuid";

/** Random bytes are fetched for many ids at once: one by one they cost ten times the rest of an id. */
const pool = new Uint8Array(16 * 256);
let used = pool.length;
let msecs = 0;
let seq = 0;

/** A new time-ordered id; ids made by one process are strictly increasing, also within one millisecond. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + 16);
  used += 16;
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    // 31 of its 32 bits, so that it has room to grow within the millisecond.
    seq = ((random[6]! << 23) | (random[7]! << 16) | (random[8]! << 8) | random[9]!) & 0x7fffffff;
  } else seq++;
  return v7({ random, msecs, seq });
}

export const isId = (text: string): boolean => validate(text);
