/** The time seam: everything that asks what time it is asks a Clock, so that tests can decide. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. */
export type FakeClock = Clock & { set(time: Date): void; advance(milliseconds: number): void };

export function fakeClock(start: Date = new Date("2026-01-05T09:00:00Z")): FakeClock {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    set: (to) => {
      time = to.getTime();
    },
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}
