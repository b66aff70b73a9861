import { expect, it } from "vitest";
import { lastYear } from "./months.ts";

it("has twelve months up to this one, also over the turn of a year and those without any", () => {
  const shown = lastYear(
    [
      { month: "2026-03", count: 4 },
      { month: "2024-01", count: 9 },
    ],
    new Date("2026-03-31T23:30:00Z"),
  );
  expect(shown.map((one) => one.month)).toEqual([
    "2025-04",
    "2025-05",
    "2025-06",
    "2025-07",
    "2025-08",
    "2025-09",
    "2025-10",
    "2025-11",
    "2025-12",
    "2026-01",
    "2026-02",
    "2026-03",
  ]);
  expect(shown.reduce((sum, one) => sum + one.count, 0)).toBe(4);
  expect(shown.at(-1)!.count).toBe(4);
});
