/**
 * What a journey plays on: one server, one outside mail server and one browser for the file. When a journey fails, the
 * pictures of all open pages go to e2e/results and the server's last words to the console; pages must not report errors
 * beyond those a journey expects.
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type Api, apiOf } from "./api.ts";
import { launch, pagesOf, type Trouble, watch } from "./browser.ts";
import { type MailSink, openMailSink } from "./mail-sink.ts";
import { tail } from "./process.ts";
import { type Server, startServer } from "./server.ts";

export type Stage = {
  readonly server: Server;
  readonly sink: MailSink;
  /** With the bootstrap key. */
  readonly api: Api;
  /** A browser profile of its own: another person at another machine. */
  context(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** Errors of this kind are part of the running journey. */
  expectTrouble(pattern: RegExp): void;
  /** Everything the pages reported so far in the running journey, expected or not. */
  readonly troubles: readonly Trouble[];
  /** Other servers of the journey whose words matter when it fails. */
  alsoTell(server: Pick<Server, "output">): void;
};

/**
 * Nothing wrong: a change that met a newer version of its record, raised by a reply of the same member, say. The app carries it over
 * to that version, and each journey looks at what came of it; on a slow machine it happens in any of them.
 */
const carriedOver = /status of 409 \(Conflict\) \S+\/(conversations|tickets)\/[0-9a-f-]{36}$/;

const results = fileURLToPath(new URL("../results/", import.meta.url));

/**
 * Call once at the top of a journey file.
 * @param settings of the server; a function when they are known only once an earlier `beforeAll` has run
 * @param options.steps each step of the journey builds on the one before: after a failure the rest is skipped
 */
export function openStage(
  settings: Record<string, string> | (() => Record<string, string>) = {},
  options: { steps?: boolean } = {},
): Stage {
  let broken = false;
  let server: Server;
  let sink: MailSink;
  let browser: Browser | null = null;
  const others: Pick<Server, "output">[] = [];
  const troubles: Trouble[] = [];
  let expected = [carriedOver];

  beforeAll(async () => {
    sink = await openMailSink();
    const wanted = typeof settings === "function" ? settings() : settings;
    server = await startServer({ OMNIFLOW_SMTP_URL: sink.url, ...wanted });
  });
  beforeEach((test) => {
    if (options.steps && broken) test.skip("an earlier step failed");
  });
  afterEach(async ({ task }) => {
    const unexpected = troubles.filter(({ text }) => !expected.some((pattern) => pattern.test(text)));
    troubles.length = 0;
    expected = [carriedOver];
    if (task.result?.state === "fail" || unexpected.length > 0) {
      broken = true;
      await takePictures(browser ? pagesOf(browser) : [], task.name);
      for (const one of [server, ...others]) console.log(`— the server's last words —\n${tail(one.output())}`);
    }
    expect(unexpected, "errors the pages reported").toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await sink?.close();
  });

  return {
    get server() {
      return server;
    },
    get sink() {
      return sink;
    },
    get api() {
      return apiOf(server.url);
    },
    troubles,
    context: async (options = {}) => {
      browser ??= await launch();
      const context = await browser.newContext({
        baseURL: server.url,
        viewport: { width: 1440, height: 900 },
        locale: "en-US",
        reducedMotion: "reduce",
        ...options,
      });
      watch(context, (trouble) => void troubles.push(trouble));
      return context;
    },
    expectTrouble: (pattern) => void expected.push(pattern),
    alsoTell: (one) => void others.push(one),
  };
}

async function takePictures(pages: Page[], name: string): Promise<void> {
  mkdirSync(results, { recursive: true });
  const file = name.replace(/[^a-z0-9]+/gi, "-").slice(0, 80);
  for (const [index, page] of pages.entries()) {
    const path = `${results}${file}-${index + 1}.png`;
    const taken = await page.screenshot({ path, timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (taken) console.log(`picture of ${page.url()}: ${path}`);
  }
}
