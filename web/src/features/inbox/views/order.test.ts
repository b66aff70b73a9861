import { expect, it } from "vitest";
import { inOrder, moved } from "./order.ts";

it("keeps the member's order and appends what is new", () => {
  expect(inOrder(["a", "b", "c"], undefined)).toEqual(["a", "b", "c"]);
  expect(inOrder(["a", "b", "c"], ["c", "gone", "a"])).toEqual(["c", "a", "b"]);
});

it("moves up and down to where another stands", () => {
  expect(moved(["a", "b", "c"], "c", "a")).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], "a", "c")).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b", "c"], "a", "b")).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b"], "a", "a")).toEqual(["a", "b"]);
  expect(moved(["a", "b"], "x", "a")).toEqual(["a", "b"]);
});
