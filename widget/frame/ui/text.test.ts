import { expect, test } from "vitest";
import { isOnlyEmoji, piecesOf } from "./text.tsx";

const links = (text: string) => piecesOf(text).flatMap((piece) => (piece.href ? [piece.href] : []));

test.each([
  ["see https://shop.example/a?b=1.", ["https://shop.example/a?b=1"]],
  ["(https://shop.example/x)", ["https://shop.example/x"]],
  ["https://en.wikipedia.org/wiki/Lamp_(light)", ["https://en.wikipedia.org/wiki/Lamp_(light)"]],
  ["mail ann@shop.example!", ["mailto:ann@shop.example"]],
  ["javascript:alert(1) data:text/html,x //evil.example", []],
  ['https://a.example/"onmouseover="x', ["https://a.example/"]],
  ["<a href='https://a.example'>", ["https://a.example"]],
  ["no link here", []],
])("%s", (text, expected) => {
  expect(links(text)).toEqual(expected);
  expect(
    piecesOf(text)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
});

test("only a few emoji alone are large", () => {
  expect(isOnlyEmoji("👍")).toBe(true);
  expect(isOnlyEmoji("👩‍👩‍👧 ❤️")).toBe(true);
  expect(isOnlyEmoji("👍 ok")).toBe(false);
  expect(isOnlyEmoji("42")).toBe(false);
});
