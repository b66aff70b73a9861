import { describe, expect, it } from "vitest";
import { finished } from "../../filters/filter-tree.ts";
import { filterKey, parseView } from "../views/view.ts";
import { filterOf, parseTree } from "./start.ts";

describe("where a filter begins", () => {
  it.each([
    "mine",
    "team",
    "unassigned",
    "mentions",
    "vip",
    "snoozed",
    "open",
    "resolved",
    "spam",
    "channel:email",
    "team:t1",
  ])("the view %s is a filter that asks something", (key) =>
    expect(finished(filterOf(parseView(key), [])).nodes.length).toBeGreaterThan(0),
  );

  it("of a filter is that filter, and of a broken one an empty one", () => {
    const filter = { op: "or" as const, nodes: [{ field: "subject", op: "contains" as const, value: "x" }] };
    expect(filterOf(parseView(filterKey(filter)), [])).toEqual(filter);
    expect(filterOf(parseView("filter:%%%"), []).nodes).toEqual([]);
  });

  it.each([
    "",
    "?",
    "null",
    "[]",
    "{}",
    '{"op":"and"}',
    '{"op":"and","nodes":[null]}',
    '{"op":"and","nodes":[{"field":1}]}',
  ])("%s is no tree", (text) => expect(parseTree(text)).toBeNull());
});
