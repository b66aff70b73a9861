import { describe, expect, test, vi } from "vitest";
import { openFrameBridge } from "./frame.ts";
import { openHostBridge } from "./host.ts";
import { readToFrame, readToHost, type ToFrame, wrap } from "./messages.ts";

const page = { url: "https://shop.example/", title: "Shop" };
const init = {
  t: "init",
  kept: { token: "abc", "outbox.0198c0de-0000-7000-8000-0000000000e1": "{}" },
  person: {},
  page,
  language: "en",
  theme: "",
  open: true,
  compose: null,
} satisfies ToFrame;

describe("shapes", () => {
  test("messages of ours pass", () => {
    expect(readToFrame(wrap(init))).toEqual(init);
    expect(readToHost(wrap({ t: "keep", name: "token", value: null }))).toEqual({
      t: "keep",
      name: "token",
      value: null,
    });
    expect(readToHost(wrap({ t: "unread", count: 0 }))).toEqual({ t: "unread", count: 0 });
  });

  test.each([
    ["nothing", null],
    ["text", "hello"],
    ["an unwrapped message", init],
    ["an unknown kind", { omniflow: { t: "steal" } }],
    ["a name every object has", { omniflow: { t: "constructor" } }],
    ["a kind of the other direction", { omniflow: { t: "keep", name: "token", value: "x" } }],
    ["kept things that are no text", { omniflow: { ...init, kept: { token: { toString: 1 } } } }],
    ["kept names that are not ours", { omniflow: { ...init, kept: { "../token": "x" } } }],
    ["a missing page", { omniflow: { ...init, page: undefined } }],
    ["an endless text", { omniflow: { t: "compose", text: "x".repeat(10_001) } }],
  ])("to the frame: %s is not taken", (_name, data) => {
    expect(readToFrame(data)).toBeNull();
  });

  test.each([
    [
      "a colour that is more than a colour",
      { omniflow: { t: "ready", look: { accent: "red;}*{", position: "left" } } },
    ],
    ["ready without a look", { omniflow: { t: "ready" } }],
    ["a count that is none", { omniflow: { t: "unread", count: "many" } }],
    ["keeping an object", { omniflow: { t: "keep", name: "token", value: {} } }],
    ["keeping under a foreign name", { omniflow: { t: "keep", name: "__proto__", value: "x" } }],
  ])("to the host: %s is not taken", (_name, data) => {
    expect(readToHost(data)).toBeNull();
  });
});

/** A window that only listens. */
function listening() {
  let heard: (event: object) => void = () => {};
  const own = {
    addEventListener: (_type: string, listener: typeof heard) => {
      heard = listener;
    },
    removeEventListener: () => {
      heard = () => {};
    },
    parent: { postMessage: vi.fn() },
  };
  return { own: own as unknown as Window, parent: own.parent, say: (event: object) => heard(event) };
}

describe("the frame's end", () => {
  test("only the parent window's first init opens it, and its origin is kept to", () => {
    const { own, parent, say } = listening();
    const handled: string[] = [];
    const bridge = openFrameBridge((message) => handled.push(message.t), own);
    bridge.send({ t: "keep", name: "token", value: "secret" });
    expect(parent.postMessage, "nothing is said before we know to whom").not.toHaveBeenCalled();
    bridge.send({ t: "hello" });
    expect(parent.postMessage).toHaveBeenLastCalledWith(wrap({ t: "hello" }), "*");

    say({ source: {}, origin: "https://evil.example", data: wrap(init) });
    say({ source: parent, origin: "https://shop.example", data: wrap({ t: "open", open: true }) });
    expect(handled).toEqual([]);
    say({ source: parent, origin: "https://shop.example", data: wrap(init) });
    say({ source: parent, origin: "https://evil.example", data: wrap({ t: "open", open: true }) });
    say({ source: parent, origin: "https://shop.example", data: wrap(init) });
    say({ source: parent, origin: "https://shop.example", data: wrap({ t: "open", open: false }) });
    expect(handled).toEqual(["init", "open"]);
    expect(bridge.origin()).toBe("https://shop.example");
    bridge.send({ t: "close" });
    expect(parent.postMessage).toHaveBeenLastCalledWith(wrap({ t: "close" }), "https://shop.example");
  });
});

describe("the host's end", () => {
  test("hears one frame of one origin", () => {
    const { own, say } = listening();
    const contentWindow = { postMessage: vi.fn() };
    const handled: string[] = [];
    const frame = { contentWindow } as unknown as HTMLIFrameElement;
    const bridge = openHostBridge(frame, "https://desk.example", (message) => handled.push(message.t), own);
    const data = wrap({ t: "close" });
    bridge.send({ t: "open", open: true });
    expect(contentWindow.postMessage, "nothing is said to a page that has not spoken").not.toHaveBeenCalled();
    say({ source: contentWindow, origin: "https://evil.example", data });
    say({ source: {}, origin: "https://desk.example", data });
    say({ source: null, origin: "https://desk.example", data });
    expect(handled).toEqual([]);
    say({ source: contentWindow, origin: "https://desk.example", data });
    expect(handled).toEqual(["close"]);
    bridge.send({ t: "open", open: true });
    expect(contentWindow.postMessage).toHaveBeenCalledWith(wrap({ t: "open", open: true }), "https://desk.example");
    bridge.close();
    say({ source: contentWindow, origin: "https://desk.example", data });
    expect(handled).toEqual(["close"]);
  });
});
