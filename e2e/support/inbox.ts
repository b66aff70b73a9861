/** What a member does in the inbox, in the words of the screen. */
import type { BrowserContext, Locator, Page } from "playwright-core";
import { admin } from "./server.ts";

type Person = { email: string; password: string };

/** Signs in through the API, as the sign-in page does; for journeys that are about something else. */
export async function signIn(context: BrowserContext, person: Person = admin): Promise<void> {
  const answer = await context.request.post("/api/auth/sign-in/email", {
    data: { email: person.email, password: person.password },
  });
  if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}: ${await answer.text()}`);
}

/** A signed-in member's page, in the inbox. */
export async function memberPage(context: BrowserContext, view = "all", person: Person = admin): Promise<Page> {
  await signIn(context, person);
  const page = await context.newPage();
  await openView(page, view);
  return page;
}

/** Loads the page anew, also where it is that view already. */
export async function openView(page: Page, view: string): Promise<void> {
  const me = await (await page.context().request.get("/api/v1/me")).json();
  await page.goto(`/w/${me.data.workspace.slug}/inbox/${view}`);
  await list(page).waitFor();
}

export const list = (page: Page): Locator => page.getByRole("region", { name: "Conversations" });
export const rows = (page: Page): Locator => list(page).locator("[data-conversation]");
export const row = (page: Page, text: string | RegExp): Locator => rows(page).filter({ hasText: text });
export const thread = (page: Page): Locator => page.getByRole("region", { name: "Conversation", exact: true });
export const articles = (page: Page): Locator => thread(page).getByRole("article");
export const article = (page: Page, text: string | RegExp): Locator => articles(page).filter({ hasText: text });
export const composer = (page: Page): Locator => page.getByRole("region", { name: "Write", exact: true });

export async function openConversation(page: Page, text: string | RegExp): Promise<void> {
  await row(page, text).first().click();
  await articles(page).first().waitFor();
}

/** Opens the editor when it is not open, and writes into it with the keyboard. */
export async function write(page: Page, kind: "reply" | "note", text: string): Promise<void> {
  const box = composer(page);
  const field = box.getByRole("textbox", { name: kind === "reply" ? "Your reply" : "Your internal note" });
  if (!(await field.isVisible())) {
    const toggle = box.getByRole("radio", { name: kind === "reply" ? "Reply" : "Note", exact: true });
    if (await toggle.isVisible()) await toggle.click();
    else await box.getByRole("button", { name: kind === "reply" ? /^Reply to/ : "Note" }).click();
  }
  // The plain field that stands in until the editor is loaded is replaced by it.
  await box.locator("[contenteditable=true]").waitFor();
  await box.locator("[contenteditable=true]").click();
  await page.keyboard.type(text);
}

export const sendButton = (page: Page): Locator => composer(page).getByRole("button", { name: "Send", exact: true });

/** The undo time of replies, so that journeys that are not about it need not wait. */
export async function setUndoSeconds(page: Page, seconds: number): Promise<void> {
  const answer = await page.context().request.patch("/api/v1/me", { data: { settings: { undo_seconds: seconds } } });
  if (!answer.ok()) throw new Error(`Changing the setting answered ${answer.status()}`);
  await page.reload();
}
