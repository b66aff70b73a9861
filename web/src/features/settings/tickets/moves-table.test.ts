import { describe, expect, it } from "vitest";
import { afterToggle } from "./moves-table.ts";

const all = ["open", "waiting", "closed"];

describe("a box of the table of moves", () => {
  it.each([
    ["the first one taken away leaves the others", {}, "closed", false, { open: ["waiting"] }],
    ["the last one taken away leaves nowhere to go", { open: ["closed"] }, "closed", false, { open: [] }],
    ["the last one given back makes the row free again", { open: ["waiting"] }, "closed", true, {}],
    ["a status that is gone is forgotten", { open: ["waiting", "old"] }, "waiting", false, { open: [] }],
  ] as const)("%s", (_, before, to, on, after) => {
    expect(afterToggle(before as never, all, "open", to, on)).toEqual(after);
  });

  it("leaves other rows alone", () => {
    expect(afterToggle({ closed: [] }, all, "open", "closed", false)).toEqual({ closed: [], open: ["waiting"] });
  });
});
