import { notificationKinds } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import { isOpenEnded, kinds, quietTime, quietUntil, wanted, wants, withWish } from "./wishes.ts";

describe("wishes", () => {
  it("knows every kind of the contract", () => {
    expect([...kinds]).toEqual([...notificationKinds]);
  });

  it("is all on in the product and by mail, and off in the browser, until something is chosen", () => {
    expect(wanted({}, "in_app")).toEqual(kinds);
    expect(wanted({}, "email")).toEqual(kinds);
    expect(wanted({}, "browser")).toEqual([]);
  });

  it("switching one kind keeps the others, and touches no other way", () => {
    const off = withWish({ sound: true }, "email", "reply", false);
    expect(off).toEqual({ sound: true, email: kinds.filter((kind) => kind !== "reply") });
    expect(wants(off, "in_app", "reply")).toBe(true);
    expect(withWish(off, "email", "reply", true).email).toEqual(kinds);
    expect(withWish({}, "browser", "mention", true).browser).toEqual(["mention"]);
  });
});

describe("do not disturb", () => {
  const now = new Date(2026, 2, 3, 22, 30);
  it("ends by itself", () => {
    expect(quietUntil({ do_not_disturb_until: quietTime("hour", now) }, now)?.getHours()).toBe(23);
    expect(quietUntil({ do_not_disturb_until: now.toISOString() }, now)).toBeNull();
    expect(quietUntil({ do_not_disturb_until: null }, now)).toBeNull();
  });
  it("until tomorrow is the next morning; without an end it stays", () => {
    const tomorrow = new Date(quietTime("tomorrow", now));
    expect([tomorrow.getDate(), tomorrow.getHours()]).toEqual([4, 8]);
    const open = quietUntil({ do_not_disturb_until: quietTime("open", now) }, now)!;
    expect(isOpenEnded(open)).toBe(true);
    expect(isOpenEnded(tomorrow)).toBe(false);
  });
});
