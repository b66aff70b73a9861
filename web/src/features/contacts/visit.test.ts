import type { Message } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import { asSame } from "./field-values.ts";
import { visitFacts } from "./visit.ts";

const said = (details: Record<string, unknown>, direction = "in") => ({ direction, details }) as Message;

describe("visitFacts", () => {
  it("lists pages newest first, each once, and never an address that could run", () => {
    const { pages } = visitFacts([
      said({ page: "https://shop.example/a", page_title: "A" }),
      said({ page: "https://shop.example/b" }),
      said({ page: "https://shop.example/a", page_title: "A" }),
      said({ page: "javascript:alert(1)" }),
      said({ page: "https://shop.example/ours" }, "out"),
    ]);
    expect(pages.map((page) => page.url)).toEqual(["https://shop.example/a", "https://shop.example/b"]);
  });
  it("takes the latest of each device fact", () => {
    expect(visitFacts([said({ browser: "Old" }), said({ browser: "New", other: "x" })]).device).toEqual([
      ["browser", "New"],
    ]);
  });
});

describe("asSame", () => {
  it.each([
    [3, "4", 4],
    [3, "four", "four"],
    [true, "false", false],
    ["x", "4", "4"],
    ["x", "", null],
  ])("%j edited to %j → %j", (before, text, expected) => expect(asSame(before, text)).toBe(expected));
});
