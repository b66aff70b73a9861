import { afterEach, expect, it } from "vitest";
import { direction, physical } from "./direction.ts";

afterEach(() => direction.set("ltr"));

it("knows what start and end are in either direction", () => {
  expect((["start", "end", "top"] as const).map(physical)).toEqual(["left", "right", "top"]);
  direction.set("rtl");
  expect((["start", "end", "top"] as const).map(physical)).toEqual(["right", "left", "top"]);
});
