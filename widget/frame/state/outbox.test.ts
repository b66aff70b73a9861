import type { WidgetMessage } from "@omniflow/contract/widget";
import { expect, test } from "vitest";
import { ApiError, backoff } from "./api.ts";
import { createOutbox, type Pending } from "./outbox.ts";

const pending = (n: number): Pending => ({
  id: `0198c0de-0000-7000-8000-00000000000${n}`,
  text: `message ${n}`,
  files: [],
  page: { url: "", title: "" },
  created_at: `2026-01-05T09:00:0${n}.000Z`,
});

const settle = () => new Promise((resolve) => setTimeout(resolve));

/** The host page's storage and a server whose answers are decided by the test. */
function world(kept: Record<string, string> = {}) {
  const storage: Record<string, string> = { ...kept };
  const asked: string[] = [];
  const stored: string[] = [];
  const waits: (() => void)[] = [];
  const delays: number[] = [];
  let answer: (entry: Pending) => Error | null = () => null;
  const outbox = createOutbox(kept, {
    send: async (entry) => {
      asked.push(entry.text);
      const error = answer(entry);
      if (error) throw error;
      if (!stored.includes(entry.id)) stored.push(entry.id);
      return { id: `server ${entry.id}`, client_id: entry.id } as WidgetMessage;
    },
    keep: (name, value) => {
      if (value === null) delete storage[name];
      else storage[name] = value;
    },
    changed: () => {},
    sent: () => {},
    wait: (ms, run) => {
      delays.push(ms);
      waits.push(run);
    },
  });
  const fails = (next: typeof answer) => {
    answer = next;
  };
  return { outbox, storage, asked, stored, delays, fails, pass: () => waits.shift()?.() };
}

test("a message is kept before it is sent and forgotten once the server has it", async () => {
  const { outbox, storage, stored } = world();
  outbox.add(pending(1));
  expect(Object.keys(storage)).toEqual([`outbox.${pending(1).id}`]);
  await settle();
  expect(stored).toEqual([pending(1).id]);
  expect(storage).toEqual({});
  expect(outbox.list()).toEqual([]);
});

test("while the server is away everything waits in order, and nothing is sent twice in parallel", async () => {
  const { outbox, asked, stored, fails, pass, delays } = world();
  fails(() => new ApiError(0, ""));
  outbox.add(pending(1));
  outbox.add(pending(2));
  await settle();
  expect(asked).toEqual(["message 1"]);
  pass();
  await settle();
  expect(asked).toEqual(["message 1", "message 1"]);
  expect(delays[1]).toBeGreaterThan(0);
  fails(() => null);
  outbox.wake();
  await settle();
  expect(stored).toEqual([pending(1).id, pending(2).id]);
});

test("a wait that was overtaken by a wake does not send again", async () => {
  const { outbox, asked, fails, pass } = world();
  fails(() => new ApiError(503, ""));
  outbox.add(pending(1));
  await settle();
  fails(() => null);
  outbox.wake();
  await settle();
  pass();
  await settle();
  expect(asked).toEqual(["message 1", "message 1"]);
});

test("after a reload what was kept is sent, oldest first, under the same ids; rubbish is left alone", async () => {
  const entry = (n: number) => [`outbox.${pending(n).id}`, JSON.stringify(pending(n))];
  const { outbox, stored, storage } = world({
    ...Object.fromEntries([entry(2), entry(1)]),
    token: "t",
    "outbox.broken": "{",
  });
  outbox.wake();
  await settle();
  expect(stored).toEqual([pending(1).id, pending(2).id]);
  expect(Object.keys(storage)).toEqual(["token", "outbox.broken"]);
});

test("a refused message stays with its reason until the visitor decides; others go on", async () => {
  const { outbox, stored, fails } = world();
  fails((entry) => (entry.text === "message 1" ? new ApiError(422, "Attach it again.") : null));
  outbox.add(pending(1));
  outbox.add(pending(2));
  await settle();
  expect(stored).toEqual([pending(2).id]);
  expect(outbox.list().map((each) => each.failed)).toEqual(["Attach it again."]);
  fails(() => null);
  outbox.retry(pending(1).id);
  await settle();
  expect(stored).toEqual([pending(2).id, pending(1).id]);
  expect(outbox.list()).toEqual([]);
});

test("the server's Retry-After is respected", async () => {
  const { outbox, delays, fails } = world();
  fails(() => new ApiError(429, "Too many requests.", 30));
  outbox.add(pending(1));
  await settle();
  expect(delays).toEqual([30_000]);
});

test("back-off grows, is bounded and scattered", () => {
  expect(backoff(0, () => 1)).toBe(500);
  expect(backoff(3, () => 1)).toBe(4000);
  expect(backoff(50, () => 1)).toBe(15_000);
  expect(backoff(3, () => 0)).toBe(1000);
});
