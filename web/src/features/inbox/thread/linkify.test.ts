import { describe, expect, it } from "vitest";
import { linkify } from "./linkify.ts";

const links = (text: string) => linkify(text).flatMap((part) => (part.kind === "link" ? [part.href] : []));

describe("linkify", () => {
  it("finds addresses and leaves the sentence's punctuation alone", () => {
    expect(links("See https://a.example/x?y=1, (https://b.example/p_(q)) or www.c.example.")).toEqual([
      "https://a.example/x?y=1",
      "https://b.example/p_(q)",
      "https://www.c.example",
    ]);
    expect(links("write ann@müller.example!")).toEqual(["mailto:ann@müller.example"]);
  });
  it("never makes a link of another scheme", () => {
    expect(links("javascript:alert(1) data:text/html,x file:///etc/passwd")).toEqual([]);
  });
  it("loses no character", () => {
    for (const text of ["", "plain", "a https://x.example b\n\n  c", "https://x.example", "<b>https://x.example</b>"]) {
      expect(
        linkify(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }
  });
});
