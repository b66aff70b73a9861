/** Notices when a page does what only an intruder makes it do: sets `__xss`, talks to another host, opens windows, goes elsewhere. */
import type { BrowserContext, Page } from "playwright-core";

export type Alarm = { events: string[]; check(page: Page): Promise<string[]> };

export async function arm(context: BrowserContext, origin: string): Promise<Alarm> {
  const events: string[] = [];
  await context.exposeFunction("__alarm", (what: string) => void events.push(what));
  await context.addInitScript(() => {
    Object.defineProperty(window, "__xss", {
      set: () => (window as never as { __alarm(w: string): void }).__alarm("a script ran"),
    });
  });
  const own = (url: string) => url.startsWith(origin) || /^(data|blob|about):/.test(url);
  context.on("requestfinished", (request) => {
    if (!own(request.url())) events.push(`a request to ${request.url()}`);
  });
  context.on("requestfailed", (request) => {
    if (!own(request.url()) && !/csp|BLOCKED_BY_CLIENT/i.test(request.failure()?.errorText ?? ""))
      events.push(`a request to ${request.url()} (${request.failure()?.errorText})`);
  });
  context.on("page", (page) => {
    page.on("dialog", (dialog) => void events.push(`a dialog: ${dialog.message()}`));
    page.on("popup", (popup) => void events.push(`a window at ${popup.url()}`));
    page.on("framenavigated", (frame) => {
      if (!own(frame.url())) events.push(`a frame went to ${frame.url()}`);
    });
  });
  return {
    events,
    check: async (page) => {
      // Pointing at things and focusing them is what fires the handlers that wait for a person.
      for (const frame of page.frames()) await frame.evaluate(provoke).catch(() => {});
      await page.waitForTimeout(150);
      return events;
    },
  };
}

function provoke(): void {
  const roots: (Document | Element)[] = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll("*")) {
      for (const type of ["mouseover", "mouseenter", "focus", "pointerover", "error", "animationstart", "toggle"]) {
        if (element.getAttribute(`on${type}`) !== null) element.dispatchEvent(new Event(type));
      }
    }
  }
}
