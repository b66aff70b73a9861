/** What a visitor does in the chat widget of a page. */
import type { FrameLocator, Page } from "playwright-core";

/** Opens the chat unless it is open. */
export async function openChat(page: Page): Promise<FrameLocator> {
  const launcher = page.getByRole("button", { name: /^(Open|Close) chat/ });
  await launcher.waitFor();
  if ((await launcher.getAttribute("aria-expanded")) !== "true") await launcher.click();
  const frame = page.frameLocator('iframe[title="Chat"]');
  await frame.getByRole("textbox", { name: "Write a message…" }).waitFor();
  return frame;
}

export async function say(frame: FrameLocator, text: string): Promise<void> {
  const field = frame.getByRole("textbox", { name: "Write a message…" });
  await field.fill(text);
  await field.press("Enter");
}
