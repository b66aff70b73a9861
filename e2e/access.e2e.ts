/** For those who do not see the screen, or read from right to left: every page held to WCAG 2.2 AA, and the other way round. */
import type { BrowserContext, Locator, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { expectAccessible } from "./support/axe.ts";
import { articles, composer, list, openView, row, rows, thread, write } from "./support/inbox.ts";
import { admin } from "./support/server.ts";
import { openStage } from "./support/stage.ts";
import { openChat, say } from "./support/widget.ts";

const stage = openStage();
let context: BrowserContext;
let page: Page;
let base: string;

beforeAll(async () => {
  context = await stage.context();
  page = await context.newPage();
});

it("set-up and sign-in", async () => {
  stage.expectTrouble(/status of 401/);
  await page.goto("/setup");
  await page.getByRole("button", { name: "Create workspace" }).waitFor();
  await expectAccessible(page, "set-up");
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.getByText("Enter your name.").waitFor();
  await expectAccessible(page, "set-up with problems");
  const { name, email, password } = admin;
  const answer = await context.request.post("/api/v1/setup", {
    data: { workspace_name: "Acme", name, email, password, sample_data: true },
  });
  expect(answer.status()).toBe(200);
  const other = await (await stage.context()).newPage();
  await other.goto("/sign-in");
  await other.getByRole("button", { name: "Sign in" }).waitFor();
  await expectAccessible(other, "sign-in");
  await other.context().close();
  await openView(page, "all");
  base = page.url().replace(/\/inbox.*$/, "");
});

it("inbox, thread and contact", async () => {
  await openView(page, "all");
  await rows(page).nth(5).waitFor();
  await expectAccessible(page, "inbox", true);
  // By mail: the composer with everything in it.
  await row(page, "E-mail").nth(1).click();
  await articles(page).first().waitFor();
  await write(page, "reply", "Dear ");
  await composer(page).getByRole("button", { name: "Bold" }).waitFor();
  await expectAccessible(page, "thread with the composer open", true);
  await page.goto(`${base}/contacts`);
  await page
    .getByRole("link")
    .filter({ has: page.locator("bdi") })
    .first()
    .click();
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await expectAccessible(page, "contact");
});

it("search, selection, the filter builder and what opens over the page", async () => {
  await openView(page, "all");
  await rows(page).nth(5).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.getByRole("region", { name: "Actions on the selection" }).waitFor();
  await expectAccessible(page, "the selection", true);
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: "Search everywhere" }).fill("or");
  await page.getByRole("option").first().waitFor();
  await expectAccessible(page, "search", true);
  await page.keyboard.press("Escape");
  for (const [key, name] of [
    ["Control+k", "the palette"],
    ["?", "the keys"],
    ["g n", "notifications"],
  ] as const) {
    for (const press of key.split(" ")) await page.keyboard.press(press);
    await page.getByRole("dialog").waitFor();
    await expectAccessible(page, name);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  await page.getByRole("button", { name: "New view" }).click();
  await page.getByRole("dialog").waitFor();
  await expectAccessible(page, "the filter builder", true);
  await page.keyboard.press("Escape");
});

it("right to left: the whole frame turns round, and what people wrote keeps its own direction", async () => {
  const other = await context.newPage();
  await other.goto(`${base}/inbox/all?dir=rtl`);
  await rows(other).nth(2).waitFor();
  const middle = async (at: Locator) => {
    await at.waitFor();
    const box = (await at.boundingBox())!;
    return box.x + box.width / 2;
  };
  const main = other.getByRole("navigation", { name: "Main" });
  expect(await middle(main)).toBeGreaterThan(1400);
  await row(other, "E-mail").nth(1).click();
  await articles(other).first().waitFor();
  expect(await middle(list(other))).toBeGreaterThan(await middle(thread(other)));
  await expect.poll(() => articles(other).first().locator("[dir=auto]").count()).toBeGreaterThan(0);
  await main.getByRole("button", { name: /^Your account/ }).click();
  expect(await middle(other.getByRole("menu"))).toBeLessThan(1400);
  await other.keyboard.press("Escape");
  const sideways = () => other.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await sideways()).toBeLessThanOrEqual(1);
  await other.setViewportSize({ width: 390, height: 844 });
  expect(await sideways()).toBeLessThanOrEqual(1);
  await other.close();
});

const sections = [
  "profile",
  "notifications",
  "keyboard",
  "security",
  "workspace",
  "members",
  "teams",
  "tags",
  "channels",
  "quarantine",
  "api-keys",
  "mail-texts",
];

it.each(sections)("settings: %s", async (section) => {
  await page.goto(`${base}/settings/${section}`);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await expect.poll(() => page.getByRole("status", { name: "Loading…" }).count()).toBe(0);
  await expectAccessible(page, section);
});

it("canned responses: the editor, what needs a look, usage", async () => {
  const { data } = await (await context.request.get("/api/v1/canned-responses?q=details")).json();
  await page.goto(`${base}/responses/${data[0].id}`);
  await page.locator("form [contenteditable=true]").waitFor();
  await page.locator("form").getByRole("region", { name: "Preview" }).waitFor();
  await expectAccessible(page, "a canned response");
  for (const [path, name] of [
    ["attention", "Needs a look"],
    ["usage", "Usage"],
  ] as const) {
    await page.goto(`${base}/responses/${path}`);
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    await expect.poll(() => page.getByRole("status", { name: "Loading…" }).count()).toBe(0);
    await expectAccessible(page, name);
  }
});

it("the welcome page and a channel", async () => {
  await page.goto(`${base}/welcome`);
  await page.getByText("Welcome, Ann").waitFor();
  await expectAccessible(page, "welcome");
  const { data } = await (await context.request.get("/api/v1/channels")).json();
  await page.goto(`${base}/settings/channels/${data.find(({ kind }: { kind: string }) => kind === "email").id}`);
  await page.getByRole("button", { name: "Save" }).first().waitFor();
  await expectAccessible(page, "channel");
});

it("the chat widget, by keyboard and by axe", async () => {
  const { data } = await (await context.request.get("/api/v1/channels")).json();
  const visitor = await (await stage.context()).newPage();
  await visitor.goto(`/widget/test/${data.find(({ kind }: { kind: string }) => kind === "chat").key}`);
  const launcher = visitor.getByRole("button", { name: /^Open chat/ });
  await launcher.focus();
  await visitor.keyboard.press("Enter");
  const chat = await openChat(visitor);
  await expect
    .poll(() =>
      chat.getByRole("textbox", { name: "Write a message…" }).evaluate((one) => one === document.activeElement),
    )
    .toBe(true);
  await say(chat, "Hello by keyboard");
  await chat.getByText("Hello by keyboard").waitFor();
  await expectAccessible(visitor, "widget");
  await chat.getByRole("textbox", { name: "Write a message…" }).press("Escape");
  await launcher.waitFor();
  await visitor.context().close();
});
