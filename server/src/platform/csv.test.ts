import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { csvCell, csvLine, csvStream } from "./csv.ts";

test.each([
  ['=HYPERLINK("http://evil.test")', "'=HYPERLINK"],
  ["+cmd|' /C calc'!A0", "'+cmd"],
  ["-2+3+cmd|' /C calc'!A0", "'-2+3"],
  ["@SUM(1+1)", "'@SUM"],
  ["\t=1+1", "'\t=1"],
  ["  =1+1", "'  =1"],
  ["\r=1", "'\r=1"],
])("%j cannot become a formula", (value, start) => {
  expect(parse(csvLine([value]))[0]![0]!.startsWith(start)).toBe(true);
});

test.each(["+49 30 123456", "-12.5", "plain", "a=b", "-1,234", "+1 (555) 010-0000"])("%j stays as it is", (value) => {
  expect(parse(csvLine([value, "x"]))[0]).toEqual([value, "x"]);
});

test("whatever is written is read again as it was", () => {
  const values = ['say "hi"', "two\nlines", "a;b", "a,b", "", " kept ", "ü€\u{1f600}"];
  expect(parse(csvLine(values))[0]).toEqual(values);
  expect(csvCell(null)).toBe("");
  expect(csvCell(["a", "b"])).toBe('"a; b"');
  expect(csvCell(new Date(0))).toBe("1970-01-01T00:00:00.000Z");
});

test("a stream has one head and every row of every page", async () => {
  async function* pages() {
    yield [["1"], ["2"]];
    yield [["3"]];
  }
  let text = "";
  for await (const part of csvStream(["n"], pages())) text += part;
  expect(text).toBe("\ufeffn\r\n1\r\n2\r\n3\r\n");
});
