import { describe, expect, test } from "vitest";
import { isInlineSafe, sniff } from "./file-types.ts";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const gif = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

describe("a type by content", () => {
  test.each<[string, Buffer, string, string]>([
    ["a real image", png, "image/png", "image/png"],
    ["an image that says it is something else", gif, "text/html", "image/gif"],
    ["HTML as image", Buffer.from("<html><script>alert(1)</script>"), "image/png", "text/html"],
    ["HTML as text", Buffer.from("hello <script>alert(1)</script>"), "text/plain", "text/html"],
    ["HTML behind a mark and space", Buffer.from("\ufeff \n<!DOCTYPE html><p>"), "text/plain", "text/html"],
    ["HTML in UTF-16", Buffer.from("\ufeff<html><body onload=alert(1)>", "utf16le"), "text/plain", "text/html"],
    [
      "SVG as PNG",
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      "image/png",
      "image/svg+xml",
    ],
    [
      "SVG behind XML",
      Buffer.from('<?xml version="1.0"?><!-- x --><svg onload="alert(1)">'),
      "image/jpeg",
      "image/svg+xml",
    ],
    ["XML", Buffer.from('<?xml version="1.0"?><order/>'), "text/plain", "application/xml"],
    ["PDF as text", Buffer.from("%PDF-1.7\n1 0 obj"), "text/plain", "application/pdf"],
    ["text", Buffer.from("Grüße, wie geht's?"), "text/plain; charset=utf-8", "text/plain"],
    ["text in Latin-1", Buffer.from("Gr\xfc\xdfe aus M\xfcnchen", "latin1"), "text/plain", "text/plain"],
    ["a table", Buffer.from("a,b\n1,2"), "text/csv", "text/csv"],
    ["a calendar", Buffer.from("BEGIN:VCALENDAR"), "text/calendar; method=REQUEST", "text/calendar"],
    ["text that claims to be a program", Buffer.from("hello"), "application/javascript", "text/plain"],
    [
      "bytes that claim to be an image",
      Buffer.from([0, 1, 2, 3, 4, 250, 251]),
      "image/png",
      "application/octet-stream",
    ],
    ["nothing", Buffer.alloc(0), "image/png", "text/plain"],
  ])("%s", async (_name, head, claimed, expected) => expect(await sniff(head, claimed)).toBe(expected));

  test("a character cut at the end of the beginning is still text", async () => {
    expect(await sniff(Buffer.from("häää").subarray(0, 6), "text/plain")).toBe("text/plain");
  });
});

test.each([
  "image/svg+xml",
  "text/html",
  "application/xhtml+xml",
  "application/xml",
  "text/xml",
  "application/pdf",
  "application/octet-stream",
  "",
])("%j is never shown inline", (type) => expect(isInlineSafe(type)).toBe(false));
test.each(["image/png", "IMAGE/JPEG", "text/plain; charset=utf-8"])("%j may be shown inline", (type) =>
  expect(isInlineSafe(type)).toBe(true),
);
