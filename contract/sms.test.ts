import { expect, test } from "vitest";
import { smsLength } from "./sms.ts";

test.each([
  ["", "gsm", 0, 0, 160],
  ["a", "gsm", 1, 1, 159],
  ["a".repeat(160), "gsm", 160, 1, 0],
  ["a".repeat(161), "gsm", 161, 2, 145],
  ["a".repeat(306), "gsm", 306, 2, 0],
  ["a".repeat(307), "gsm", 307, 3, 152],
  ["Grüße, Ø & Å @ £5", "gsm", 17, 1, 143],
  ["€", "gsm", 2, 1, 158],
  [`${"a".repeat(152)}€€€€€`, "gsm", 162, 2, 143],
  ["ç", "unicode", 1, 1, 69],
  ["ж".repeat(70), "unicode", 70, 1, 0],
  ["ж".repeat(71), "unicode", 71, 2, 63],
  ["🙂", "unicode", 2, 1, 68],
  [`${"ж".repeat(66)}🙂${"ж".repeat(10)}`, "unicode", 78, 2, 55],
] as const)("%j", (text, encoding, units, segments, left) => {
  expect(smsLength(text)).toMatchObject({ encoding, units, segments, left });
});

test("says which character made it long", () => {
  expect(smsLength("It’s here").cause).toBe("’");
  expect(smsLength("It's here").cause).toBeNull();
});
