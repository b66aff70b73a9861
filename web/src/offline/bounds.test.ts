import { describe, expect, it } from "vitest";
import { keys } from "../api/keys.ts";
import { isWorthKeeping, type Marks, mostBytes, mostEntries, surplus } from "./bounds.ts";

describe("isWorthKeeping", () => {
  it("keeps lists, opened conversations and what they need", () => {
    for (const key of [
      keys.me,
      keys.members,
      keys.tags,
      keys.channelList,
      keys.counts,
      keys.conversationList({}),
      keys.messages("c1"),
      keys.contact("p1"),
    ])
      expect(isWorthKeeping(key), String(key)).toBe(true);
  });
  it("keeps nothing of settings, searches, sessions and keys", () => {
    for (const key of [
      keys.sessions,
      keys.apiKeys,
      keys.search("x"),
      keys.quarantine,
      keys.channel("x"),
      keys.contacts,
    ])
      expect(isWorthKeeping(key), String(key)).toBe(false);
  });
});

describe("surplus", () => {
  const now = Date.parse("2026-03-20T10:00:00Z");
  it("drops what is too old", () => {
    expect(surplus({ old: { at: now - 15 * 86_400_000, size: 1 }, new: { at: now, size: 1 } }, now)).toEqual(["old"]);
  });
  it("drops the oldest beyond the number and beyond the size", () => {
    const many: Marks = Object.fromEntries(
      Array.from({ length: mostEntries + 2 }, (_, n) => [`q${n}`, { at: now - n, size: 1 }]),
    );
    expect(surplus(many, now)).toEqual([`q${mostEntries}`, `q${mostEntries + 1}`]);
    const large = mostBytes / 2;
    expect(
      surplus({ a: { at: now, size: large }, b: { at: now - 1, size: large }, c: { at: now - 2, size: 10 } }, now),
    ).toEqual(["c"]);
  });
});
