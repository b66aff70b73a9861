import { expect, test } from "vitest";
import { safeName } from "./file-names.ts";

test.each([
  ["report.pdf", "report.pdf"],
  ["Rechnung März.pdf", "Rechnung März.pdf"],
  ["Ma\u0308rz.txt", "März.txt"],
  ["报告.docx", "报告.docx"],
  ["../../etc/passwd", "_.._etc_passwd"],
  ["..\\..\\boot.ini", "_.._boot.ini"],
  ["C:\\Users\\x\\a.txt", "C__Users_x_a.txt"],
  ["/etc/shadow", "_etc_shadow"],
  ["a\u2215b\uff0fc\u2044d.txt", "a_b_c_d.txt"],
  ["invoice\u202efdp.exe", "invoicefdp.exe"],
  ["a\u200b\u200d\ufeffb.txt", "ab.txt"],
  ["nul\u0000l.txt\r\nX-Evil: 1", "null.txtX-Evil_ 1"],
  ["CON", "_CON"],
  ["con.txt", "_con.txt"],
  ["Lpt1.tar.gz", "_Lpt1.tar.gz"],
  ["CO\u200bN.txt", "_CON.txt"],
  ["console.log", "console.log"],
  [".htaccess", "htaccess"],
  ["...", "file"],
  ["", "file"],
  ["   ", "file"],
  ["\u202e\u200b", "file"],
  ["a.txt. . ", "a.txt"],
  ['a<b>"c|d?e*.txt', "a_b__c_d_e_.txt"],
  ["a \u00a0\t b.txt", "a b.txt"],
  ["\ud800x.txt", "x.txt"],
])("%j becomes %j", (given, expected) => {
  expect(safeName(given)).toBe(expected);
  expect(safeName(expected)).toBe(expected);
});

test("a long name keeps its end and whole characters", () => {
  const name = safeName(`${"👩‍🚀é".repeat(300)}.jpeg`);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
  expect(name.endsWith(".jpeg")).toBe(true);
  expect(name.isWellFormed()).toBe(true);
});
