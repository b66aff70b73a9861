import { beforeEach, describe, expect, it, vi } from "vitest";
import { chosenKeys } from "./catalogue.ts";
import { type Action, actions, availableActions, handlePress, layers, register, runAction } from "./registry.ts";

const event = (key: string, more: Partial<KeyboardEvent> = {}) =>
  ({
    key,
    code: "",
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    defaultPrevented: false,
    isComposing: false,
    ...more,
  }) as KeyboardEvent;
const page = { typing: false, owned: false };
const action = (id: string, keys: string, more: Partial<Action> = {}): Action => {
  chosenKeys.set((now) => ({ ...now, [id]: [keys] }));
  return { id, label: id, run: vi.fn(), ...more };
};
const fired = (key: string, target = page, more: Partial<KeyboardEvent> = {}) =>
  handlePress(event(key, more), target, null, 0).action?.id ?? null;

beforeEach(() => {
  actions.set([]);
  layers.set([]);
  chosenKeys.set({});
});

describe("the registry", () => {
  it("finds the action of a key", () => {
    register(action("reply", "r"));
    expect(fired("r")).toBe("reply");
  });

  it("never fires while the person types, except for what says so", () => {
    register(action("reply", "r"));
    register(action("send", "mod+enter", { whileTyping: true }));
    const typing = { typing: true, owned: false };
    expect(fired("r", typing)).toBeNull();
    expect(fired("Enter", typing, { ctrlKey: true })).toBe("send");
  });

  it("leaves letters to an open menu, to a composition and to whoever took the event", () => {
    register(action("reply", "r"));
    expect(fired("r", { typing: false, owned: true })).toBeNull();
    expect(fired("r", page, { isComposing: true })).toBeNull();
    expect(fired("r", page, { defaultPrevented: true })).toBeNull();
  });

  it("rests the page's keys while a dialog is open, and only the innermost dialog answers", () => {
    register(action("reply", "r"));
    register(action("confirm", "y", { layer: 7 }));
    layers.set([7]);
    expect(fired("r")).toBeNull();
    expect(fired("y")).toBe("confirm");
    layers.set([7, 8]);
    expect(fired("y")).toBeNull();
    layers.set([]);
    expect(fired("r")).toBe("reply");
  });

  it("has the key of the catalogue until the member chooses another, which counts at once", () => {
    register({ id: "reply", label: "Reply", run: vi.fn() });
    expect(fired("r")).toBe("reply");
    chosenKeys.set({ reply: ["y"] });
    expect(fired("r")).toBeNull();
    expect(fired("y")).toBe("reply");
    chosenKeys.set({ reply: [] });
    expect(fired("y")).toBeNull();
  });

  it("does not fire what cannot be done now", () => {
    let possible = false;
    register(action("resolve", "e", { when: () => possible }));
    expect(fired("e")).toBeNull();
    possible = true;
    expect(fired("e")).toBe("resolve");
  });

  it("the last registered of an id wins, and the earlier is back when it leaves", () => {
    const first = action("next", "j");
    const second = action("next", "j");
    register(first);
    const leave = register(second);
    runAction("next");
    expect(second.run).toHaveBeenCalledOnce();
    expect(first.run).not.toHaveBeenCalled();
    leave();
    runAction("next");
    expect(first.run).toHaveBeenCalledOnce();
    expect(availableActions()).toHaveLength(1);
  });
});
