/** For those without a mouse, and those who do not see the screen: the daily work by keyboard, and every page held to WCAG 2.2 AA. */
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { expectAccessible } from "./support/axe.ts";
import { article, articles, composer, openView, row, rows, write } from "./support/inbox.ts";
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

it("does the daily work by keyboard alone", async () => {
  await openView(page, "open");
  await rows(page).nth(3).waitFor();
  const ids = await rows(page).evaluateAll((all) => all.map((one) => one.getAttribute("data-conversation")));
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("content");
  for (const key of ["j", "j", "j", "k", "Enter"]) await page.keyboard.press(key);
  await page.waitForURL(/\/inbox\/open\/.+/);
  const opened = page.url().split("/").at(-1);
  expect(ids.indexOf(opened!)).toBeGreaterThanOrEqual(1);
  await articles(page).first().waitFor();

  await page.keyboard.press("r");
  const editor = composer(page).locator("[contenteditable=true]");
  await editor.waitFor();
  await expect.poll(() => editor.evaluate((one) => one.contains(document.activeElement))).toBe(true);
  await page.keyboard.type("Written without a mouse: j, e and ? are letters here.");
  await page.keyboard.press("Control+Enter");
  await article(page, "Written without a mouse: j, e and ? are letters here.").waitFor();
  expect(page.url()).toContain(opened);

  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await composer(page).getByRole("textbox", { name: "Your internal note" }).waitFor();
  await page.keyboard.type("A note by keyboard");
  await page.keyboard.press("Control+Enter");
  await article(page, "A note by keyboard").waitFor();
  await page.keyboard.press("Escape");

  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await sheet.getByText("Next conversation", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });

  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Type a command…").waitFor();
  await page.keyboard.type("assign to me");
  await page.keyboard.press("Enter");
  await page
    .getByText(/took this over|assigned this to/)
    .last()
    .waitFor();

  await page.keyboard.press("e");
  await expect
    .poll(async () => (await (await context.request.get(`/api/v1/conversations/${opened}`)).json()).data.status)
    .toBe("resolved");
  await page.keyboard.press("/");
  await expect
    .poll(() =>
      page.evaluate(
        () =>
          document.activeElement?.getAttribute("aria-label") ??
          (document.activeElement as HTMLInputElement)?.placeholder,
      ),
    )
    .toContain("Search");
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

const sections = ["profile", "security", "workspace", "members", "teams", "tags", "channels", "quarantine", "api-keys"];

it.each(sections)("settings: %s", async (section) => {
  await page.goto(`${base}/settings/${section}`);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await expect.poll(() => page.getByRole("status", { name: "Loading…" }).count()).toBe(0);
  await expectAccessible(page, section);
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
