import { expect, test } from "vitest";
import { createBoard } from "./board.ts";

test("who types in a conversation on a ticket's page is on that page too, until they go", () => {
  const board = createBoard();
  const at = (conversation: string | null, page: string | null, state: "viewing" | "typing_reply" = "viewing") =>
    board.put("ann", { conversation, page, state }, 1000);
  const where = (id: string) => board.of(id, 1000).map((one) => one.state);
  expect(at("t1", null)).toEqual(["t1"]);
  expect(at("c1", "t1").sort()).toEqual(["c1", "t1"]);
  expect([where("c1"), where("t1")]).toEqual([["viewing"], ["viewing"]]);
  expect(at("c1", "t1", "typing_reply")).toEqual(["c1"]);
  expect([where("c1"), where("t1")]).toEqual([["typing_reply"], ["viewing"]]);
  expect(at("c1", "t1", "typing_reply")).toEqual([]);
  expect(at(null, null).sort()).toEqual(["c1", "t1"]);
  expect(where("t1")).toEqual([]);
});

test("a silent browser is gone after 45 seconds", () => {
  const board = createBoard();
  board.put("ann", { conversation: "c1", page: "t1", state: "viewing" }, 0);
  expect(board.of("t1", 44_000)).toHaveLength(1);
  expect(board.of("t1", 46_000)).toEqual([]);
});
