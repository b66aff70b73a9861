import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { formatAge, formatBytes, formatDay, formatRelative } from "./format.ts";

const now = new Date(2026, 2, 11, 15, 0);
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

beforeAll(async () => void (await i18next.init({ lng: "en" })));

describe("formatAge", () => {
  it.each([
    [0, "now"],
    [5, "5m"],
    [59, "59m"],
    [120, "1:00 PM"],
    [26 * 60, "Tue"],
    [20 * 24 * 60, "Feb 19"],
    [400 * 24 * 60, "Feb 4, 2025"],
  ])("%i minutes", (minutes, text) => {
    expect(formatAge(ago(minutes), now).replace(/\s/g, " ")).toBe(text);
  });
});

it("names days as people do", () => {
  expect(formatDay(now, now)).toBe("Today");
  expect(formatDay(ago(24 * 60), now)).toBe("Yesterday");
  expect(formatDay(ago(3 * 24 * 60), now)).toBe("Sunday, March 8");
  expect(formatDay(ago(400 * 24 * 60), now)).toBe("February 4, 2025");
});

it("says how long ago and how long until", () => {
  expect(formatRelative(ago(3), now)).toBe("3 minutes ago");
  expect(formatRelative(ago(-60 * 24 * 2), now)).toBe("in 2 days");
});

it("writes sizes people can compare", () => {
  expect([formatBytes(900), formatBytes(12_345), formatBytes(3_456_789)]).toEqual(["900B", "12kB", "3.5MB"]);
});
