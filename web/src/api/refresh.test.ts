import { type EventType, eventTypes, type Hint } from "@omniflow/contract";
import { describe, expect, it, vi } from "vitest";
import { keysToRefresh, refresher, refreshTable } from "./refresh.ts";

const hint = (type: Hint["type"], more: Partial<Hint> = {}): Hint => ({ type, seq: 1, ...more });
const names = (hints: Hint[]) => keysToRefresh(hints).map((key) => key.join("/"));

describe("the refresh table", () => {
  it("names every event of the contract", () => {
    expect(eventTypes.filter((type) => !(type in refreshTable))).toEqual([]);
  });

  it.each(eventTypes)("%s refreshes something", (type: EventType) => {
    expect(names([hint(type, { conversation_id: "c1", contact_id: "p1", message_id: "m1" })])).not.toEqual([]);
  });

  it("a message reads the lists, the counts and that thread, and no other", () => {
    expect(names([hint("message.received", { conversation_id: "c1" })])).toEqual([
      "conversations/list",
      "conversations/counts",
      // On a company's page only: whose company it is the hint does not say.
      "companies/timeline",
      "conversation/c1/detail",
      "conversation/c1/messages",
    ]);
  });

  it("says each key once for a burst", () => {
    const burst = Array.from({ length: 50 }, () => hint("message.received", { conversation_id: "c1" }));
    expect(names(burst)).toHaveLength(5);
  });

  it("an event of a newer server breaks nothing", () => {
    expect(names([hint("invented.later" as Hint["type"])])).toEqual([]);
  });
});

describe("refresher", () => {
  it("reads a burst once, and what comes meanwhile once more afterwards", async () => {
    vi.useFakeTimers();
    let finish: (() => void)[] = [];
    const invalidateQueries = vi.fn(() => new Promise<void>((done) => finish.push(done)));
    const refresh = refresher({ invalidateQueries }, 10);
    refresh([hint("tag.changed")]);
    refresh([hint("tag.changed")]);
    await vi.advanceTimersByTimeAsync(10);
    expect(invalidateQueries).toHaveBeenCalledTimes(2); // tags and lists, each once

    refresh([hint("api_key.created")]);
    await vi.advanceTimersByTimeAsync(100);
    expect(invalidateQueries).toHaveBeenCalledTimes(2); // still reading

    for (const done of finish.splice(0)) done();
    finish = [];
    await vi.advanceTimersByTimeAsync(10);
    expect(invalidateQueries).toHaveBeenCalledTimes(3);
    vi.useRealTimers();
  });
});
