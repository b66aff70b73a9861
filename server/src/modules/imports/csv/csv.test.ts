import { Readable } from "node:stream";
import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { detectDelimiter, detectEncoding, looksLikeHead } from "./detect.ts";
import { readRows, readStart } from "./read.ts";

const of = (bytes: Buffer | string) => Readable.from([Buffer.from(bytes as string)]);
async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of source) list.push(item);
  return list;
}
const rows = async (text: string | Buffer, form: Partial<Parameters<typeof readRows>[1]> = {}) =>
  all(readRows(of(text), { encoding: "utf-8", delimiter: ",", has_head: true, ...form }));

test.each([
  ["utf-8", "utf-8"],
  ["utf16le", "utf-16le"],
  ["windows-1252", "windows-1252"],
])("%s is told by its bytes", async (encoding, found) => {
  const text = `name;ort\r\n${"Jürgen Müßig;Köln\r\nZoë;Besançon\r\n".repeat(30)}`;
  expect(await detectEncoding(of(iconv.encode(text, encoding)))).toBe(found);
});

test("cyrillic, and an umlaut that comes late", async () => {
  const text = `имя;город\r\n${"Наталья Петрова;Москва\r\nИван Сидоров;Санкт-Петербург\r\n".repeat(30)}`;
  expect(await detectEncoding(of(iconv.encode(text, "windows-1251")))).toBe("windows-1251");
  const late = [Buffer.from("a,b\n".repeat(200_000)), iconv.encode("Jürgen Müller,Köln über Straße\n", "windows-1252")];
  expect(await detectEncoding(Readable.from(late))).toBe("windows-1252");
});

test("what is no text is refused with what to do", async () => {
  await expect(detectEncoding(of(Buffer.from("PK\u0003\u0004 a workbook")))).rejects.toThrow(/workbook/);
  await expect(detectEncoding(of(Buffer.from([0x89, 0x50, 0, 1, 2, 3])))).rejects.toThrow(/not a text file/);
});

test.each([
  ["a;b;c\n1,5;2;3\n1,6;2;3\n", ";"],
  ["a,b\n1;2,3\n", ","],
  ["a\tb\n1\t2\n", "\t"],
  ['a|b\n"x|y"|2\n', "|"],
  ["only\none\n", ","],
])("%j is cut by %j", (text, delimiter) => {
  expect(detectDelimiter(text)).toBe(delimiter);
});

test("rows are numbered as a spreadsheet shows them", async () => {
  const read = await rows('\ufeffname,mail\r\n"two\nlines",a@b.test\r\n\r\n,\r\n"un"quoted",b\r\n');
  expect(read).toEqual([
    { number: 2, cells: ["two\nlines", "a@b.test"] },
    { number: 5, cells: ['"un"quoted"', "b"] },
  ]);
});

test("a quotation mark that never closes names its row and takes no memory", async () => {
  await expect(rows(`a,b\n1,2\n3,"open\n${"x,y\n".repeat(200_000)}`)).rejects.toThrow(/row 3/);
  await expect(rows('a,b\n1,"open')).rejects.toThrow(/row 2/);
});

test("a row of ten thousand columns is refused", async () => {
  await expect(rows(`a,b\n${"x,".repeat(10_000)}\n`)).rejects.toThrow(/columns/);
});

test("a head is told from a first row", () => {
  expect(looksLikeHead(["Name", "E-Mail"])).toBe(true);
  expect(looksLikeHead(["Ann", "ann@a.test"])).toBe(false);
  expect(looksLikeHead(["Ann", "+49 30 123456"])).toBe(false);
});

test("the start of a file ends with a whole row", async () => {
  expect(await readStart(of("abc\ndef\nghi"), "utf-8", 9)).toBe("abc\ndef");
});
