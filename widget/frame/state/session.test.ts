/** Where a visitor is: told once they have opened the chat, not while it waits for them. */
import { expect, it, vi } from "vitest";
import type { FrameBridge } from "../../bridge/frame.ts";
import type { Api } from "./api.ts";
import { createSessions } from "./session.ts";
import { createStore } from "./store.ts";

const page = { url: "https://shop.example/lamps", title: "Lamps" };
const session = {
  token: "t",
  visitor: { id: "v" },
  config: { accent: "#000000", position: "right" },
  history: { messages: [], more: false, seen_at: null },
};

function begin(more: { open?: boolean; kept?: Record<string, string> } = {}) {
  const asked: Record<string, unknown>[] = [];
  const waiting: (() => void)[] = [];
  const call = (_: string, __: string, body: Record<string, unknown>) => {
    asked.push(body);
    return new Promise((resolve) => waiting.push(() => resolve(session)));
  };
  const send = vi.fn();
  const bridge: FrameBridge = { send, origin: () => "https://shop.example" };
  const person = { token: "signed" };
  const init = { t: "init", kept: {}, person, page, language: "en", theme: "", open: false, compose: null } as const;
  const api = { call } as unknown as Api;
  const sessions = createSessions(
    { ...init, ...more },
    { api: () => api, bridge, store: createStore(), started: () => {} },
  );
  const answer = () => waiting.shift()!();
  return { sessions, asked, answer, send };
}

it("says no page for somebody signed in who has not opened the chat, and then all of them", async () => {
  const { sessions, asked, answer, send } = begin();
  const started = sessions.start();
  answer();
  await started;
  expect([asked[0]!.page, asked[0]!.trail, sessions.tells()]).toEqual([undefined, undefined, false]);
  sessions.opened({ trail: `${Date.now() - 60_000} https://shop.example/ Shop\n` });
  expect(asked[1]).toMatchObject({ page, trail: [{ url: "https://shop.example/", title: "Shop" }], token: "t" });
  const again = sessions.start();
  answer();
  await again;
  expect(send).toHaveBeenCalledWith({ t: "keep", name: "trail", value: null });
  sessions.opened({});
  expect(asked).toHaveLength(2);
});

it("asks once more where it was opened while the first answer was on its way", async () => {
  const { sessions, asked, answer } = begin();
  const started = sessions.start();
  sessions.opened({});
  answer();
  await expect.poll(() => asked.length).toBe(2);
  answer();
  await started;
  expect(asked.map((one) => one.page)).toEqual([undefined, page]);
});

it("goes on telling on the next page, for a day", () => {
  const opened = (hoursAgo: number) => ({ kept: { opened: `${Date.now() - hoursAgo * 3600_000}` } });
  for (const [more, tells] of [
    [{ open: true }, true],
    [opened(1), true],
    [opened(25), false],
    [{ kept: { opened: "x" } }, false],
  ] as const)
    expect(begin(more).sessions.tells(), JSON.stringify(more)).toBe(tells);
});
