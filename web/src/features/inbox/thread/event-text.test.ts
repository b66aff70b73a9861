import type { TimelineEvent } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import { eventText, foldEvents } from "./event-text.ts";

const event = (type: string, data: Record<string, unknown>, actorId: string | null = "m1"): TimelineEvent => ({
  id: "e",
  seq: 1,
  type,
  actor: { type: "member", id: actorId, name: "Ben" },
  data,
  at: "2026-03-01T10:00:00Z",
});
const name = (id: string) => ({ m2: "Cleo" })[id] ?? "";

describe("eventText", () => {
  const cases: [string, Record<string, unknown>, object][] = [
    ["conversation.created", { channel: "email" }, { key: "created", translate: { channel: "email" } }],
    ["conversation.assigned", { from: null, to: "m1" }, { key: "took" }],
    [
      "conversation.assigned",
      { from: null, to: "m2", to_name: "Cleo L." },
      { key: "assigned", values: { name: "Cleo L." } },
    ],
    ["conversation.assigned", { from: null, to: "m2" }, { key: "assigned", values: { name: "Cleo" } }],
    ["conversation.assigned", { from: "m2", to: null }, { key: "unassigned" }],
    ["conversation.team_changed", { from: "t", to: null }, { key: "team_removed" }],
    [
      "conversation.status_changed",
      { from: "open", to: "resolved" },
      { key: "status", translate: { status: "resolved" } },
    ],
    ["conversation.tags_changed", { added: ["a", "b"], removed: [] }, { key: "tags_added", values: { added: "a, b" } }],
    ["conversation.tags_changed", { added: ["a"], removed: ["b"] }, { key: "tags" }],
    ["conversation.moved", { from: "inbox", to: "spam" }, { key: "moved_spam" }],
    ["conversation.woken", { reason: "by_hand" }, { key: "woken_by_hand" }],
    ["something.newer", {}, { key: "other" }],
  ];
  it.each(cases)("%s %j", (type, data, expected) => {
    expect(eventText(event(type, data), name)).toMatchObject(expected);
  });
});

describe("foldEvents", () => {
  it("folds only what saves room", () => {
    const many = (n: number) => Array.from({ length: n }, () => event("conversation.created", {}));
    expect(foldEvents(many(4)).folded).toHaveLength(0);
    expect(foldEvents(many(6))).toMatchObject({ folded: { length: 3 }, shown: { length: 3 } });
  });
});
