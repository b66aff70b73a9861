import { expect, it } from "vitest";
import { readTrail } from "./trail.ts";

const now = Date.parse("2026-03-01T12:00:00Z");
const line = (minutes: number, url: string, title = "") => `${now - minutes * 60_000} ${url} ${title}\n`;

it("is the pages of this visit, with how long ago they were", () => {
  const kept =
    line(200, "https://s.test/yesterday") + line(20, "https://s.test/a", "A lamp") + line(1, "https://s.test/b");
  expect(readTrail(kept, now)).toEqual([
    { url: "https://s.test/a", title: "A lamp", ago: 1200 },
    { url: "https://s.test/b", title: "", ago: 60 },
  ]);
});

it("is not disturbed by what is cut off, hostile or from a clock that was put back", () => {
  expect(readTrail(undefined, now)).toEqual([]);
  expect(readTrail(`93 https://s.test/cut x\n${line(5, "https://s.test/a")}`, now)).toHaveLength(1);
  expect(readTrail("no line of ours\n\n", now)).toEqual([]);
  expect(readTrail(line(-10, "https://s.test/later"), now)).toEqual([]);
  const many = Array.from({ length: 50 }, (_, n) => line(50 - n, `https://s.test/${n}`)).join("");
  expect(readTrail(many, now).at(-1)?.url).toBe("https://s.test/49");
  expect(readTrail(many, now)).toHaveLength(20);
});
