/**
 * SLA of a ticket, as pure decisions: which targets a priority has, when their clocks run, and how they stand. Nothing ticks
 * here: a policy gives the targets, the ticket's history of statuses gives the time.
 */
import type { Priority, SlaState, TicketStatus } from "@omniflow/contract";

/** Seconds until the first answer and until the resolution; null: no promise. */
export type SlaTargets = Record<Priority, { first_response: number | null; resolution: number | null }>;

/** One stay in a status; the last one lasts until now. */
export type StatusStay = { status: TicketStatus; since: Date };

/** The team's turn: what waits for the customer or is done costs no time. */
export const clockRuns = (status: TicketStatus): boolean => status === "open" || status === "in_progress";

/** Seconds the clock ran until `until`. Stays are in order of time. */
export function secondsRun(stays: readonly StatusStay[], until: Date): number {
  let ms = 0;
  for (const [i, stay] of stays.entries()) {
    const end = Math.min(stays[i + 1]?.since.getTime() ?? until.getTime(), until.getTime());
    if (clockRuns(stay.status)) ms += Math.max(0, end - stay.since.getTime());
  }
  return Math.floor(ms / 1000);
}

export type SlaFacts = { priority: Priority; stays: readonly StatusStay[]; firstResponseAt: Date | null };

/** How each promised target stands at `now`. */
export function slaStates(facts: SlaFacts, targets: SlaTargets, now: Date): SlaState[] {
  const promised = targets[facts.priority];
  const status = facts.stays.at(-1)?.status ?? "open";
  const done = status === "resolved" || status === "closed";
  const states: SlaState[] = [];
  if (promised.first_response !== null) {
    const left = promised.first_response - secondsRun(facts.stays, facts.firstResponseAt ?? now);
    states.push({
      target: "first_response",
      state: stateOf(left, facts.firstResponseAt !== null, status),
      seconds_left: left,
    });
  }
  if (promised.resolution !== null) {
    const left = promised.resolution - secondsRun(facts.stays, now);
    states.push({ target: "resolution", state: stateOf(left, done, status), seconds_left: left });
  }
  return states;
}

function stateOf(left: number, met: boolean, status: TicketStatus): SlaState["state"] {
  if (left < 0) return "breached";
  if (met) return "met";
  return clockRuns(status) ? "running" : "paused";
}
