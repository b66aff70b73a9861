import type { Conversation } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import { belongs, filterKey, parseView, queryOf } from "./view.ts";

const now = Date.parse("2026-03-02T10:00:00Z");
const row = (change: Partial<Conversation> = {}): Conversation => ({
  id: "c1",
  subject: "",
  status: "open",
  folder: "inbox",
  priority: "normal",
  channel: "email",
  contact: { id: "p1", name: "Ann" },
  assignee: { type: "member", id: "me", name: "Me" },
  team_id: null,
  tags: [],
  unread: false,
  snoozed_until: null,
  preview: "",
  has_attachment: false,
  message_count: 1,
  created_at: "2026-03-01T10:00:00Z",
  last_message_at: "2026-03-01T10:00:00Z",
  last_inbound_at: null,
  waiting_since: null,
  version: 1,
  merged_into: null,
  ...change,
});
const who = { memberId: "me", teamIds: ["t1"] };

describe("parseView", () => {
  it("reads named, channel and team views, and falls back to my open", () => {
    expect(parseView("spam")).toMatchObject({ kind: "named", name: "spam" });
    expect(parseView("channel:chat")).toMatchObject({ kind: "channel", channel: "chat" });
    expect(parseView("team:t1")).toMatchObject({ kind: "team", teamId: "t1" });
    for (const odd of [undefined, "", "channel:", "nonsense"]) expect(parseView(odd).key).toBe("mine");
  });
});

describe("a filter in the address", () => {
  const filter = { op: "and", nodes: [{ field: "tag", op: "has", value: ["Größe 42 / 👟"] }] };
  it("comes back as it was, in letters an address can carry", () => {
    const key = filterKey(filter);
    expect(key).toMatch(/^filter:[A-Za-z0-9_-]+$/);
    expect(queryOf(parseView(key), "", "priority")).toEqual({ filter: JSON.stringify(filter), sort: "priority" });
  });
  it.each(["filter:", "filter:%%%", "filter:abc", "filter:AA"])("%s is left to the server to refuse", (key) => {
    const view = parseView(key);
    expect(view.kind).toBe("filter");
    expect(queryOf(view).filter).not.toBe("");
  });
  it("leaves the order of a saved view to the view", () => {
    expect(queryOf(parseView("0197a1c0-0000-7000-8000-000000000000"), "", "oldest")).not.toHaveProperty("sort");
  });
});

describe("queryOf", () => {
  it("leaves an empty search out", () => {
    expect(queryOf(parseView("all"), "  ")).toEqual({ view: "all" });
    expect(queryOf(parseView("channel:chat"), "x", "oldest")).toEqual({
      channel: "chat",
      view: "open",
      q: "x",
      sort: "oldest",
    });
  });
});

describe("belongs", () => {
  const cases: [string, Partial<Conversation>, boolean | null][] = [
    ["mine", {}, true],
    ["mine", { status: "resolved" }, false],
    ["mine", { assignee: null }, false],
    ["mine", { snoozed_until: "2026-03-03T10:00:00Z" }, false],
    ["mine", { snoozed_until: "2026-03-01T10:00:00Z" }, true],
    ["snoozed", { snoozed_until: "2026-03-03T10:00:00Z" }, true],
    ["unassigned", { assignee: null }, true],
    ["unassigned", { assignee: null, folder: "spam" }, false],
    ["team", { assignee: null, team_id: "t1" }, true],
    ["team", { assignee: null, team_id: "t2" }, false],
    ["pending", { status: "pending" }, true],
    ["pending", { status: "pending", snoozed_until: "2026-03-03T10:00:00Z" }, false],
    ["all", { folder: "trash" }, false],
    ["trash", { folder: "trash" }, true],
    ["mentions", {}, null],
    ["channel:email", {}, true],
    ["channel:chat", {}, false],
    ["team:t1", { team_id: "t1" }, true],
  ];
  it.each(cases)("%s %j → %s", (view, change, expected) => {
    expect(belongs(queryOf(parseView(view)), row(change), who, now)).toBe(expected);
  });
});
