import type { Conversation } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import { compareRows, holdRows, mergeHead, type Page, patchRow, placeRow } from "./head.ts";

/** A row is named for its minute: larger is newer. */
const row = (minute: number, id = `r${minute}`) =>
  ({ id, last_message_at: `2026-03-01T10:${String(minute).padStart(2, "0")}:00Z`, preview: "" }) as Conversation;
const page = (minutes: number[], next: string | null = null): Page => ({ rows: minutes.map((m) => row(m)), next });
const ids = (pages: Page[]) => pages.flatMap((p) => p.rows).map((r) => r.id);

describe("mergeHead", () => {
  it("keeps what lies beyond the head and drops what left the stretch it covers", () => {
    const merged = mergeHead([page([50, 40], "x"), page([30, 20], "y")], page([55, 50], "z"), "newest");
    expect(ids(merged)).toEqual(["r55", "r50", "r40", "r30", "r20"]);
    expect(merged.at(-1)?.next).toBe("y");
    const gone = mergeHead([page([50, 40, 30], "x")], page([50, 30], "z"), "newest");
    expect(ids(gone)).toEqual(["r50", "r30"]);
    expect(gone.at(-1)?.next).toBe("z");
  });
  it("does not show a row twice when it moved up", () => {
    const moved = { rows: [row(59, "r20"), row(50)], next: "z" };
    expect(ids(mergeHead([page([50, 40]), page([20])], moved, "newest"))).toEqual(["r20", "r50", "r40"]);
  });
  it("takes a head that is the whole list as it is", () => {
    expect(ids(mergeHead([page([50, 40])], page([]), "newest"))).toEqual([]);
    expect(ids(mergeHead([page([50, 40])], page([40]), "newest"))).toEqual(["r40"]);
  });
  it("works from the other end", () => {
    expect(ids(mergeHead([page([10, 20], "x"), page([30])], page([10, 15], "z"), "oldest"))).toEqual([
      "r10",
      "r15",
      "r20",
      "r30",
    ]);
  });
});

describe("placeRow", () => {
  const pages = [page([50, 40], "x"), page([30], "y")];
  it("moves, inserts and removes without touching its input", () => {
    expect(ids(placeRow(pages, row(45), true, "newest"))).toEqual(["r50", "r45", "r40", "r30"]);
    expect(ids(placeRow(pages, row(59, "r30"), true, "newest"))).toEqual(["r30", "r50", "r40"]);
    expect(ids(placeRow(pages, row(40), false, "newest"))).toEqual(["r50", "r30"]);
    expect(ids(pages)).toEqual(["r50", "r40", "r30"]);
  });
  it("appends only when the list is loaded to its end", () => {
    expect(ids(placeRow(pages, row(1), true, "newest"))).toEqual(["r50", "r40", "r30"]);
    expect(ids(placeRow([page([50])], row(1), true, "newest"))).toEqual(["r50", "r1"]);
  });
});

describe("patchRow", () => {
  it("returns the same pages when the row is not there", () => {
    const pages = [page([50])];
    expect(patchRow(pages, "nobody", (r) => r)).toBe(pages);
    expect(patchRow(pages, "r50", (r) => ({ ...r, preview: "new" }))[0]?.rows[0]?.preview).toBe("new");
  });
});

describe("holdRows", () => {
  it("holds back what arrived above, keeps the order, lets the tail grow", () => {
    const { shown, held } = holdRows(["r50", "r40", "r30"], [row(59, "r40"), row(55), row(50), row(30), row(20)]);
    expect(shown.map((r) => r.id)).toEqual(["r50", "r40", "r30", "r20"]);
    expect(held).toBe(1);
    expect(shown[1]?.last_message_at).toContain("10:59");
  });
  it("shows everything when nothing was shown before", () => {
    expect(holdRows([], [row(2), row(1)])).toMatchObject({ held: 0 });
    expect(holdRows([], [row(2), row(1)]).shown).toHaveLength(2);
  });
});

describe("compareRows", () => {
  it("is a strict order also among equal times", () => {
    const [a, b] = [row(1, "a"), row(1, "b")];
    expect(Math.sign(compareRows(a, b, "newest"))).toBe(-Math.sign(compareRows(b, a, "newest")));
    expect(compareRows(a, a, "newest")).toBe(0);
  });
});
