import { describe, expect, it } from "vitest";
import { laterPresets } from "./send-later.ts";

const shown = (now: Date) => laterPresets(now).map(({ key, at }) => `${key} ${at.getDay()} ${at.getHours()}`);

describe("laterPresets", () => {
  it("offers two hours, the evening, tomorrow and Monday on a Tuesday morning", () => {
    expect(shown(new Date(2026, 2, 3, 9, 20))).toEqual([
      "in_2_hours 2 11",
      "this_evening 2 18",
      "tomorrow 3 8",
      "monday 1 8",
    ]);
  });
  it("has no evening late in the day, and no second Monday on a Sunday", () => {
    expect(shown(new Date(2026, 2, 8, 19, 0))).toEqual(["in_2_hours 0 21", "tomorrow 1 8"]);
  });
  it("stands in order when the evening comes before two hours are over, and means the next Monday on a Monday", () => {
    const monday = laterPresets(new Date(2026, 2, 9, 16, 30));
    expect(monday.map((one) => one.key)).toEqual(["this_evening", "in_2_hours", "tomorrow", "monday"]);
    expect(monday.at(-1)?.at.getDate()).toBe(16);
  });
});
