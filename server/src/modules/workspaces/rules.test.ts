import { expect, it } from "vitest";
import { freeSlug, slugOf } from "./rules.ts";

it.each([
  ["Acme", "acme"],
  ["  Åcme & Söhne GmbH ", "acme-sohne-gmbh"],
  ["株式会社", "workspace"],
  ["--", "workspace"],
  [`${"a".repeat(49)} b`, "a".repeat(49)],
])("%s becomes %s", (name, slug) => expect(slugOf(name)).toBe(slug));

it("takes the first number that is free", () => {
  expect(freeSlug("acme", new Set())).toBe("acme");
  expect(freeSlug("acme", new Set(["acme", "acme-2", "acme-4"]))).toBe("acme-3");
});
