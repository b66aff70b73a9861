import { describe, expect, it } from "vitest";
import { defaultKeys, type Keys } from "./catalogue.ts";
import { conflicts, keysIn, refusal, resetKeys, take } from "./choose.ts";
import { everyAction } from "./listed.ts";

const ids = Object.keys(defaultKeys).sort();

describe("the catalogue", () => {
  it("lists every action that has a key, once", () => {
    expect(everyAction.map((one) => one.id).sort()).toEqual(ids);
  });

  it("has no two actions on one key, but for Escape, which closes what is open", () => {
    for (const action of everyAction.filter((one) => !one.fixed)) {
      for (const keys of defaultKeys[action.id] as Keys) {
        expect(conflicts({}, keys, action.id), `${action.id} ${keys}`).toEqual([]);
      }
    }
    expect(everyAction.filter((one) => one.fixed).map((one) => (defaultKeys[one.id] as Keys).join())).toEqual(
      Array(4).fill("escape"),
    );
  });
});

describe("refusal", () => {
  it.each([
    ["mod+t", "browser"],
    ["mod+w", "browser"],
    ["mod+1", "browser"],
    ["f5", "browser"],
    ["alt+arrowleft", "browser"],
    ["mod+c", "text"],
    ["tab", "focus"],
    ["space", "focus"],
    ["escape", "escape"],
    ["mod+b", "editor"],
    ["g mod+t", "browser"],
    ["y", null],
    ["shift+q", null],
    ["g y", null],
    ["alt+1", null],
  ])("%s: %s", (keys, reason) => {
    expect(refusal(keys, { id: "reply" })).toBe(reason);
  });

  it("keeps letters for writing where the action works while writing", () => {
    expect(refusal("y", { id: "send", typed: true })).toBe("typed");
    expect(refusal("shift+y", { id: "send", typed: true })).toBe("typed");
    expect(refusal("alt+enter", { id: "send", typed: true })).toBeNull();
  });

  it("takes every default back", () => {
    for (const action of everyAction) {
      for (const keys of defaultKeys[action.id] as Keys) expect(refusal(keys, action), keys).toBeNull();
    }
  });
});

describe("choosing", () => {
  it("stores only what differs", () => {
    expect(take({}, "reply", "y")).toEqual({ reply: ["y"] });
    expect(take({ reply: ["y"] }, "reply", "r")).toEqual({});
  });

  it("says who has the key, also through a chord that it would hide", () => {
    expect(conflicts({}, "e", "reply").map((one) => one.id)).toEqual(["resolve"]);
    expect(conflicts({}, "g", "reply").map((one) => one.id)).toContain("go-inbox");
    expect(conflicts({}, "r q", "note").map((one) => one.id)).toEqual(["reply"]);
    expect(conflicts({ resolve: ["w"] }, "e", "reply")).toEqual([]);
  });

  it("takes it from whoever had it, and leaves them their other keys", () => {
    const now = take({}, "reply", "j");
    expect(keysIn(now, "reply")).toEqual(["j"]);
    expect(keysIn(now, "next")).toEqual(["arrowdown"]);
  });

  it("gives back on reset, from whoever has it now", () => {
    const taken = take({}, "note", "r");
    expect(keysIn(taken, "reply")).toEqual([]);
    const back = resetKeys(taken, "reply");
    expect(keysIn(back, "reply")).toEqual(["r"]);
    expect(keysIn(back, "note")).toEqual(["n"]);
    expect(back).toEqual({});
  });
});
