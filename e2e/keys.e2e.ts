/** Keys of one's own: chosen by pressing, refused with a reason, taken from another action, used everywhere at once, and reset. */
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { composer, memberPage, openConversation, openView, row, rows, thread } from "./support/inbox.ts";
import { admin } from "./support/server.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage({}, { steps: true });
let context: BrowserContext;
let page: Page;
let settings: string;

beforeAll(async () => {
  context = await stage.context();
  const { name, email, password } = admin;
  const made = await context.request.post("/api/v1/setup", {
    data: { workspace_name: "Acme", name, email, password, sample_data: true },
  });
  expect(made.ok(), await made.text()).toBe(true);
  page = await memberPage(context, "all");
  settings = page.url().replace(/\/inbox.*$/, "/settings/keyboard");
});

const change = (name: string) => page.getByRole("button", { name: `Change the key: ${name}`, exact: true });
const line = (name: string) => page.getByRole("listitem").filter({ has: change(name) });

it("refuses what the browser keeps and what would be typed, and says why", async () => {
  await page.goto(settings);
  await change("Reply").click();
  await page.keyboard.press("F5");
  await page.getByText("The browser keeps this key for itself.").waitFor();
  await page.keyboard.press("Control+c");
  await page.getByText("This key is for copying").waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => change("Reply").evaluate((one) => one === document.activeElement)).toBe(true);
  await change("Send, or add the note").click();
  await page.keyboard.press("y");
  await page.getByText("so it needs Ctrl, Cmd or Alt").waitFor();
  await page.keyboard.press("Escape");
});

it("takes a key from another action when told to, and a sequence of two", async () => {
  await change("Reply").click();
  await page.keyboard.press("e");
  await page.getByText("This is the key of “Resolve or reopen”.").waitFor();
  await page.getByRole("button", { name: "Take it" }).press("Enter");
  await line("Resolve or reopen").getByText("no key").waitFor();
  await change("Resolve or reopen").click();
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await line("Resolve or reopen").getByText("G", { exact: true }).waitFor();
});

it("counts at once: handler, tooltip, sheet and palette, here and on another device", async () => {
  const elsewhere = await memberPage(await stage.context(), "open");
  await openView(page, "open");
  const first = await rows(page).first().getAttribute("data-conversation");
  await openConversation(page, /./);
  await page.keyboard.press("r");
  await page.waitForTimeout(300);
  await expect.poll(() => composer(page).locator("[contenteditable=true]").count()).toBe(0);
  await page.keyboard.press("e");
  await composer(page).locator("[contenteditable=true]").waitFor();
  await page.keyboard.press("Escape");

  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect.poll(() => sheet.getByText("Reply", { exact: true }).locator("..").textContent()).toBe("ReplyE");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Action, view, conversation or contact…").fill("resolve");
  await expect.poll(() => page.getByRole("option", { name: "Resolve" }).first().textContent()).toContain("GE");
  await page.keyboard.press("Escape");
  await page.getByPlaceholder("Action, view, conversation or contact…").waitFor({ state: "detached" });

  await openConversation(elsewhere, /./);
  await elsewhere.keyboard.press("g");
  await elsewhere.keyboard.press("e");
  await expect
    .poll(async () => (await (await context.request.get(`/api/v1/conversations/${first}`)).json()).data.status)
    .toBe("resolved");
  await elsewhere.context().close();
});

it("goes back to the usual keys, one and all", async () => {
  await page.goto(settings);
  await page.getByRole("button", { name: "Back to the usual key: Reply" }).click();
  await line("Reply").getByText("R", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await line("Reply").getByText("E", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Reset all" }).click();
  await line("Resolve or reopen").getByText("E", { exact: true }).waitFor();
  await openView(page, "all");
  await row(page, /./).first().click();
  await thread(page).waitFor();
  await page.keyboard.press("r");
  await composer(page).locator("[contenteditable=true]").waitFor();
});
