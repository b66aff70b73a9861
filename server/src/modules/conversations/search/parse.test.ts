import { describe, expect, it } from "vitest";
import { parseSearch, tsqueryOf } from "./parse.ts";
import { splitMarks } from "./results.ts";

describe("what is typed into the search box", () => {
  it("reads operators, phrases and exclusions", () => {
    const query = parseSearch(
      'refund "late parcel" -sorry -"no thanks" from:jane@x.test to:"Support Team" status:on-hold tag:vip assignee:me team:sales channel:mail before:2026-01-31 has:attachment is:unread',
    );
    expect(query).toMatchObject({
      words: ["refund"],
      phrases: ["late parcel"],
      without: ["sorry", "no thanks"],
      from: ["jane@x.test"],
      to: ["support team"],
      assignees: ["me"],
      teams: ["sales"],
    });
    expect(query.conditions.map((c) => `${c.field} ${c.op} ${c.value}`)).toEqual([
      "status is on_hold",
      "tag has vip",
      "channel is email",
      "last_message_at before 2026-01-31",
      "has_attachment is true",
      "unread is true",
    ]);
  });

  it.each([
    ["http://shop.test/x", "http://shop.test/x"],
    ["error: 42", "error:"],
    ["status:nonsense", "status:nonsense"],
    ["before:yesterday", "before:yesterday"],
  ])("takes %s for words", (text, word) => expect(parseSearch(text).words[0]).toBe(word));

  it.each([
    [{ words: ["BH-3120"], phrases: [], without: [] }, "('bh') & ('3120':*)"],
    [
      { words: ["a"], phrases: ["late parcel"], without: ["no thanks"] },
      "('a') & ('late' <-> 'parcel') & !('no' <-> 'thanks')",
    ],
    [{ words: ["'); drop table x; --"], phrases: [], without: [] }, "('drop':*) & ('table':*) & ('x')"],
    [{ words: ["***"], phrases: ['""'], without: ["x"] }, null],
  ])("makes %j safe", (query, expected) => expect(tsqueryOf(query)).toBe(expected));

  it("marks hits", () => {
    expect(splitMarks("a \uE000late\uE001 b")).toEqual([
      { text: "a ", hit: false },
      { text: "late", hit: true },
      { text: " b", hit: false },
    ]);
  });
});
