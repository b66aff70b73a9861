import { eventDefinitions, type Message, type TimelineEvent } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import { buildTimeline, firstUnread, lineTypes } from "./timeline.ts";

const message = (id: string, at: string, change: Partial<Message> = {}): Message =>
  ({
    id,
    kind: "message",
    direction: "in",
    channel: "chat",
    author: { type: "contact", id: "p1", name: "Ann" },
    text: id,
    created_at: at,
    ...change,
  }) as Message;
const event = (id: string, at: string, type = "conversation.status_changed"): TimelineEvent => ({
  id,
  seq: 1,
  type,
  actor: { type: "member", id: "m1", name: "Ben" },
  data: { from: "open", to: "pending" },
  at,
});
const shape = (items: ReturnType<typeof buildTimeline>) =>
  items.map((item) =>
    item.kind === "message"
      ? `${item.joined ? "+" : ""}${item.message.id}`
      : item.kind === "events"
        ? `[${item.events.map((e) => e.id).join(" ")}]`
        : item.kind,
  );

describe("buildTimeline", () => {
  it("separates days, groups neighbouring events and joins quick messages of one person", () => {
    const items = buildTimeline(
      [
        message("a", "2026-03-01T12:00:00Z"),
        message("b", "2026-03-01T12:02:00Z"),
        message("c", "2026-03-01T12:20:00Z"),
        message("d", "2026-03-03T12:00:00Z"),
      ],
      [event("x", "2026-03-01T12:30:00Z"), event("y", "2026-03-01T12:31:00Z"), event("z", "2026-03-03T12:30:00Z")],
      { complete: true },
    );
    expect(shape(items)).toEqual(["day", "a", "+b", "c", "[x y]", "day", "d", "[z]"]);
  });

  it("does not join over another author, a note, an event or the unread mark", () => {
    const quick = (n: number) => `2026-03-01T12:0${n}:00Z`;
    const items = buildTimeline(
      [
        message("a", quick(0)),
        message("b", quick(1), { direction: "out", author: { type: "member", id: "m1", name: "Ben" } }),
        message("n", quick(2), { kind: "note", direction: "out", author: { type: "member", id: "m1", name: "Ben" } }),
        message("c", quick(3)),
        message("d", quick(5)),
        message("e", quick(6)),
      ],
      [event("x", "2026-03-01T12:04:00Z")],
      { complete: true, unreadId: "e" },
    );
    expect(shape(items)).toEqual(["day", "a", "b", "n", "c", "[x]", "d", "unread", "e"]);
  });

  it("holds back events older than what is loaded, and events that are not for people", () => {
    const events = [
      event("old", "2026-02-01T12:00:00Z"),
      event("new", "2026-03-01T13:00:00Z"),
      event("sent", "2026-03-01T14:00:00Z", "message.sent"),
      event("failed", "2026-03-01T14:00:00Z", "message.failed"),
      event("unheard", "2026-03-01T14:00:00Z", "something.else"),
    ];
    const messages = [message("a", "2026-03-01T12:00:00Z")];
    expect(shape(buildTimeline(messages, events, { complete: false }))).toEqual(["day", "a", "[new]"]);
    expect(shape(buildTimeline(messages, events, { complete: true }))).toEqual(["day", "[old]", "day", "a", "[new]"]);
  });

  it("puts the beginning before the first message, even when it was written a moment later", () => {
    const began = event("began", "2026-03-01T12:00:00.500Z", "conversation.created");
    expect(shape(buildTimeline([message("a", "2026-03-01T12:00:00Z")], [began], { complete: true }))).toEqual([
      "day",
      "[began]",
      "a",
    ]);
  });

  it("copes with nothing", () => {
    expect(buildTimeline([], [], { complete: true })).toEqual([]);
  });
});

describe("lineTypes", () => {
  it("are the contract's timeline events, but for failures", () => {
    const told = Object.entries(eventDefinitions).filter(([, definition]) => definition.timeline);
    expect([...lineTypes, "message.failed"].sort()).toEqual(told.map(([type]) => type).sort());
  });
});

describe("firstUnread", () => {
  const mine = { type: "member", id: "m1", name: "Ben" } as const;
  const messages = [
    message("a", "2026-03-01T12:00:00Z"),
    message("b", "2026-03-01T12:10:00Z", { direction: "out", author: mine }),
    message("n", "2026-03-01T12:15:00Z", { kind: "note", direction: "out", author: mine }),
    message("c", "2026-03-01T12:20:00Z"),
  ];
  it("is the first one after the last read that somebody else wrote", () => {
    expect(firstUnread(messages, "2026-03-01T12:05:00Z", "m1")?.id).toBe("c");
    expect(firstUnread(messages, "2026-03-01T12:12:00Z", "m2")?.id).toBe("n");
    expect(firstUnread(messages, null, "m1")?.id).toBe("a");
    expect(firstUnread(messages, "2026-03-01T12:20:00Z", "m1")).toBeNull();
  });
});
