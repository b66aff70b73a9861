import { describe, expect, it } from "vitest";
import { localInputValue } from "../actions/snooze.ts";
import { timeInWords } from "./words.ts";

/** A Tuesday. */
const now = new Date(2026, 2, 3, 9, 20);
const read = (typed: string, language = "en") => {
  const time = timeInWords(typed, now, language);
  return time && localInputValue(time);
};

describe("timeInWords", () => {
  it.each([
    ["tomorrow 9am", "2026-03-04T09:00"],
    ["tomorrow", "2026-03-04T08:00"],
    ["in 2 hours", "2026-03-03T11:20"],
    ["2h", "2026-03-03T11:20"],
    ["in 3 days", "2026-03-06T08:00"],
    ["next tuesday at 3pm", "2026-03-10T15:00"],
    ["monday", "2026-03-09T08:00"],
    ["until friday 14:30", "2026-03-06T14:30"],
    ["tonight", "2026-03-03T22:00"],
    ["10 april", "2026-04-10T08:00"],
  ])("%s", (typed, expected) => {
    expect(read(typed)).toBe(expected);
  });

  it.each([
    ["morgen 9 uhr", "2026-03-04T09:00"],
    ["Morgen früh", "2026-03-04T08:00"],
    ["in 3 tagen", "2026-03-06T08:00"],
    ["in 2 Stunden", "2026-03-03T11:20"],
    ["montag", "2026-03-09T08:00"],
    ["bis Freitag 15 Uhr", "2026-03-06T15:00"],
    ["heute Abend", "2026-03-03T18:00"],
    ["nächste Woche", "2026-03-10T08:00"],
    ["12.04.2026 10:00", "2026-04-12T10:00"],
  ])("%s", (typed, expected) => {
    expect(read(typed, "de")).toBe(expected);
  });

  it("understands the other language too", () => {
    expect(read("morgen 9 uhr", "en")).toBe("2026-03-04T09:00");
    expect(read("tomorrow 9am", "de")).toBe("2026-03-04T09:00");
  });

  it.each(["", "x", "soon enough", "yesterday", "the day may come when we all know"])(
    "does not guess: “%s”",
    (typed) => {
      expect(read(typed)).toBeNull();
    },
  );
});
