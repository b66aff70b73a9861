/**
 * From key to paint in a real browser: the next conversation on warm data, with BENCH_LARGE conversations in the workspace.
 * Measured in the page, from the time stamp of the key to the frame after the thread is there.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { launch } from "../e2e/support/browser.ts";
import { memberPage } from "../e2e/support/inbox.ts";
import { fillTo } from "./many.ts";
import { figure, note, spread, table, title } from "./report.ts";
import { admin, startInstallation } from "./signed-in.ts";

const many = Number(process.env.BENCH_LARGE ?? 1_000_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 100);
const goal = { most: 100 };
/** A person reads at least this long, and on warm data until what comes next has been fetched. */
const pauseMs = 250;
const longestMs = 5000;

export async function run(): Promise<void> {
  title(`From key to paint: ${many.toLocaleString("en")} conversations`);
  const at = await startInstallation();
  const browser = await launch();
  try {
    const [workspace] = await at.query<{ id: string }>("select id from workspaces limit 1");
    await fillTo(at, workspace!.id, 0, many);
    const context = await browser.newContext({ baseURL: at.address, viewport: { width: 1440, height: 900 } });
    const page = await memberPage(context, "all", admin);
    await page.locator("[data-conversation]").nth(5).waitFor({ timeout: 60_000 });
    await page.evaluate(watchPaints);
    await report(page, watchRequests(page));
  } finally {
    await browser.close();
    await at.remove();
  }
}

async function report(page: Page, quiet: () => Promise<void>): Promise<void> {
  const keyToPaint = async (key: string): Promise<number> => {
    await sleep(pauseMs);
    await quiet();
    await page.evaluate(() => window.expectPaint("keydown"));
    await page.keyboard.press(key);
    return page.evaluate(() => window.painted);
  };
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.locator("[data-message]").first().waitFor();
  // The code of the thread, the composer and the editor is fetched once, while the member reads.
  for (let n = 0; n < 5; n++) await keyToPaint("j");
  const frame: number[] = [];
  for (let n = 0; n < 30; n++) frame.push(await page.evaluate(() => window.bareFrame()));
  await page.evaluate(() => window.reported.splice(0));
  const work = await watchWork(page);
  const next: number[] = [];
  for (let n = 0; n < rounds; n++) next.push(await keyToPaint("j"));
  const each = (await work()) / rounds;
  const reported = await page.evaluate(() => window.reported);
  const back: number[] = [];
  for (let n = 0; n < Math.min(50, rounds); n++) back.push(await keyToPaint("k"));
  const cold = await coldOpens(page, 15);
  const rows = [
    ["a bare frame", frame],
    ["next, prefetched (J)", next],
    ["the same, as the browser reports it", reported],
    ["previous, read before (K)", back],
    ["not prefetched (click)", cold],
  ] as const;
  table(
    ["milliseconds from key to paint", "p50", "p95", "most", "count"],
    rows.map(([name, values]) => {
      const { p50, p95, most, count } = spread([...values]);
      return [name, p50, p95, most, count];
    }),
  );
  figure("next conversation, p95", spread(next).p95, "ms", goal);
  figure("  against a bare frame, p95", spread(next).p95 / spread(frame).p95, "×");
  figure("  the page's own work for each, prefetching too", each, "ms of processor");
  note("Chromium on this machine's cores, together with the server and its database; a frame is 16.7 ms at best");
}

/** @returns milliseconds of processor time the page's main thread has used since: what another process does is not in it. */
async function watchWork(page: Page): Promise<() => Promise<number>> {
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async () => {
    const { metrics } = await client.send("Performance.getMetrics");
    return (metrics.find((one) => one.name === "TaskDuration")?.value ?? Number.NaN) * 1000;
  };
  const before = await read();
  return async () => (await read()) - before;
}

/** Waits until the page has asked for nothing for a moment. */
function watchRequests(page: Page): () => Promise<void> {
  const open = new Set<unknown>();
  let last = 0;
  const ended = (request: unknown) => {
    open.delete(request);
    last = performance.now();
  };
  page.on("request", (request) => open.add(request));
  page.on("requestfinished", ended);
  page.on("requestfailed", ended);
  return async () => {
    const until = performance.now() + longestMs;
    while ((open.size > 0 || performance.now() - last < 100) && performance.now() < until) await sleep(20);
  };
}

/** Rows beside which nobody has stopped: not read ahead. */
async function coldOpens(page: Page, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    await page.keyboard.press("Escape");
    await page.getByRole("region", { name: "Conversations" }).locator("[data-conversation]").last().hover();
    await page.mouse.wheel(0, 1500);
    await sleep(600);
    await page.evaluate(() => window.expectPaint("pointerdown"));
    await page.locator("[data-conversation]").nth(6).click();
    times.push(await page.evaluate(() => window.painted));
  }
  return times;
}

declare global {
  interface Window {
    /** Milliseconds, once what was asked for is painted. */
    painted: Promise<number>;
    /** From the next event of this kind to the frame that shows another thread. */
    expectPaint(kind: "keydown" | "pointerdown"): void;
    /** From key to the frame on the screen by the browser's own Event Timing, in steps of 8 ms; under 16 ms it says nothing. */
    reported: number[];
    /** What the browser itself needs to show one changed letter. */
    bareFrame(): Promise<number>;
  }
}

/** Runs in the page. */
function watchPaints(): void {
  /** The frame is out when the task after its callback runs: the next one, not one behind what else the page has planned. */
  const afterPaint = (run: () => void) =>
    requestAnimationFrame(() => void scheduler.postTask(run, { priority: "user-blocking" }));
  const shown = () => document.querySelector("[data-message]")?.getAttribute("data-message") ?? null;
  window.expectPaint = (kind) => {
    const before = shown();
    window.painted = new Promise((done) => {
      let begun = Number.NaN;
      addEventListener(kind, (event) => (begun = event.timeStamp), { capture: true, once: true });
      const observer = new MutationObserver(() => {
        const now = shown();
        if (Number.isNaN(begun) || now === null || now === before) return;
        observer.disconnect();
        afterPaint(() => done(performance.now() - begun));
      });
      observer.observe(document.body, { childList: true, subtree: true, attributes: true });
    });
  };
  window.reported = [];
  new PerformanceObserver((seen) => {
    for (const { name, duration } of seen.getEntries()) if (name === "keydown") window.reported.push(duration);
  }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  const letter = document.body.appendChild(document.createElement("i"));
  letter.style.cssText = "position:fixed;inset-inline-end:0;bottom:0;pointer-events:none";
  window.bareFrame = () =>
    new Promise((done) => {
      const begun = performance.now();
      letter.textContent = letter.textContent === "." ? ":" : ".";
      afterPaint(() => done(performance.now() - begun));
    });
}
