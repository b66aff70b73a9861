/** What custom fields take and refuse, and what merges take over and give back: pure decisions. */
import { describe, expect, it, test } from "vitest";
import { giveBack, type Taken, takeOver } from "./taking.ts";
import { checkValues, type Definition, valueFromText } from "./values.ts";

const field = (key: string, type: Definition["type"], more: Partial<Definition> = {}): Definition => ({
  key,
  label: key,
  type,
  options: [],
  required: false,
  required_for: [],
  archived: false,
  ...more,
});
const plans = field("plan", "choice", { options: ["Free", "Gold"] });
const definitions = [
  field("note", "text"),
  field("seats", "number"),
  field("since", "date"),
  plans,
  field("tools", "multi_choice", { options: ["A", "B"] }),
  field("active", "checkbox"),
  field("site", "link"),
  field("need", "text", { required: true }),
  field("order_no", "text", { required_for: ["return"] }),
];
const check = (input: Record<string, unknown>, before = {}, options = {}) =>
  checkValues(definitions, before, input, options);

test.each([
  ["note", " hello ", "hello"],
  ["note", "  ", undefined],
  ["seats", 12.5, 12.5],
  ["since", "2026-02-28", "2026-02-28"],
  ["since", "2026-02-28T10:00:00Z", "2026-02-28"],
  ["plan", "gold", "Gold"],
  ["tools", ["b", "A", "b"], ["B", "A"]],
  ["tools", [], undefined],
  ["active", false, false],
  ["site", "https://acme.com", "https://acme.com/"],
  ["whatever", { nested: ["kept"] }, { nested: ["kept"] }],
])("%s takes %j", (key, value, kept) => {
  expect(check({ [key]: value })[key]).toEqual(kept);
});

test.each([
  ["seats", "12"],
  ["seats", Number.NaN],
  ["since", "2026-02-30"],
  ["since", "yesterday"],
  ["plan", "Silver"],
  ["tools", "A"],
  ["active", "yes"],
  ["site", "javascript:alert(1)"],
  ["site", "https://user:pass@acme.com"],
  ["note", "x".repeat(6000)],
  ["note", ["a"]],
  ["bad key!", "x"],
  ["large", "x".repeat(20_000)],
  ["need", null],
])("%s refuses %j", (key, value) => {
  expect(() => check({ [key]: value }, { need: "there" })).toThrow(
    expect.objectContaining({ code: "validation_failed" }),
  );
});

it("asks for what is required: always, or for a type of ticket", () => {
  expect(check({ note: "x" })).toEqual({ note: "x" });
  expect(() => check({}, {}, { complete: true })).toThrow(/need/);
  expect(check({ need: "x" }, {}, { complete: true, type: "question" })).toEqual({ need: "x" });
  expect(() => check({ need: "x" }, {}, { complete: true, type: "return" })).toThrow(/order_no/);
});

test.each([
  ["number", "1,234.5", 1234.5],
  ["number", "1.234,5", 1234.5],
  ["number", "1'000", 1000],
  ["number", "many", "many"],
  ["checkbox", "Ja", true],
  ["checkbox", "0", false],
  ["date", "30.04.2026", "2026-04-30"],
  ["date", "04/30/2026", "2026-04-30"],
  ["multi_choice", "A; B", ["A", "B"]],
  ["link", "acme.com", "https://acme.com"],
  ["text", "  ", null],
] as const)("a cell for %s: %s", (type, cell, value) => {
  expect(valueFromText(field("x", type), cell)).toEqual(value);
});

describe("taking over and giving back", () => {
  it("gives back what was there, in whatever order merges are undone", () => {
    const base = { name: "T", tier: null };
    const first = takeOver({ name: "A", tier: "VIP" }, base, ["name", "tier"]);
    const second = takeOver({ name: "B" }, first.values, ["name"]);
    const undone = giveBack(second.values, first.taken, [{ id: "2", taken: second.taken }]);
    expect(undone.values).toEqual({ name: "B", tier: null });
    expect(giveBack(undone.values, undone.changed[0]!.taken, []).values).toEqual(base);
  });

  it("leaves alone what somebody has changed since", () => {
    const { taken } = takeOver({ name: "A" }, { name: "T" }, ["name"]);
    expect(giveBack({ name: "by hand" }, taken, []).values).toEqual({ name: "by hand" });
    const between: Taken = { name: { from: "by hand", to: "B" } };
    expect(giveBack({ name: "B" }, taken, [{ id: "2", taken: between }]).changed).toEqual([]);
  });
});
