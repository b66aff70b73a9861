import { expect, it } from "vitest";
import { asInline } from "./insert.ts";
import { missingIn, piecesOf, withoutMissing } from "./missing.ts";

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

it("looks into the addresses of links, and tells words from what is missing", () => {
  const html = '<p>See <a href="https://x.test/?id={{contact.id}}&amp;a=1">{{y}}</a> {{contact.name}}</p>';
  expect(missingIn("See {{y}}", html)).toEqual(["contact.id"]);
  expect(withoutMissing("https://x.test/?id={{contact.id}}&a=1")).toBe("https://x.test/?id=&a=1");
  expect(piecesOf("a {{contact.name}}{{x}} b")).toEqual([
    { text: "a " },
    { missing: "contact.name" },
    { text: "{{x}} b" },
  ]);
});
