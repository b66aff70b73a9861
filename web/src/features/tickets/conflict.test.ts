import type { TicketDetail } from "@omniflow/contract";
import { expect, test } from "vitest";
import { conflicts } from "./conflict.ts";

const base = {
  title: "A",
  priority: "low",
  description: "<p>x</p>",
  assignee: { type: "member", id: "m1", name: "Ann" },
  custom_fields: { plan: "gold", size: 3 },
} as unknown as TicketDetail;

test.each([
  [{ title: "B" }, { priority: "high" as const }, []],
  [{ title: "B" }, { title: "C" }, ["title"]],
  [{ assignee: null }, { assignee_id: "m2" }, ["assignee_id"]],
  [{ custom_fields: { plan: "silver", size: 3 } }, { custom_fields: { plan: "x", size: 4 } }, ["custom.plan"]],
  [{ description: "<p>y</p>" }, { description: "z", title: "B" }, ["description"]],
])("theirs %j, ours %j: %j", (theirs, change, expected) => {
  expect(conflicts(base, { ...base, ...theirs } as TicketDetail, change)).toEqual(expected);
});
