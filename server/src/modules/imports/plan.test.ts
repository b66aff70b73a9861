import { expect, test } from "vitest";
import { type Contact, type Known, planRows } from "./plan.ts";
import { readRow } from "./row.ts";

const reading = {
  mapping: ["name", "email", "phone", "company", "custom.seats", "language"],
  fields: new Map([
    [
      "seats",
      {
        key: "seats",
        label: "Seats",
        type: "number" as const,
        options: [],
        required: false,
        required_for: [],
        archived: false,
      },
    ],
  ]),
};
const read = (...cells: string[]) => readRow({ number: 2, cells }, reading);
const ann: Contact = {
  id: "ann",
  isNew: false,
  changed: false,
  name: "Ann",
  tier: null,
  language: "de",
  time_zone: null,
  company_id: null,
  custom_fields: { seats: 3 },
};
const known = (more: Partial<Known> = {}): Known => ({
  owners: new Map([["email:ann@a.test", "ann"]]),
  contacts: new Map([["ann", structuredClone(ann)]]),
  companies: new Map([["acme", "acme-id"]]),
  domains: new Map([["new.test", "new-id"]]),
  consents: new Map(),
  source: { reason: "", changed_by_type: "member", changed_by: null, changed_at: "" },
  ...more,
});

test("a row says what it wants, and each thing that is wrong", () => {
  expect(
    read("Ann", "Ann <ANN@a.test>; b@c.test", "0049 30 / 123456", "https", "1.234", "de_DE").wanted.identities,
  ).toEqual([
    { kind: "email", value: "ann@a.test" },
    { kind: "email", value: "b@c.test" },
    { kind: "phone", value: "+4930123456" },
  ]);
  expect(read("Ann", "no address", "12", "", "many", "klingonisch!").problems).toHaveLength(4);
  expect(read("Ann", "", "").problems).toHaveLength(1);
});

test("one contact for one address, also twice in a file; nothing is taken away by an empty cell", () => {
  const rows = [
    read("Bob", "bob@b.test"),
    read("", "bob@b.test", "+4930123456"),
    read("Ann Lee", "ann@a.test", "", "Acme", "3"),
  ];
  const plan = planRows(rows, known(), "update");
  expect(plan.results.map((r) => r.outcome)).toEqual(["created", "updated", "updated"]);
  expect(new Set(plan.identities.map((i) => i.contact_id)).size).toBe(1);
  expect(plan.results[2]).toMatchObject({
    before: { name: "Ann", company_id: null },
    after: { name: "Ann Lee", company_id: "acme-id" },
  });
  expect(planRows([read("Ann", "ann@a.test", "", "", "3", "de")], known(), "update").results[0]!.outcome).toBe(
    "unchanged",
  );
});

test("existing ones can be left alone; a row between two contacts is refused", () => {
  expect(planRows([read("X", "ann@a.test")], known(), "skip").results[0]!.outcome).toBe("skipped");
  const two = known({
    owners: new Map([
      ["email:ann@a.test", "ann"],
      ["phone:+4930123456", "other"],
    ]),
  });
  expect(planRows([read("X", "ann@a.test", "+4930123456")], two, "update").results[0]).toMatchObject({
    outcome: "failed",
  });
});

test("a new contact belongs to the company of its mail domain", () => {
  expect(planRows([read("X", "x@new.test")], known(), "update").touched[0]!.company_id).toBe("new-id");
});

test("consent is said of the addresses its channel reaches, by one word or each by itself", () => {
  const reading = {
    mapping: ["email", "phone", "consent_email", "consent_all", "handle", "consent_social"],
    fields: new Map(),
  };
  const read = (...cells: string[]) => readRow({ number: 2, cells }, reading);
  const said = ({ wanted }: ReturnType<typeof read>) =>
    wanted.consents.map(({ value, channel, state }) => `${channel} ${value} ${state}`);
  expect(said(read("a@a.test; b@a.test", "+4930123456", "Opted-Out"))).toEqual([
    "email a@a.test opted_out",
    "email b@a.test opted_out",
  ]);
  expect(said(read("a@a.test; b@a.test", "0049 30 123456", "B@a.test=opted_in", "+49 30 123456=unsubscribed"))).toEqual(
    ["* +4930123456 opted_out", "email b@a.test opted_in"],
  );
  expect(said(read("a@a.test", "", "", " ; none"))).toEqual([]);
  expect(said(read("", "+4930123456", "", "", "@Ann; bob", "@Ann=opted_out; +49 30 123456=opted_in"))).toEqual([
    "social @Ann opted_out",
    "social +4930123456 opted_in",
  ]);
  expect(read("", "", "", "", "@Ann", "@ann=opted_out").problems.join(" ")).toMatch(/“@ann” in consent_social is none/);
  const problems = (...cells: string[]) => read(...cells).problems.join(" ");
  expect(problems("a@a.test", "", "yes")).toMatch(/“yes” is no consent.*opted_in or opted_out/);
  expect(problems("a@a.test", "", "x@y.test=opted_in")).toMatch(/none of the row's addresses, numbers and handles/);
  expect(problems("", "+4930123456", "opted_in")).toMatch(/no address, number or handle that consent_email/);
  expect(problems("a@a.test", "", "opted_in; a@a.test=opted_out")).toMatch(/both/);
});
