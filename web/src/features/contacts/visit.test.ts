import type { Message } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
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
