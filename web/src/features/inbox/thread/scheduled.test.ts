import type { Message } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import { isScheduled, wasNotSent, wasTakenBack } from "./scheduled.ts";

const out = (state: string, reason: string | null = null, details: Message["details"] = null) =>
  ({ direction: "out", details, delivery: { state, reason, send_at: null, attempts: 0 } }) as Message;

describe("planned messages", () => {
  it("are those the author chose a time for, until they are under way", () => {
    expect(isScheduled(out("queued", null, { send_later: true }))).toBe(true);
    expect(isScheduled(out("queued"))).toBe(false);
    expect(isScheduled(out("sending", null, { send_later: true }))).toBe(false);
  });
  it("stopped by the server is something else than taken back", () => {
    const stopped = out("cancelled", "The customer wrote first.", { send_later: true });
    expect([wasNotSent(stopped), wasTakenBack(stopped), isScheduled(stopped)]).toEqual([true, false, false]);
    expect([wasNotSent(out("cancelled")), wasTakenBack(out("cancelled"))]).toEqual([false, true]);
  });
});
