/** Text from strangers, everywhere it is shown: nothing in it may run, navigate, or call another host. */
import { createServer, type Server as HttpServer } from "node:http";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Alarm, arm } from "./support/alarm.ts";
import { ok } from "./support/api.ts";
import { fillWithHostileText, mails } from "./support/hostile-workspace.ts";
import { articles, list, memberPage, openConversation, openView, row, rows, thread } from "./support/inbox.ts";
import { dot, sendMail } from "./support/mail-client.ts";
import { freePort } from "./support/ports.ts";
import { bootstrap, mailbox } from "./support/server.ts";
import { openStage } from "./support/stage.ts";
import { until } from "./support/until.ts";
import { openChat, say } from "./support/widget.ts";
import { markup, shortTexts, texts } from "./support/xss.ts";

// Pictures of the test's own web server lie at a private address.
const stage = openStage({ ...bootstrap, OMNIFLOW_ALLOW_PRIVATE_HOSTS: "true" });
/** What the second wall says when something reaches it. */
const refusedByPolicy = /Content Security Policy|Refused to|Blocked script execution|sandboxed/;

let context: BrowserContext;
let page: Page;
let alarm: Alarm;
let web: HttpServer;
let webUrl: string;
const calls: { path: string; agent: string }[] = [];

beforeAll(async () => {
  web = createServer((request, response) => {
    calls.push({ path: request.url ?? "", agent: request.headers["user-agent"] ?? "" });
    response.writeHead(200, { "content-type": "image/png" }).end(dot);
  });
  const port = await freePort();
  await new Promise<void>((done) => web.listen(port, "127.0.0.1", done));
  webUrl = `http://127.0.0.1:${port}`;
  await fillWithHostileText(stage, webUrl);
  // So tall that every row of the list is drawn.
  context = await stage.context({ viewport: { width: 1440, height: 3600 } });
  alarm = await arm(context, stage.server.url);
  page = await memberPage(context, "all");
});
afterAll(() => {
  web?.closeAllConnections();
  web?.close();
});

it("would notice: on a page that protects nothing, the alarm rings", async () => {
  stage.expectTrouble(/./);
  const victim = await context.newPage();
  await victim.setContent('<img src="x:x" onerror="window.top.__xss=1;alert(1)">');
  await until("the alarm rings", () => ["a script ran", "a dialog: 1"].every((event) => alarm.events.includes(event)));
  await victim.close();
  alarm.events.length = 0;
});

