import { describe, expect, it } from "vitest";
import { CHORD_MS, keyCaps, type Press, pressName, step } from "./keys.ts";

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe("pressName", () => {
  it.each([
    ["a letter", press("r"), "r"],
    ["a capital by caps lock is the same letter", press("R"), "r"],
    ["shift on a letter is said", press("R", { shiftKey: true }), "shift+r"],
    ["shift on a sign is in the sign", press("?", { shiftKey: true }), "?"],
    ["a named key", press("Enter"), "enter"],
    ["mod and enter", press("Enter", { ctrlKey: true }), "mod+enter"],
    ["the space bar", press(" "), "space"],
    ["another script goes by the place of the key", press("к", { code: "KeyR" }), "r"],
    ["an umlaut key stays itself", press("ö", { code: "Semicolon" }), "ö"],
  ])("%s", (_what, given, name) => {
    expect(pressName(given, false)).toBe(name);
  });

  it("takes Cmd on a Mac and leaves Ctrl to the system", () => {
    expect(pressName(press("k", { metaKey: true }), true)).toBe("mod+k");
    expect(pressName(press("k", { ctrlKey: true }), true)).toBe("ctrl+k");
  });

  it("ignores a bare modifier", () => {
    expect(pressName(press("Shift", { shiftKey: true }), false)).toBeNull();
  });
});

describe("step", () => {
  const bound = new Set(["r", "g i", "g c", "mod+k", "i"]);

  it("fires a single key at once", () => {
    expect(step(null, "r", 0, bound)).toEqual({ fire: "r", chord: null });
  });

  it("waits for the second key of a chord", () => {
    const first = step(null, "g", 0, bound);
    expect(first).toEqual({ fire: null, chord: { typed: "g", at: 0 } });
    expect(step(first.chord, "i", 100, bound).fire).toBe("g i");
  });

  it("forgets a chord after a while, and the key counts alone", () => {
    const first = step(null, "g", 0, bound);
    expect(step(first.chord, "i", CHORD_MS + 1, bound).fire).toBe("i");
  });

  it("a key that does not continue the chord counts alone", () => {
    const first = step(null, "g", 0, bound);
    expect(step(first.chord, "r", 10, bound)).toEqual({ fire: "r", chord: null });
  });

  it("does nothing for a key nobody wants", () => {
    expect(step(null, "z", 0, bound)).toEqual({ fire: null, chord: null });
  });
});

describe("keyCaps", () => {
  it("draws what is on the keyboard", () => {
    expect(keyCaps("mod+k", false)).toEqual(["Ctrl", "K"]);
    expect(keyCaps("mod+k", true)).toEqual(["⌘", "K"]);
    expect(keyCaps("g i", false)).toEqual(["G", "I"]);
  });
});
