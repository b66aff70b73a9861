import type { Message } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import { mergeNewest, withMessage } from "./thread-pages.ts";

const m = (minute: number, text = "") =>
  ({ id: `m${minute}`, text, created_at: `2026-03-01T10:${String(minute).padStart(2, "0")}:00Z` }) as Message;
const ids = (thread: { messages: Message[] }) => thread.messages.map((message) => message.id);

describe("mergeNewest", () => {
  it("adds what is new, keeps what is older, takes newer versions", () => {
    const merged = mergeNewest(
      { messages: [m(1), m(2), m(3)], next: "older" },
      { messages: [m(3, "new"), m(4)], next: "x" },
    );
    expect(ids(merged)).toEqual(["m1", "m2", "m3", "m4"]);
    expect(merged.messages[2]?.text).toBe("new");
    expect(merged.next).toBe("older");
  });
  it("drops the old part rather than hiding a hole", () => {
    const merged = mergeNewest({ messages: [m(1), m(2)], next: null }, { messages: [m(8), m(9)], next: "x" });
    expect(ids(merged)).toEqual(["m8", "m9"]);
    expect(merged.next).toBe("x");
  });
  it("puts a single confirmed message at its time", () => {
    expect(ids(withMessage({ messages: [m(1), m(5)], next: null }, m(3)))).toEqual(["m1", "m3", "m5"]);
  });
  it("lets go what has left the thread, but not what was said just now", () => {
    const now = Date.parse("2026-03-01T10:09:05Z");
    const merged = mergeNewest({ messages: [m(1), m(5), m(9)], next: null }, { messages: [m(5)], next: null }, now);
    expect(ids(merged)).toEqual(["m5", "m9"]);
  });
  it("starts from nothing", () => {
    expect(ids(mergeNewest(undefined, { messages: [m(1)], next: null }))).toEqual(["m1"]);
  });
});
