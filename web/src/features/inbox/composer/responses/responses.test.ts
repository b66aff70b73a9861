import { expect, it } from "vitest";
import { asInline } from "./insert.ts";
import { missingIn } from "./missing.ts";

it("a single paragraph flows into the line, several stay paragraphs", () => {
  expect(asInline("<p>Hi <b>Kim</b></p>")).toBe("Hi <b>Kim</b>");
  expect(asInline("<p>a</p><p>b</p>")).toBe("<p>a</p><p>b</p>");
  expect(asInline("<ul><li><p>a</p></li></ul>")).toBe("<ul><li><p>a</p></li></ul>");
  expect(asInline("plain")).toBe("plain");
});

it("knows a variable that was left in the text, and nothing else", () => {
  expect(missingIn("Call {{contact.phone}} and {{ company.custom.größe | x }} {{contact.phone}}")).toEqual([
    "contact.phone",
    "company.custom.größe",
  ]);
  expect(missingIn("{{x}} {{ user.name }} {contact.name} {{contact}}")).toEqual([]);
});
