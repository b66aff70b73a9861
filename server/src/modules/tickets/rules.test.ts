import { describe, expect, it } from "vitest";
import { secondsRun, slaStates } from "./sla.ts";
import { afterReply, allowedMoves, canMove, endings } from "./status.ts";

const own = [
  { id: "a", category: "waiting" as const, name: "Waiting for parts", archived: false },
  { id: "b", category: "open" as const, name: "Old", archived: true },
];

describe("status", () => {
  it.each([
    ["open", true, null],
    ["in_progress", true, null],
    ["waiting", true, "open"],
    ["waiting", false, "open"],
    ["resolved", true, "open"],
    ["resolved", false, null],
    ["closed", true, "follow_up"],
    ["closed", false, "follow_up"],
  ] as const)("a customer's answer on %s with reopening %s: %s", (status, reopen_resolved, expected) => {
    expect(afterReply(status, { reopen_resolved })).toBe(expected);
  });

  it.each([
    ["anywhere by default", "open", null, {}, ["in_progress", "waiting", "resolved", "closed", "a"]],
    ["only where the table says", "open", null, { open: ["in_progress", "a"] }, ["in_progress", "a"]],
    ["from an own status by its id", "waiting", "a", { a: ["open"], waiting: [] }, ["open"]],
    ["nowhere when the table says so", "closed", null, { closed: [] }, []],
    ["not to an archived status", "open", null, { open: ["b", "closed"] }, ["closed"]],
  ] as const)("moves %s", (_, status, status_id, moves, expected) => {
    expect(allowedMoves({ status, status_id }, own, moves as never)).toEqual(expected);
  });

  it("stays where it is whatever the table says", () => {
    const closed = { status: "closed", status_id: null } as const;
    expect(canMove(closed, closed, own, { closed: [] })).toBe(true);
  });

  it("remembers the first time it was resolved, until it is open again", () => {
    const [early, late] = [new Date(1), new Date(2)];
    const resolved = endings({ resolved_at: null, closed_at: null }, "resolved", early);
    expect(resolved).toEqual({ resolved_at: early, closed_at: null });
    expect(endings(resolved, "closed", late)).toEqual({ resolved_at: early, closed_at: late });
    expect(endings(resolved, "open", late)).toEqual({ resolved_at: null, closed_at: null });
  });
});

const at = (minutes: number) => new Date(minutes * 60_000);
const targets = Object.fromEntries(
  ["low", "normal", "high", "urgent"].map((p) => [p, { first_response: 600, resolution: p === "low" ? null : 3600 }]),
) as never;

describe("sla", () => {
  it("runs in open and in progress, and stands still in waiting, resolved and closed", () => {
    const stays = [
      { status: "open", since: at(0) },
      { status: "in_progress", since: at(5) },
      { status: "waiting", since: at(10) },
      { status: "open", since: at(100) },
      { status: "resolved", since: at(110) },
      { status: "closed", since: at(200) },
    ] as const;
    expect(secondsRun(stays, at(3))).toBe(180);
    expect(secondsRun(stays, at(50))).toBe(600);
    expect(secondsRun(stays, at(1000))).toBe(1200);
  });

  it.each([
    ["running", "open", null, 4, [360, "running"], [3360, "running"]],
    ["breached first answer", "open", null, 11, [-60, "breached"], [2940, "running"]],
    ["answered in time", "in_progress", 5, 30, [300, "met"], [1800, "running"]],
    ["answered late", "open", 12, 30, [-120, "breached"], [1800, "running"]],
    ["late altogether", "open", 5, 61, [300, "met"], [-60, "breached"]],
  ] as const)("%s", (_, status, answered, now, first, resolution) => {
    const states = slaStates(
      { priority: "high", stays: [{ status, since: at(0) }], firstResponseAt: answered === null ? null : at(answered) },
      targets,
      at(now),
    );
    expect(states.map((s) => [s.seconds_left, s.state])).toEqual([first, resolution]);
  });

  it("is paused while the customer is waited for, and met when resolved; promises nothing without a target", () => {
    const stays = [
      { status: "open", since: at(0) },
      { status: "waiting", since: at(5) },
    ] as const;
    expect(slaStates({ priority: "low", stays, firstResponseAt: null }, targets, at(500))).toEqual([
      { target: "first_response", state: "paused", seconds_left: 300 },
    ]);
    const done = slaStates(
      { priority: "normal", stays: [...stays, { status: "resolved", since: at(9) }], firstResponseAt: at(4) },
      targets,
      at(9999),
    );
    expect(done.map((s) => s.state)).toEqual(["met", "met"]);
  });
});
