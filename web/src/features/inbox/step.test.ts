import { describe, expect, it } from "vitest";
import { neighbour } from "./step.ts";

describe("neighbour", () => {
  const ids = ["a", "b", "c"];
  it.each([
    ["b", 1, 1, "c"],
    ["b", -1, 1, "a"],
    ["c", 1, 2, null],
    ["a", -1, 0, null],
    [null, 1, 0, "a"],
    [null, -1, 0, "c"],
    ["gone", 1, 1, "b"],
    ["gone", -1, 1, "a"],
    ["gone", 1, 9, "c"],
  ] as const)("of %s by %i (stood at %i) → %s", (current, by, lastIndex, expected) => {
    expect(neighbour(ids, current, by, lastIndex)).toBe(expected);
  });
  it("has none in an empty list", () => expect(neighbour([], "a", 1, 0)).toBeNull());
});
