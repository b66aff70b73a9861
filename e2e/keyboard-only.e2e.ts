/** The daily work without a mouse: signing in, triage, replying, resolving, searching, undoing; one always sees where one is. */
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { article, articles, composer, openView, rows } from "./support/inbox.ts";
import { admin } from "./support/server.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage({}, { steps: true });
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  context = await stage.context();
  const { name, email, password } = admin;
  const answer = await context.request.post("/api/v1/setup", {
    data: { workspace_name: "Acme", name, email, password, sample_data: true },
  });
  expect(answer.ok()).toBe(true);
  await context.clearCookies();
  page = await context.newPage();
});

/** What has the focus, and whether that can be seen: an outline, or a ring of its own. */
const focused = () =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return { name: "nothing", seen: false };
    const ring = (style: CSSStyleDeclaration) =>
      (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    const own = ring(getComputedStyle(at));
    // A handle between panes is a line; a field in a box may leave the ring to the box.
    const line = at.getAttribute("role") === "separator" && getComputedStyle(at, "::after").width === "2px";
    const box = at.parentElement !== null && ring(getComputedStyle(at.parentElement));
    const name = at.getAttribute("aria-label") ?? at.textContent?.trim().slice(0, 40) ?? "";
    return { name: `${at.tagName.toLowerCase()} ${name}`, seen: own || line || box };
  });
const status = async (id: string) =>
  (await (await context.request.get(`/api/v1/conversations/${id}`)).json()).data.status;

it("signs in", async () => {
  stage.expectTrouble(/status of 401/);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  for (let n = 0; n < 8 && !(await focused()).name.startsWith("input"); n++) await page.keyboard.press("Tab");
  await page.keyboard.type(admin.email);
  await page.keyboard.press("Tab");
  if (!(await focused()).name.startsWith("input")) await page.keyboard.press("Tab");
  await page.keyboard.type(admin.password);
  await page.keyboard.press("Enter");
  await rows(page).first().waitFor();
});

it("shows where the focus is, at every stop", async () => {
  await openView(page, "open");
  await rows(page).nth(3).waitFor();
  const unseen: string[] = [];
  for (let n = 0; n < 45; n++) {
    await page.keyboard.press("Tab");
    const at = await focused();
    if (!at.seen && at.name !== "nothing") unseen.push(at.name);
  }
  expect(unseen).toEqual([]);
});

it("opens, replies, notes, assigns and resolves", async () => {
  await openView(page, "open");
  await rows(page).nth(3).waitFor();
  const ids = await rows(page).evaluateAll((all) => all.map((one) => one.getAttribute("data-conversation")));
  await page.keyboard.press("Tab");
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("content");
  for (const key of ["j", "j", "j", "k", "Enter"]) await page.keyboard.press(key);
  await page.waitForURL(/\/inbox\/open\/.+/);
  const opened = page.url().split("/").at(-1);
  expect(ids.indexOf(opened!)).toBeGreaterThanOrEqual(1);
  await articles(page).first().waitFor();

  // Without waiting for the editor: what is typed while it comes belongs to it, and is no key of an action.
  await page.keyboard.press("r");
  await page.keyboard.type("Written without a mouse: j, e and ? are letters here.");
  const editor = composer(page).locator("[contenteditable=true]");
  await editor.getByText("Written without a mouse: j, e and ? are letters here.").waitFor();
  await expect.poll(() => editor.evaluate((one) => one.contains(document.activeElement))).toBe(true);
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
  // The next key comes before the sheet has given the focus back: what it opens keeps the focus.
  await page.evaluate(async () => {
    const press = (key: string, ctrlKey: boolean) =>
      (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent("keydown", { key, ctrlKey, bubbles: true, cancelable: true }),
      );
    press("Escape", false);
    for (let n = 0; n < 10; n++) await null;
    press("k", true);
  });
  await sheet.waitFor({ state: "detached" });
  await page.getByPlaceholder("Action, view, conversation or contact…").waitFor();
  await page.keyboard.type("assign to me");
  await page.keyboard.press("Enter");
  await page
    .getByText(/took this over|assigned this to/)
    .last()
    .waitFor();

  await page.keyboard.press("e");
  await expect.poll(() => status(opened!)).toBe("resolved");
  await page.keyboard.press("Control+z");
  await expect.poll(() => status(opened!)).toBe("pending");
});

it("triages a selection, and takes it back", async () => {
  await openView(page, "all");
  await rows(page).nth(3).waitFor();
  const urgent = async () =>
    (await (await context.request.get("/api/v1/conversations?limit=100")).json()).data.filter(
      (one: { priority: string }) => one.priority === "urgent",
    ).length;
  const before = await urgent();
  for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
  await page.getByText("2 selected").waitFor();
  await page.keyboard.press("p");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type("urgent");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(urgent).toBe(before + 2);
  // The server may know before the page has its answer: taking back means this action all the same.
  await page.keyboard.press("Control+z");
  await expect.poll(urgent).toBe(before);
});

it("searches, opens what it finds, and comes back", async () => {
  await openView(page, "all");
  await rows(page).nth(3).waitFor();
  await page.keyboard.press("/");
  const field = page.getByRole("combobox", { name: "Search everywhere" });
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.type("parcel");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await articles(page).first().waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await field.waitFor({ state: "detached" });
});

it("keeps its place in a thread and in the list, going on and coming back", async () => {
  await page.setViewportSize({ width: 1440, height: 560 });
  await openView(page, "all");
  await rows(page).nth(3).waitFor();
  const log = page.getByRole("log");
  const place = () => log.evaluate((one) => one.scrollTop);
  const long = async () => (await log.evaluate((one) => one.scrollHeight - one.clientHeight)) > 300;
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  for (let n = 0; n < 15; n++) {
    await articles(page).first().waitFor();
    if (await long()) break;
    await page.keyboard.press("j");
    await page.waitForTimeout(300);
  }
  const opened = page.url();
  await log.focus();
  await page.keyboard.press("Home");
  await expect.poll(place).toBeLessThan(50);
  await page.keyboard.press("j");
  await page.waitForURL((url) => url.href !== opened);
  await articles(page).first().waitFor();
  await page.keyboard.press("k");
  await page.waitForURL(opened);
  await articles(page).first().waitFor();
  await page.waitForTimeout(500);
  expect(await place()).toBeLessThan(50);
  const listed = () =>
    rows(page)
      .first()
      .evaluate((one) => one.closest(".overflow-y-auto")?.scrollTop ?? -1);
  const before = await listed();
  await page.keyboard.press("Escape");
  await page.getByText("Choose a conversation").waitFor();
  expect(await listed()).toBe(before);
  await page.setViewportSize({ width: 1440, height: 900 });
});

it("gives the focus back when a dialog or menu closes", async () => {
  await openView(page, "all");
  await rows(page).nth(3).waitFor();
  for (const [name, opens] of [
    [/^Your account/, "menu"],
    ["Notifications", "dialog"],
    ["New view", "dialog"],
  ] as const) {
    const button = page.getByRole("button", { name }).first();
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByRole(opens).first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole(opens).first().waitFor({ state: "detached" });
    await expect
      .poll(async () => [name, await button.evaluate((one) => one === document.activeElement)])
      .toEqual([name, true]);
  }
});
