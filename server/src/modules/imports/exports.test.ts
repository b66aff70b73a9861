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

test("what was said under a handle goes out and comes in like that of an address", async () => {
  const { id } = (await t.api("POST", "/contacts", { name: "Hana", emails: ["hana@handle.test"] })).data;
  const { identities } = (await t.api("POST", `/contacts/${id}/identities`, { kind: "handle", value: "@Hana" })).data;
  const { id: identity_id } = identities.find((one: { kind: string }) => one.kind === "handle");
  const said = { identity_id, channel: "social", state: "opted_out" };
  expect((await t.api("PUT", `/contacts/${id}/consents`, said)).status).toBe(200);
  const out = (await t.api("GET", "/contacts/export?email=hana@handle.test&columns=email,consent")).body;
  const [head, row] = rows(out);
  const cells = Object.fromEntries(head!.map((name, i) => [name, row![i]]));
  expect(cells).toMatchObject({ email: "hana@handle.test", handle: "'@Hana", consent_social: "opted_out" });
  expect((await importBed(t).import(String(out))).counts).toMatchObject({ created: 0, unchanged: 1, failed: 0 });

  const counts = (await importBed(t).import("Name,Handle,Consent social\nIvo,@ivo; ivo_2,ivo_2=opted_out\n")).counts;
  expect(counts).toMatchObject({ created: 1, failed: 0 });
  const [made] = (await t.api("GET", "/contacts?q=Ivo")).data;
  expect(made.identities.map((one: { kind: string; value: string }) => `${one.kind} ${one.value}`).sort()).toEqual([
    "handle @ivo",
    "handle ivo_2",
  ]);
  expect((await t.api("GET", `/contacts/${made.id}/consents`)).data).toMatchObject([
    { kind: "handle", value: "ivo_2", channel: "social", state: "opted_out" },
  ]);
});

test("a wrong filter is refused before a byte is sent, and every export is in the audit log", async () => {
  expect((await t.api("GET", "/contacts/export?filter=nonsense")).status).toBe(400);
  expect((await t.api("GET", "/audit?action=contacts.exported")).data.length).toBeGreaterThan(0);
});
