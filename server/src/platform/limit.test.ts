import { expect, test } from "vitest";
import { fakeClock } from "./clock.ts";
import { createLimiter } from "./limit.ts";

const perMinute = { limit: 3, windowSeconds: 60 };

test("takes until the bucket is empty, then as it fills again", () => {
  const clock = fakeClock();
  const limiter = createLimiter({ clock });
  const take = () => limiter.take("ann", perMinute);
  expect([take(), take(), take()].map(({ ok, remaining }) => [ok, remaining])).toEqual([
    [true, 2],
    [true, 1],
    [true, 0],
  ]);
  expect(take()).toEqual({ ok: false, remaining: 0, resetSeconds: 20 });
  clock.advance(19_999);
  expect(take()).toMatchObject({ ok: false, resetSeconds: 1 });
  clock.advance(1);
  expect(take()).toEqual({ ok: true, remaining: 0, resetSeconds: 60 });
  clock.advance(3_600_000);
  expect(take()).toMatchObject({ ok: true, remaining: 2 });
});

test("keys do not share a bucket, and a clock set back takes nothing away", () => {
  const clock = fakeClock();
  const limiter = createLimiter({ clock });
  for (let i = 0; i < 4; i++) limiter.take("ann", perMinute);
  expect(limiter.take("bob", perMinute).ok).toBe(true);
  clock.advance(-60_000);
  expect(limiter.take("bob", perMinute)).toMatchObject({ ok: true, remaining: 1 });
});

test("remembers no more keys than it may, and forgets the one not seen for longest", () => {
  const limiter = createLimiter({ clock: fakeClock(), capacity: 2 });
  const one = { limit: 1, windowSeconds: 60 };
  limiter.take("a", one);
  limiter.take("b", one);
  limiter.take("a", one);
  limiter.take("c", one);
  expect(limiter.take("a", one).ok).toBe(false);
  expect(limiter.take("b", one).ok).toBe(true);
});
