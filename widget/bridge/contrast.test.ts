import { expect, test } from "vitest";
import { contrast, inkOn, readableOn } from "./contrast.ts";

/** Every 17th step of each channel, and the neighbours of the point where black takes over. */
const colours: string[] = [];
for (let r = 0; r <= 255; r += 17)
  for (let g = 0; g <= 255; g += 17)
    for (let b = 0; b <= 255; b += 17)
      colours.push(`#${[r, g, b].map((c) => c.toString(16).padStart(2, "0")).join("")}`);

test("known contrasts", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(contrast("#ffffff", "#ffffff")).toBe(1);
});

test("text on any accent can be read", () => {
  const worst = Math.min(...colours.map((colour) => contrast(inkOn(colour), colour)));
  expect(worst).toBeGreaterThanOrEqual(4.5);
  expect(inkOn("#2f5bea")).toBe("#ffffff");
  expect(inkOn("#f5b301")).toBe("#000000");
});

test("any accent as text on light and dark paper can be read, and a readable one is left alone", () => {
  for (const paper of ["#ffffff", "#17181c"]) {
    for (const colour of colours)
      expect(contrast(readableOn(paper, colour), paper), `${colour} on ${paper}`).toBeGreaterThanOrEqual(4.5);
  }
  expect(readableOn("#ffffff", "#0f5132")).toBe("#0f5132");
});
