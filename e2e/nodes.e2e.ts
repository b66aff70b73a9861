/** Several processes on one database: what arrives at one is seen at another, and what is written there is sent by a third. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createLogger } from "../server/src/platform/log.ts";
import { type EmbeddedPostgres, startEmbedded } from "../server/src/platform/postgres.ts";
import { article, memberPage, openConversation, row, sendButton, setUndoSeconds, write } from "./support/inbox.ts";
import { answerTo, sendMail } from "./support/mail-client.ts";
import { bootstrap, mailbox, type Server, startServer } from "./support/server.ts";
import { openStage } from "./support/stage.ts";

const databaseDir = mkdtempSync(join(tmpdir(), "omniflow-e2e-nodes-"));
/** Of all nodes: they read each other's secrets and files. */
const shared: Record<string, string> = {
  ...bootstrap,
  OMNIFLOW_SECRET: "the same on every node, and long",
  OMNIFLOW_DATA_DIR: join(databaseDir, "files"),
};
let database: EmbeddedPostgres;
let webB: Server;
let worker: Server;
let page: Page;

beforeAll(async () => {
  database = await startEmbedded({ dataDir: databaseDir, log: createLogger({ level: "fatal" }) });
  shared.DATABASE_URL = database.url;
});
// Web A, which also takes the mail, is the stage's own server.
const stage = openStage(() => ({ ...shared, OMNIFLOW_ROLES: "web" }), { steps: true });
beforeAll(async () => {
  const more = { ...shared, OMNIFLOW_SMTP_URL: stage.sink.url };
  [webB, worker] = await Promise.all([
    startServer({ ...more, OMNIFLOW_ROLES: "web" }),
    startServer({ ...more, OMNIFLOW_ROLES: "worker" }),
  ]);
  stage.alsoTell(webB);
  stage.alsoTell(worker);
});
afterAll(async () => {
  await Promise.all([webB?.remove(), worker?.remove()]);
  await stage.server.remove();
  await database?.stop();
  rmSync(databaseDir, { recursive: true, force: true });
});

it("shows mail that arrived at web A live to a member at web B", async () => {
  page = await memberPage(await stage.context({ baseURL: webB.url }), "all");
  await setUndoSeconds(page, 0);
  await page.getByText("Nobody has written yet").waitFor();
  await sendMail(stage.server, {
    from: "nora@customer.test",
    to: mailbox,
    subject: "Across the house",
    text: "Is anybody there?",
  });
  const accepted = performance.now();
  await row(page, "Across the house").waitFor();
  console.log(`nodes: row visible at B ${(performance.now() - accepted).toFixed(0)} ms after 250 at A`);
});

it("sends a reply written at web B by the worker, and takes the answer at web A", async () => {
  await openConversation(page, "Across the house");
  await write(page, "reply", "Yes, three of us.");
  await sendButton(page).click();
  const received = await stage.sink.next(({ mail }) => mail.text?.includes("three of us") ?? false);
  await article(page, "three of us").getByRole("button", { name: "Sent" }).waitFor();
  await sendMail(stage.server, { from: "nora@customer.test", ...answerTo(received), text: "Good to know." });
  await article(page, "Good to know.").waitFor();
});

it("queues while the worker is away, and sends once when it is back", async () => {
  await worker.kill();
  await write(page, "reply", "Sent in the dark.");
  await sendButton(page).click();
  await article(page, "Sent in the dark.").getByRole("button", { name: "Waiting to be sent" }).waitFor();
  await sendMail(stage.server, {
    from: "otto@customer.test",
    to: mailbox,
    subject: "While the worker sleeps",
    text: "Hello?",
  });
  await worker.start();
  await stage.sink.next(({ mail }) => mail.text?.includes("Sent in the dark") ?? false, 60_000);
  await row(page, "While the worker sleeps").waitFor({ timeout: 60_000 });
  await article(page, "Sent in the dark.").getByRole("button", { name: "Sent" }).waitFor();
  expect(stage.sink.received.filter(({ mail }) => mail.text?.includes("Sent in the dark")).length).toBe(1);
});
