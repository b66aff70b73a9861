import type { TicketDetail } from "@omniflow/contract";
import { expect, test } from "vitest";
import { conflicts } from "./conflict.ts";

const plain = {
  title: "A",
  priority: "low",
  description: "<p>x</p>",
  assignee: { type: "member", id: "m1", name: "Ann" },
  custom_fields: { plan: "gold", size: 3 },
} as unknown as TicketDetail;

const picture = (signed: string) =>
  `<p><img src="/api/v1/files/01a20460-4da2-76f4-a743-8bbaf68735a5?sig=${signed}" alt=""></p>`;

test.each([
  [{ title: "B" }, { priority: "high" as const }, []],
  [{ title: "B" }, { title: "C" }, ["title"]],
  [{ assignee: null }, { assignee_id: "m2" }, ["assignee_id"]],
  [{ custom_fields: { plan: "silver", size: 3 } }, { custom_fields: { plan: "x", size: 4 } }, ["custom.plan"]],
  [{ description: "<p>y</p>" }, { description: "z", title: "B" }, ["description"]],
  [{ description: picture("later") }, { description: "z" }, []],
])("theirs %j, ours %j: %j", (theirs, change, expected) => {
  const base = {
    ...plain,
    ...("description" in theirs && theirs.description?.includes("img") ? { description: picture("now") } : {}),
  };
  expect(conflicts(base, { ...base, ...theirs } as TicketDetail, change)).toEqual(expected);
});
