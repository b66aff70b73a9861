import type { PickItem } from "@omniflow/contract";
import { expect, it } from "vitest";
import { fitting } from "./suggestion.ts";

const item = (name: string, shortcut: string | null, preview = ""): PickItem =>
  ({ id: name, name, shortcut, preview, folder: "", scope: "workspace" }) as PickItem;
const known = [
  item("Opening hours", null, "We open at nine. No refund on Sundays."),
  item("Refund, late", "late"),
  item("Money back", "refund2"),
  item("Back with it", "refund"),
];

it.each([
  ["refund", ["Back with it", "Money back", "Refund, late", "Opening hours"]],
  ["REFUND2", ["Money back"]],
  ["late", ["Refund, late"]],
  ["nine", ["Opening hours"]],
  ["nothing", []],
])("of what is known %j means", (query, names) => expect(fitting(known, query).map(({ name }) => name)).toEqual(names));
