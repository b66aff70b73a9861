import { describe, expect, it } from "vitest";
import { groupPeople } from "./people.ts";

describe("people by the words that name them", () => {
  it.each([
    [["maria", "late"], [["a", "b"], []], [{ named: ["maria"], people: ["a", "b"] }]],
    [
      ["maria", "lopez", "late"],
      [["a", "b"], ["b"], ["c"]],
      [
        { named: ["maria", "lopez"], people: ["b"] },
        { named: ["maria"], people: ["a"] },
        { named: ["late"], people: ["c"] },
      ],
    ],
    [["x"], [[]], []],
  ])("%j", (names, found, groups) => expect(groupPeople(names, found)).toEqual(groups));
});
