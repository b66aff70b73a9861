import { describe, expect, it } from "vitest";
import { append, complete, remember, suggestions, wordAt } from "./complete.ts";

const known = {
  statuses: ["open", "on-hold"],
  tags: ["vip", "big fish"],
  members: ["Ann Admin", "José Álvarez"],
  teams: ["Sales"],
  channels: ["email"],
};

describe("wordAt", () => {
  it.each([
    ["late tag:vi", 11, "tag:vi"],
    ['late tag:"big fi', 16, 'tag:"big fi'],
    ["late  tag", 5, ""],
    ["late tag", 2, "late"],
    ["", 0, ""],
  ])("%s at %i", (text, caret, word) => expect(wordAt(text, caret).text).toBe(word));
});

describe("suggestions", () => {
  it.each([
    ["sta", ["status:"]],
    ["s", []],
    ["-ta", ["-tag:"]],
    ["tag:", ["tag:vip", 'tag:"big fish"']],
    ["tag:fish", ['tag:"big fish"']],
    ["assignee:alv", ['assignee:"José Álvarez"']],
    ["assignee:m", ["assignee:me"]],
    ["status:open", []],
    ["http://x", []],
  ])("%s", (word, expected) => expect(suggestions(word, known)).toEqual(expected));
});

it("puts what was chosen in place, ready to go on", () => {
  expect(complete("late tag:vi", wordAt("late tag:vi", 11), "tag:vip")).toEqual({ text: "late tag:vip ", caret: 13 });
  expect(complete("sta refund", wordAt("sta refund", 3), "status:")).toEqual({ text: "status: refund", caret: 7 });
  expect(append("late", "is:unread")).toEqual({ text: "late is:unread ", caret: 15 });
  expect(append("", "from:")).toEqual({ text: "from:", caret: 5 });
});

it("remembers searches once, newest first", () => {
  expect(remember(["refund", "Late"], "late")).toEqual(["late", "refund"]);
  expect(remember(["a b"], " ")).toEqual(["a b"]);
  expect(remember(["1x", "2x", "3x"], "4x", 3)).toEqual(["4x", "1x", "2x"]);
});
