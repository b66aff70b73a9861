/** The network goes: what was opened is read, drafts and replies are kept, over a reload too; back again, each goes out once. */
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { type Api, apiOf, ok } from "./support/api.ts";
import { article, articles, composer, memberPage, row, rows, thread, write } from "./support/inbox.ts";
import { admin } from "./support/server.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage({}, { steps: true });
let context: BrowserContext;
let page: Page;
let program: Api;
const ids: string[] = [];

const trouble = () =>
  stage.expectTrouble(/ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource|server cannot be reached/);
const messages = async (id: string, text: string) =>
  (await (await context.request.get(`/api/v1/conversations/${id}/messages?limit=100`)).json()).data.filter(
    (one: { text: string }) => one.text.includes(text),
  );
const open = async (id: string) => {
  await page.locator(`[data-conversation="${id}"]`).first().click();
  await page.waitForURL(new RegExp(id));
  await articles(page).first().waitFor();
};
const attach = (name: string) =>
  composer(page)
    .locator("input[type=file]")
    .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(`what ${name} holds`) });
const send = async (text: string) => {
  await write(page, "reply", text);
  await page.keyboard.press("Control+Enter");
};

beforeAll(async () => {
  context = await stage.context();
  const { name, email, password } = admin;
  await context.request.post("/api/v1/setup", {
    data: { workspace_name: "Acme", name, email, password, sample_data: true },
  });
  await context.request.patch("/api/v1/me", { data: { settings: { undo_seconds: 0 } } });
  const key = await context.request.post("/api/v1/api-keys", {
    headers: { "idempotency-key": crypto.randomUUID() },
    data: { name: "Program", scopes: ["conversations.view_all", "conversations.note"] },
  });
  expect(key.ok(), await key.text()).toBe(true);
  program = apiOf(stage.server.url, { authorization: `Bearer ${(await key.json()).data.key}` });
  page = await memberPage(context, "all");
  await rows(page).nth(5).waitFor();
  const mail = await row(page, "E-mail").evaluateAll((all) => all.map((one) => one.getAttribute("data-conversation")));
  ids.push(...(mail.slice(0, 3) as string[]));
});

it("opens three conversations while there is a network", async () => {
  expect(ids.length).toBe(3);
  for (const id of ids) await open(id);
  // The worker has all of the app, and what was read is written.
  const everything = () => page.evaluate(async () => (await caches.match("/files.json")) !== undefined);
  await expect.poll(everything, { timeout: 60_000 }).toBe(true);
  await page.waitForTimeout(1500);
});

it("reads what was opened, keeps a draft, and shows a reply as waiting", async () => {
  trouble();
  await context.setOffline(true);
  await page.getByText("You are offline.").waitFor();
  await open(ids[0]!);
  await write(page, "reply", "Written without a network");
  await attach("invoice.txt");
  await composer(page).getByText("goes up with the connection").waitFor();
  await page.keyboard.press("Control+Enter");
  await article(page, "Written without a network").waitFor();
  await thread(page).getByText("invoice.txt").waitFor();
  await page.getByText("Not sent yet: no connection.").waitFor();
  await page.getByText("1 message waits to be sent.").waitFor();
  await open(ids[1]!);
  await write(page, "reply", "A draft without a network");
  await attach("later.txt");
  await composer(page).getByText("later.txt").waitFor();
  await page.getByText("Draft not saved yet").waitFor();
});

it("says that many at once wait for the network, and keeps the selection", async () => {
  trouble();
  await row(page, "E-mail").first().hover();
  await page.getByRole("checkbox").first().click();
  await page.getByText("1 selected").waitFor();
  const actions = page.getByRole("region", { name: "Actions on the selection" });
  await actions.getByText("No connection: nothing can be changed on many at once.").waitFor();
  await expect.poll(() => actions.getByRole("button", { name: "Assign…" }).isDisabled()).toBe(true);
  await actions.getByRole("button", { name: "Clear the selection" }).click();
});

it("starts again without a network, with everything in its place", async () => {
  trouble();
  await page.reload();
  await rows(page).first().waitFor();
  await page.getByText("You are offline.").waitFor();
  await articles(page).first().waitFor();
  await composer(page).getByText("A draft without a network").waitFor();
  await composer(page).getByText("later.txt").waitFor();
  await open(ids[0]!);
  await article(page, "Written without a network").waitFor();
  await page.getByText("Not sent yet: no connection.").waitFor();
  // Taken back, and sent again.
  await page.getByRole("button", { name: "Back to the editor" }).click();
  await composer(page).getByText("Written without a network").waitFor();
  await composer(page).getByText("invoice.txt").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText("1 message waits to be sent.").waitFor();
  await open(ids[2]!);
  await send("Written before I knew");
  await page.getByText("2 messages wait to be sent.").waitFor();
});

it("back again: each goes out once, the draft is saved, and what changed meanwhile stops a reply", async () => {
  trouble();
  const note = { id: crypto.randomUUID(), kind: "note", text: "Careful with this one" };
  await ok(program("POST", `/conversations/${ids[2]}/messages`, note, { "idempotency-key": note.id }));
  await page.reload();
  const second = await context.newPage();
  await context.setOffline(false);
  await second.goto(page.url());
  await expect.poll(async () => (await messages(ids[0]!, "Written without a network")).length).toBe(1);
  const drafts = async () =>
    (await (await context.request.get(`/api/v1/conversations/${ids[1]}/drafts`)).json()).data.map(
      (one: { body: { attachments?: { name: string }[] } }) => one.body.attachments?.map((file) => file.name),
    );
  await expect.poll(drafts).toEqual([["later.txt"]]);
  await page.getByText("You are offline.").waitFor({ state: "detached" });
  await open(ids[2]!);
  await article(page, "Careful with this one").waitFor();
  await page.getByText("Not sent: something new was written while you were writing.").waitFor();
  expect(await messages(ids[2]!, "Written before I knew")).toHaveLength(0);
  await page.getByRole("button", { name: "Send anyway" }).click();
  await expect.poll(async () => (await messages(ids[2]!, "Written before I knew")).length).toBe(1);
  await second.close();
  await page.waitForTimeout(1000);
  const [sent, ...more] = await messages(ids[0]!, "Written without a network");
  expect(more).toEqual([]);
  expect(sent.attachments.map((file: { name: string }) => file.name)).toEqual(["invoice.txt"]);
});

it("leaves nothing readable behind after signing out", async () => {
  trouble();
  const kept = () =>
    page.evaluate(
      () =>
        new Promise<number>((done) => {
          const opening = indexedDB.open("omniflow");
          opening.onsuccess = () => {
            const count = opening.result.transaction("read").objectStore("read").count();
            count.onsuccess = () => done(count.result);
          };
        }),
    );
  expect(await kept()).toBeGreaterThan(10);
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/);
  // The page is loaded anew, maybe just now: asked again until it stands.
  await expect.poll(kept).toBe(0);
  await context.setOffline(true);
  await page.goto("/");
  await page.waitForTimeout(1500);
  await expect.poll(() => thread(page).count()).toBe(0);
  await expect.poll(() => rows(page).count()).toBe(0);
});
