import type { Conversation } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import { applyChange, type Change, changesNothing, collisions, invertChange, rebase } from "./patch.ts";

const row = {
  id: "c1",
  subject: "Broken lamp",
  status: "open",
  folder: "inbox",
  priority: "normal",
  assignee: null,
  team_id: "t1",
  tags: ["a", "b"],
  snoozed_until: null,
  version: 3,
} as unknown as Conversation;

describe("applyChange and invertChange", () => {
  const changes: Change[] = [
    { status: "resolved" },
    { folder: "spam" },
    { priority: "urgent" },
    { team_id: null },
    { tags: [] },
    { subject: "" },
    { snoozed_until: "2026-03-03T10:00:00Z" },
    { assignee_id: "m1" },
    { status: "pending", assignee_id: "m1", tags: ["c"] },
  ];
  it.each(changes)("%j is applied and taken back", (change) => {
    const after = applyChange(row, change);
    expect(after).not.toEqual(row);
    expect(changesNothing(after, change)).toBe(true);
    expect(applyChange(after, invertChange(row, change))).toEqual(row);
  });

  it("wakes a snoozed conversation when it gets another status, and puts the snooze back", () => {
    const asleep = { ...row, snoozed_until: "2026-03-03T10:00:00Z" };
    const after = applyChange(asleep, { status: "resolved" });
    expect(after.snoozed_until).toBeNull();
    expect(applyChange(after, invertChange(asleep, { status: "resolved" }))).toEqual(asleep);
  });

  it("never alters the row it was given", () => {
    const before = structuredClone(row);
    applyChange(row, { status: "resolved", tags: ["x"] });
    expect(row).toEqual(before);
  });

  it("shows the assignee's name at once", () => {
    const assignee = { type: "member" as const, id: "m1", name: "Ben" };
    expect(applyChange(row, { assignee_id: "m1" }, assignee).assignee).toEqual(assignee);
  });
});

describe("changesNothing", () => {
  it("sees a real change", () => {
    expect(changesNothing(row, { status: "open" })).toBe(true);
    expect(changesNothing(row, { status: "open", priority: "high" })).toBe(false);
  });
});

describe("collisions", () => {
  it("is empty when others changed other fields, or did the same", () => {
    expect(collisions(row, { ...row, priority: "high" }, { status: "resolved" })).toEqual([]);
    expect(collisions(row, { ...row, status: "resolved" }, { status: "resolved" })).toEqual([]);
  });
  it("names the field somebody else moved", () => {
    const now = { ...row, assignee: { type: "member" as const, id: "m2", name: "Cleo" } };
    expect(collisions(row, now, { assignee_id: "m1", status: "pending" })).toEqual(["assignee_id"]);
  });
  it("merges tags instead", () => {
    const now = { ...row, tags: ["b", "c"] };
    expect(collisions(row, now, { tags: ["a", "b", "d"] })).toEqual([]);
    expect(rebase(row, now, { tags: ["a", "d"] })).toEqual({ tags: ["c", "d"] });
  });
});
