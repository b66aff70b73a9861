/** The main job by chat: a visitor and a member in two browsers, and a server that dies between them. */
import type { FrameLocator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { ok } from "./support/api.ts";
import {
  article,
  articles,
  composer,
  memberPage,
  openConversation,
  row,
  sendButton,
  setUndoSeconds,
  thread,
  write,
} from "./support/inbox.ts";
import { bootstrap } from "./support/server.ts";
import { openStage } from "./support/stage.ts";
import { openChat, say } from "./support/widget.ts";

const stage = openStage(bootstrap, { steps: true });
/** What a page says when the server it talks to is away. */
const away = /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|WebSocket connection|status of 50[0-9]/;
let visitor: Page;
let chat: FrameLocator;
let member: Page;

it("shows the visitor's first message to the member, live", async () => {
  member = await memberPage(await stage.context(), "all");
  await setUndoSeconds(member, 0);
  await member.getByText("Nobody has written yet").waitFor();
  const [widget] = (await ok(stage.api("GET", "/channels"))).filter(({ kind }: { kind: string }) => kind === "chat");
  visitor = await (await stage.context()).newPage();
  await visitor.goto(`/widget/test/${widget.key}`);
  chat = await openChat(visitor);
  await say(chat, "Hello, do you ship to Norway?");
  const sent = performance.now();
  const arrived = row(member, "do you ship to Norway?");
  await arrived.waitFor();
  console.log(`widget: row visible ${(performance.now() - sent).toFixed(0)} ms after sending`);
  await arrived.getByText("Chat", { exact: true }).first().waitFor({ state: "attached" });
});

it("shows each of them that the other is writing", async () => {
  await openConversation(member, "Norway");
  await chat.getByRole("textbox", { name: "Write a message…" }).pressSequentially("And how lo", { delay: 40 });
  await member.getByText(/is typing…/).waitFor();
  await write(member, "reply", "Yes, we");
  await chat.getByRole("img", { name: /is typing/ }).waitFor();
});

it("shows the member's answer to the visitor, live", async () => {
  await member.keyboard.type(" do. Three days.");
  await sendButton(member).click();
  const sent = performance.now();
  await chat.getByText("Yes, we do. Three days.").waitFor();
  console.log(`widget: answer visible ${(performance.now() - sent).toFixed(0)} ms after sending`);
  await article(member, "Three days.")
    .getByRole("button", { name: /Delivered|Read/ })
    .waitFor();
});

it("loses and doubles nothing when the server is killed while the visitor writes", async () => {
  stage.expectTrouble(away);
  const field = chat.getByRole("textbox", { name: "Write a message…" });
  await field.fill("");
  await say(chat, "One before the crash");
  await stage.server.kill();
  await say(chat, "Two in the dark");
  await say(chat, "Three in the dark");
  await chat.getByText("Three in the dark").waitFor();
  const ms = await stage.server.start();
  console.log(`widget: server ready again after ${ms.toFixed(0)} ms`);
  for (const text of ["One before the crash", "Two in the dark", "Three in the dark"])
    await article(member, text).waitFor({ timeout: 45_000 });
  await write(member, "reply", "All here.");
  await sendButton(member).click();
  await chat.getByText("All here.").waitFor({ timeout: 45_000 });
  expect(await textsOf(member)).toEqual(story);
  await expect.poll(() => saidIn(chat), { timeout: 15_000 }).toEqual(story);
});

it("has the history when the visitor comes back, and the conversation goes on", async () => {
  stage.expectTrouble(away);
  await visitor.reload();
  chat = await openChat(visitor);
  await expect.poll(() => saidIn(chat), { timeout: 15_000 }).toEqual(story);
  await say(chat, "Thanks, bye!");
  await article(member, "Thanks, bye!").waitFor();
  await expect.poll(() => composer(member).isVisible()).toBe(true);
  await expect.poll(() => member.locator("[data-conversation]").count()).toBe(1);
});

it("sends what was written before the chat had begun, as soon as it has", async () => {
  const early = await (await stage.context()).newPage();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  await early.route("**/api/widget/*/session", async (route) => {
    await begun;
    await route.continue();
  });
  await early.goto(new URL(visitor.url()).pathname);
  const frame = await openChat(early);
  await say(frame, "Quicker than the line");
  await frame.getByRole("button", { name: "Sending…" }).waitFor();
  begin();
  await row(member, "Quicker than the line").waitFor();
  await early.close();
});

const story = [
  "Hello, do you ship to Norway?",
  "Yes, we do. Three days.",
  "One before the crash",
  "Two in the dark",
  "Three in the dark",
  "All here.",
];

/** What the member sees, in order, each message as often as it is there. */
async function textsOf(page: Page): Promise<string[]> {
  await thread(page).waitFor();
  const all = await articles(page).allInnerTexts();
  return all.map((text) => story.find((line) => text.includes(line)) ?? text);
}

async function saidIn(frame: FrameLocator): Promise<string[]> {
  return (await frame.locator(".bubble:not(.dots)").allInnerTexts()).map((text) => text.trim());
}