it("shows hostile subjects, names and previews in the list as text", async () => {
  await rows(page).nth(5).waitFor();
  expect(markup.length).toBeGreaterThanOrEqual(60);
  // What was written is readable: nothing was parsed away on the way to the list.
  await list(page).getByText(texts[0]!, { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Show as a table" }).click();
  await page.getByRole("table").waitFor();
  expect(await alarm.check(page)).toEqual([]);
  await page.getByRole("button", { name: "Show as a list" }).click();
});

it("shows hostile mail in the thread and the contact panel, with pictures allowed", async () => {
  stage.expectTrouble(refusedByPolicy);
  await openView(page, "all");
  const ids: string[] = (await ok(stage.api("GET", "/conversations?view=all&limit=100"))).map(
    ({ id }: { id: string }) => id,
  );
  expect(ids.length).toBeGreaterThanOrEqual(mails.length + 2);
  let allowed = 0;
  for (const id of ids) {
    await page.locator(`[data-conversation="${id}"]`).click();
    await page.waitForURL(`**/${id}`);
    await articles(page).first().waitFor();
    for (const button of await page.getByRole("button", { name: "Show images" }).all()) {
      await button.click({ timeout: 2_000 }).catch(() => {});
      allowed++;
    }
    await page
      .getByRole("button", { name: /^(to |Details)/ })
      .first()
      .click();
    expect(await alarm.check(page), `conversation ${id}`).toEqual([]);
    expect(new URL(page.url()).pathname).toContain(id);
  }
  expect(allowed).toBeGreaterThan(0);
});

it("fetches pictures of other hosts only after the member's word, and then the server does it", async () => {
  stage.expectTrouble(refusedByPolicy);
  calls.length = 0;
  await sendMail(stage.server, {
    from: "tracker@shop.test",
    to: mailbox,
    subject: "Pictures from afar",
    html: `<p>Sale!</p><img src="${webUrl}/pixel.png" width="9" height="9" alt="pixel"><div style="background:url(${webUrl}/background.png)">b</div>`,
  });
  await openView(page, "all");
  await openConversation(page, "Pictures from afar");
  await page.frameLocator('iframe[title^="Mail from"]').getByText("Sale!").waitFor();
  await page.waitForTimeout(500);
  expect(calls).toEqual([]);
  await page.getByRole("button", { name: "Show images" }).click();
  await until("the picture is fetched", () => calls.length > 0);
  expect(calls.map(({ path }) => path)).toEqual(["/pixel.png"]);
  expect(calls[0]!.agent).not.toContain("Mozilla");
  expect(alarm.events).toEqual([]);
});

it("never renders a file of a stranger", async () => {
  const script = '<script xmlns="http://www.w3.org/1999/xhtml">top.__xss=1;alert(1)</script>';
  const files = [
    {
      filename: "picture.svg",
      content: `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${script}</svg>`,
      contentType: "image/svg+xml",
    },
    { filename: "page.html", content: `<html>${script}</html>`, contentType: "text/html" },
    {
      filename: "page.xhtml",
      content: `<html xmlns="http://www.w3.org/1999/xhtml">${script}</html>`,
      contentType: "application/xhtml+xml",
    },
    { filename: "sheet.xml", content: `<?xml version="1.0"?><x>${script}</x>`, contentType: "text/xml" },
    { filename: "photo.png", content: `<html>${script}</html>`, contentType: "image/png" },
    { filename: "script.js", content: "top.__xss=1", contentType: "text/javascript" },
  ];
  await sendMail(stage.server, {
    from: "files@stranger.test",
    to: mailbox,
    subject: "Six files",
    text: "Look.",
    attachments: files,
  });
  await openView(page, "all");
  await openConversation(page, "Six files");
  const links = thread(page).getByRole("list", { name: "Attachments" }).getByRole("link");
  await expect.poll(() => links.count()).toBe(files.length);
  for (const link of await links.all()) {
    const address = (await link.getAttribute("href"))!;
    const answer = await context.request.get(address);
    const headers = answer.headers();
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["content-security-policy"]).toContain("sandbox");
    expect(headers["content-type"], address).toMatch(/^(application\/octet-stream|text\/plain)/);
    const saved = headers["content-disposition"]!.startsWith("attachment");
    expect(saved || headers["content-type"]!.startsWith("text/plain"), address).toBe(true);
    const other = await context.newPage();
    const download = saved ? other.waitForEvent("download") : null;
    await other.goto(address).catch(() => null);
    await (await download)?.cancel();
    expect(await alarm.check(other), address).toEqual([]);
    await other.close();
  }
  expect(await alarm.check(page)).toEqual([]);
});

it("shows hostile names in settings and contacts as text", async () => {
  await openView(page, "all");
  const base = page.url().replace(/\/inbox.*$/, "");
  const sections = [
    "profile",
    "security",
    "workspace",
    "members",
    "teams",
    "tags",
    "channels",
    "quarantine",
    "api-keys",
  ];
  for (const section of sections) {
    await page.goto(`${base}/settings/${section}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForLoadState("networkidle");
    if (section === "teams") await page.getByText(shortTexts[0]!, { exact: true }).first().waitFor();
    expect(await alarm.check(page), section).toEqual([]);
  }
  await page.goto(`${base}/contacts`);
  await page.getByText(texts[0]!, { exact: true }).first().waitFor();
  expect(await alarm.check(page), "contacts").toEqual([]);
});

it("shows hostile chat on both sides as text", async () => {
  const [widget] = (await ok(stage.api("GET", "/channels"))).filter(({ kind }: { kind: string }) => kind === "chat");
  const other = await stage.context();
  const watched = await arm(other, stage.server.url);
  const visitor = await other.newPage();
  await visitor.goto(`/widget/test/${widget.key}`);
  await expect.poll(() => visitor.getByRole("heading", { level: 1 }).textContent()).toBe(texts[0]);
  const chat = await openChat(visitor);
  for (let i = 0; i < markup.length; i += 25) await say(chat, markup.slice(i, i + 25).join("\n"));
  for (const text of texts) await say(chat, text);
  await openView(page, "all");
  const arrived = row(page, texts.at(-1)!).first();
  await arrived.click();
  await articles(page).getByText(texts.at(-1)!).first().waitFor();
  expect(await alarm.check(page)).toEqual([]);
  const id = page.url().split("/").at(-1);
  const html = texts.join("<br>");
  await ok(stage.api("POST", `/conversations/${id}/messages`, { kind: "message", text: texts.join("\n") }));
  await ok(stage.api("POST", `/conversations/${id}/messages`, { kind: "message", html }));
  await ok(stage.api("POST", `/conversations/${id}/messages`, { kind: "note", html: markup.join("") }));
  await chat.locator(".message.team").first().waitFor();
  await expect.poll(() => chat.locator(".message.team").count()).toBeGreaterThan(1);
  await thread(page)
    .getByRole("article", { name: /Internal note/ })
    .waitFor();
  expect(await watched.check(visitor)).toEqual([]);
  expect(await alarm.check(page)).toEqual([]);
});
