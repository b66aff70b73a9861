/** Whatever bytes arrive, parsing ends: in messages and receipts that can be stored, or in words for the quarantine. */
import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { ChannelError } from "../adapter.ts";
import { email, fixture, mailbox, processorTime, raw } from "./testing.ts";

const files = readdirSync(new URL("./fixtures/", import.meta.url)).filter((name) => name.endsWith(".eml"));

/** Repeatable: a failure names its seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function mutate(original: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(original);
  const at = () => Math.floor(random() * bytes.length);
  for (let changes = 1 + Math.floor(random() * 8); changes > 0; changes--) {
    const kind = Math.floor(random() * 6);
    const [a, b] = [at(), at()].sort((x, y) => x - y) as [number, number];
    if (kind === 0 && bytes.length > 0) bytes[a] = Math.floor(random() * 256);
    if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, a), bytes.subarray(b)]);
    if (kind === 2)
      bytes = Buffer.concat([bytes.subarray(0, b), bytes.subarray(a, Math.min(b, a + 500)), bytes.subarray(b)]);
    if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, a), Buffer.from("\r\n\r\n"), bytes.subarray(a)]);
    if (kind === 4) bytes = bytes.subarray(0, b);
    if (kind === 5)
      bytes = Buffer.concat([bytes.subarray(0, a), Buffer.from([0, 13, 0xff, 0xfe, 0x3c, 0x3e]), bytes.subarray(a)]);
  }
  return bytes;
}

it("parses or refuses any mutilated mail, quickly", async () => {
  let longest = 0;
  for (let seed = 1; seed <= 1500; seed++) {
    const random = randomFrom(seed);
    const bytes = mutate(fixture(files[seed % files.length]!), random);
    const started = processorTime();
    const items = await Promise.resolve(email.parse(raw(bytes), mailbox())).catch((error) => {
      if (error instanceof ChannelError && !error.retry) return [];
      throw new Error(`seed ${seed}`, { cause: error });
    });
    longest = Math.max(longest, processorTime() - started);
    for (const item of items) {
      const { files: _, ...words } = { files: [], ...item };
      expect(JSON.stringify(words), `seed ${seed}`).not.toContain("\\u0000");
      if (item.kind === "message") expect(item.sentAt.getTime(), `seed ${seed}`).toBeGreaterThan(0);
    }
  }
  expect(longest).toBeLessThan(3000);
}, 60_000);
