import { expect, it } from "vitest";
import { backoff } from "./realtime.ts";

it("waits longer after each failure, never longer than 20 s, never twice the same for all", () => {
  expect(backoff(0, 0)).toBe(250);
  expect(backoff(0, 1)).toBe(500);
  expect(backoff(3, 1)).toBe(4000);
  expect(backoff(30, 1)).toBe(20_000);
  expect(backoff(30, 0)).toBe(10_000);
});
