/** Canned responses as a member finds them: `/` and a word in the composer, letter by letter, until the list stands on the screen. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { launch } from "../e2e/support/browser.ts";
import { memberPage } from "../e2e/support/inbox.ts";
import type { Installation } from "../server/src/test/installation.ts";
import { call } from "../server/src/test/never-lose/clients.ts";
import { spread } from "./report.ts";
import { admin, apiChannel } from "./signed-in.ts";

/** What members look for; each word begins with letters of its own, so that nearly every key asks the server. */
const words = [
  "short12",
  "refund",
  "delivery",
  "about",
  "opening",
  "hours",
  "rare77",
  "looked",
  "again",
  "write",
  "into",
  "your",
  "soon",
  "will",
];
const pauseMs = 120;

/** The last says whether it is promised: a dialog over the whole page is beside it for comparison. */
type Row = [name: string, times: ReturnType<typeof spread>, promised: boolean];

export async function keysToList(at: Installation): Promise<Row[]> {
  const channel = await apiChannel(at);
  await call(at, "POST", `/api/v1/channels/${channel}/messages`, {
    external_id: "1",
    from: { email: "kim@customer.test", name: "Kim" },
    text: "My machine does not work any more.",
  });
  const browser = await launch();
  try {
    const context = await browser.newContext({ baseURL: at.address, viewport: { width: 1440, height: 900 } });
    const page = await memberPage(context, "all", admin);
    await page.locator("[data-conversation]").first().click();
    await page.locator("[data-message]").first().waitFor();
    await page.keyboard.press("r");
    await page.locator("[data-composer] [contenteditable=true]").click();
    await page.evaluate(watchLists);
    return await type(page);
  } finally {
    await browser.close();
  }
}

async function type(page: Page): Promise<Row[]> {
  const press = async (key: string, query: string | null): Promise<number> => {
    await sleep(pauseMs);
    await page.evaluate((of) => window.expectList(of), query);
    await page.keyboard.press(key);
    return page.evaluate(() => window.listed);
  };
  const opened: number[] = [];
  const letters: number[] = [];
  for (const [round, word] of ["warranty", ...words].entries()) {
    const first = await press("/", "");
    const rest: number[] = [];
    for (let n = 1; n <= word.length; n++) rest.push(await press(word[n - 1]!, word.slice(0, n)));
    if (round > 0) {
      opened.push(first);
      letters.push(...rest);
    }
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Backspace");
  }
  const dialog: number[] = [];
  for (let n = 0; n < words.length; n++) {
    const time = await press("Control+/", null);
    if (n > 0) dialog.push(time);
    await page.keyboard.press("Escape");
    await page.locator("[role=dialog]").waitFor({ state: "detached" });
  }
  return [
    ["/, what one takes most", spread(opened), true],
    ["each letter after it", spread(letters), true],
    ["the dialog with search and preview (Ctrl+/)", spread(dialog), false],
  ];
}

declare global {
  interface Window {
    /** Milliseconds, once the list that was asked for is painted. */
    listed: Promise<number>;
    /** From the next key to the frame that shows the list of this query; null: the list of the picker. */
    expectList(query: string | null): void;
  }
}

/** Runs in the page. */
function watchLists(): void {
  const shown = (query: string | null) =>
    query === null
      ? document.querySelector("[role=dialog] [cmdk-item]") !== null
      : document.querySelector("[data-suggestions]")?.getAttribute("data-suggestions") === query;
  window.expectList = (query) => {
    window.listed = new Promise((done, fail) => {
      let begun = Number.NaN;
      addEventListener("keydown", (event) => (begun = event.timeStamp), { capture: true, once: true });
      const timer = setTimeout(() => fail(new Error(`no list for “${query}”`)), 15_000);
      const observer = new MutationObserver(() => {
        if (Number.isNaN(begun) || !shown(query)) return;
        observer.disconnect();
        clearTimeout(timer);
        // The frame is out when the task after its callback runs.
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
      });
      observer.observe(document.body, { childList: true, subtree: true, attributes: true });
    });
  };
}
