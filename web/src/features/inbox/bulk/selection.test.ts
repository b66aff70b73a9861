import { expect, it } from "vitest";
import { isPicked, isPicking, nothing, ranged, type Selection, toggled } from "./selection.ts";

const order = ["a", "b", "c", "d", "e"];
const picked = (now: Selection) => order.filter((id) => isPicked(now, id)).join("");

it("toggles, and is nothing again when the last one leaves", () => {
  const one = toggled(nothing, "b");
  expect([picked(one), one.anchor, isPicking(one)]).toEqual(["b", "b", true]);
  expect(toggled(one, "b")).toBe(nothing);
});

it("takes ranges from the anchor in both directions and keeps it", () => {
  const start = toggled(nothing, "c");
  expect(picked(ranged(start, order, "e"))).toBe("cde");
  expect(picked(ranged(ranged(start, order, "e"), order, "a"))).toBe("abcde");
  expect(ranged(start, order, "a").anchor).toBe("c");
});

it("picks just the row when the anchor has left the list", () => {
  expect(picked(ranged({ ...nothing, ids: new Set(["x"]), anchor: "x" }, order, "b"))).toBe("b");
  expect(picked(ranged(nothing, order, "b"))).toBe("b");
  expect(picked(ranged(toggled(nothing, "b"), [], "b"))).toBe("b");
});

it("of everything leaves rows out and takes them back in", () => {
  const all: Selection = { all: true, ids: new Set(), anchor: null };
  expect(picked(toggled(all, "b"))).toBe("acde");
  expect(picked(ranged(toggled(toggled(all, "b"), "d"), order, "b"))).toBe("abcde");
  expect(isPicking(all)).toBe(true);
});
