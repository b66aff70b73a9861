/** Lists as files: what the list finds, in its columns, nothing a spreadsheet would run. */
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTest, type Test } from "../../test/kit.ts";
import { importBed } from "./test-bed.ts";

let t: Test;
beforeAll(async () => {
  t = await openTest();
});
afterAll(() => t?.close());

const rows = (body: unknown) => parse(String(body), { bom: true }) as string[][];

test("a list goes out as it is filtered, and comes in again unchanged", async () => {
  const field = (await t.api("POST", "/fields", { record: "contact", label: "Plan", type: "text" })).data;
  for (const [name, tier] of [
    ["=cmd|' /C calc'!A0", "VIP"],
    ["Ann", "VIP"],
    ["Bob", "basic"],
  ] as const)
    await t.api("POST", "/contacts", {
      name,
      tier,
      emails: [`${name.length}${tier}@x.test`],
      custom_fields: { [field.key]: "gold" },
    });
  const filter = JSON.stringify({ op: "and", nodes: [{ field: "tier", op: "is", value: "vip" }] });
  const answer = await t.api(
    "GET",
    `/contacts/export?filter=${encodeURIComponent(filter)}&sort=name&columns=email,custom.${field.key}`,
  );
  expect(answer.headers["content-disposition"]).toContain("contacts.csv");
  const [head, first, second, ...more] = rows(answer.body);
  expect([head, more]).toEqual([["name", "email", "Plan"], []]);
  expect([first![0], second![0]].sort()).toEqual(["'=cmd|' /C calc'!A0", "Ann"]);
  const whole = await t.api("GET", "/contacts/export?columns=name,email,tier");
  const again = await importBed(t).import(String(whole.body));
  expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 3, failed: 0 });
  expect((await t.api("GET", "/companies/export")).status).toBe(200);
});

test("a wrong filter is refused before a byte is sent, and every export is in the audit log", async () => {
  expect((await t.api("GET", "/contacts/export?filter=nonsense")).status).toBe(400);
  expect((await t.api("GET", "/audit?action=contacts.exported")).data.length).toBeGreaterThan(0);
});
