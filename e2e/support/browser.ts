/** A real Chromium, one for all contexts of a file, and watchers that hold every page to silence: no page error, no console error. */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const flags =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

export function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath))
    throw new Error(`There is no browser at ${executablePath}. Install Chromium, or say where it is: CHROMIUM=…`);
  return chromium.launch({ executablePath, args: flags.split(" ") });
}

/** A problem a page reported, with the page it was on. */
export type Trouble = { kind: "page error" | "console error" | "dialog"; text: string; url: string };

export function watch(context: BrowserContext, report: (trouble: Trouble) => void): void {
  context.on("page", (page) => {
    page.setDefaultTimeout(15_000);
    page.on("pageerror", (error) =>
      report({ kind: "page error", text: String(error.stack ?? error), url: page.url() }),
    );
    page.on("console", (line) => {
      if (line.type() !== "error") return;
      report({ kind: "console error", text: `${line.text()} ${line.location().url}`, url: page.url() });
    });
    page.on("dialog", (dialog) => {
      // Leaving a page with unsaved text is asked by the browser itself.
      if (dialog.type() !== "beforeunload") report({ kind: "dialog", text: dialog.message(), url: page.url() });
      void dialog.dismiss().catch(() => {});
    });
  });
}

export const pagesOf = (browser: Browser): Page[] => browser.contexts().flatMap((context) => context.pages());
