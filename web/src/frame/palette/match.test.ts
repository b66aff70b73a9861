import { describe, expect, it } from "vitest";
import { best } from "./match.ts";

const names = ["Resolve", "Remove the team", "Show the contact", "Größen", "Mark as unread"];
describe("what fits what was typed", () => {
  it.each([
    ["res", ["Resolve"]],
    ["rsv", ["Resolve"]],
    ["the", ["Remove the team", "Show the contact"]],
    ["team rem", ["Remove the team"]],
    ["grossen", []],
    ["großen", ["Größen"]],
    ["read", ["Mark as unread"]],
    ["", names],
    ["zzz", []],
    ["(", []],
  ])("%s", (typed, found) => expect(best(typed, names, (name) => name)).toEqual(found));

  it("puts beginnings before middles", () => {
    expect(best("un", ["Mark as unread", "Undo", "Count"], (name) => name)).toEqual([
      "Undo",
      "Mark as unread",
      "Count",
    ]);
  });
});
