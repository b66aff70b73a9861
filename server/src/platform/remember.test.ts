import { expect, it } from "vitest";
import { createMemory } from "./remember.ts";

it("reads once for all who ask at the same time, and again when it is too old", async () => {
  const memory = createMemory<number>({ ms: 20, most: 10 });
  let reads = 0;
  const ask = () => memory.get("a", async () => ++reads);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(await ask()).toBe(2);
});

it("keeps no failure, and forgets what it is told to", async () => {
  const memory = createMemory<number>({ ms: 60_000, most: 10 });
  const read = (value: number) => () => Promise.resolve(value);
  await expect(memory.get("a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect([await memory.get("a", read(1)), await memory.get("b", read(2))]).toEqual([1, 2]);
  memory.forget((value) => value === 1);
  await Promise.resolve();
  expect([await memory.get("a", read(3)), await memory.get("b", read(4))]).toEqual([3, 2]);
  memory.forget();
  expect(await memory.get("b", read(5))).toBe(5);
});
