import { describe, expect, it } from "vitest";
import { customSnooze, localInputValue, snoozePresets } from "./snooze.ts";

const keys = (now: Date) => snoozePresets(now).map((preset) => preset.key);

describe("snoozePresets", () => {
  it("offers everything on a Tuesday morning, soonest first, and nothing in the past", () => {
    const now = new Date(2026, 2, 3, 9, 20);
    expect(keys(now)).toEqual(["later_today", "this_evening", "tomorrow", "weekend", "next_week", "next_month"]);
    expect(snoozePresets(now).every((preset) => preset.until > now)).toBe(true);
    expect(localInputValue(snoozePresets(now)[2]!.until)).toBe("2026-03-04T08:00");
    expect(localInputValue(snoozePresets(now)[4]!.until)).toBe("2026-03-09T08:00");
  });
  it("drops today late in the evening and the weekend on a Saturday", () => {
    expect(keys(new Date(2026, 2, 7, 22, 0))).toEqual(["tomorrow", "next_week", "next_month"]);
  });
  it("does not offer the same Monday twice on a Sunday", () => {
    expect(keys(new Date(2026, 2, 8, 22, 0))).toEqual(["tomorrow", "next_month"]);
  });
  it("stays at eight over the change of clocks and over the end of a year", () => {
    const preset = snoozePresets(new Date(2026, 11, 31, 23, 0));
    expect(localInputValue(preset.find((p) => p.key === "next_month")!.until)).toBe("2027-01-01T08:00");
    const spring = snoozePresets(new Date(2026, 2, 28, 12, 0)).find((p) => p.key === "tomorrow")!;
    expect(spring.until.getHours()).toBe(8);
  });
});

describe("customSnooze", () => {
  const now = new Date(2026, 2, 3, 9, 20);
  it("takes a time to come and refuses the past and nonsense", () => {
    expect(customSnooze("2026-03-03T09:21", now)?.getMinutes()).toBe(21);
    expect(customSnooze("2026-03-03T09:20", now)).toBeNull();
    expect(customSnooze("soon", now)).toBeNull();
  });
});
