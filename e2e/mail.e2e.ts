/** The main job by mail: from an empty installation to a conversation that goes to and fro, over real SMTP on both sides. */
import { readFile } from "node:fs/promises";
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import {
  article,
  articles,
  composer,
  openConversation,
  openView,
  row,
  sendButton,
  setUndoSeconds,
  thread,
  write,
} from "./support/inbox.ts";
import { answerTo, dot, sendMail } from "./support/mail-client.ts";
import { header, type Received } from "./support/mail-sink.ts";
import { admin, mailbox } from "./support/server.ts";
import { openStage } from "./support/stage.ts";
import { pause } from "./support/until.ts";

const stage = openStage({}, { steps: true });
const carla = { name: "Carla Customer", address: "carla@customer.test" };
const ben = { name: "Ben Boss", address: "ben@customer.test" };
const pdf = Buffer.from("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n");
let context: BrowserContext;
let page: Page;
let firstId: string;
let reply: Received;

beforeAll(async () => {
  context = await stage.context();
});

it("sets up an empty installation on the set-up page", async () => {
  // The app asks who is there before anybody is.
  stage.expectTrouble(/status of 401/);
  page = await context.newPage();
  await page.goto("/");
  await page.waitForURL("**/setup");
  await page.getByLabel("Workspace").fill("Acme");
  await page.getByLabel("Your name").fill(admin.name);
  await page.getByLabel("Your e-mail").fill(admin.email);
  await page.getByLabel("Password", { exact: true }).fill(admin.password);
  await page.getByLabel("Add sample conversations").uncheck();
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.waitForURL("**/welcome");
  await page.getByText(`Welcome, ${admin.name.split(" ")[0]}`).waitFor();
  await page.getByText(mailbox).first().waitFor();
  await page.getByRole("link", { name: "Go to the inbox" }).click();
  await page.waitForURL(/\/inbox/);
});

it("shows a mail live, with its channel and a new contact", async () => {
  await openView(page, "all");
  await page.getByText("Nobody has written yet").waitFor();
  const handed = sendMail(stage.server, {
    from: carla,
    to: mailbox,
    cc: ben,
    subject: "Where is order 17?",
    html: `<p>Hello, order <b>17</b> looks like this:</p><p><img src="cid:dot@customer.test" alt="the parcel" width="40" height="40"></p>`,
    text: "Hello, order 17 looks like this.",
    attachments: [
      { filename: "dot.png", cid: "dot@customer.test", content: dot, contentDisposition: "inline" },
      { filename: "invoice 17.pdf", content: pdf },
    ],
  });
  firstId = await handed;
  const accepted = performance.now();
  const arrived = row(page, "Where is order 17?");
  await arrived.waitFor();
  const ms = performance.now() - accepted;
  console.log(`mail: row visible ${ms.toFixed(0)} ms after 250`);
  expect(ms).toBeLessThan(5_000);
  await arrived.getByText("Carla Customer").waitFor();
  await arrived.getByText("E-mail", { exact: true }).first().waitFor({ state: "attached" });
  await expect.poll(() => arrived.getByText("Unread.").count()).toBe(1);
  const { data } = await (await context.request.get("/api/v1/contacts?email=carla@customer.test")).json();
  expect(data).toMatchObject([{ name: "Carla Customer" }]);
});

it("shows the inline image and lets the attachment be downloaded", async () => {
  await openConversation(page, "Where is order 17?");
  const picture = page.frameLocator('iframe[title="Mail from Carla Customer"]').getByAltText("the parcel");
  await picture.waitFor();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth), { timeout: 10_000 }).toBe(1);
  const files = thread(page).getByRole("list", { name: "Attachments" });
  await expect.poll(() => files.getByRole("listitem").count()).toBe(1);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    files.getByRole("link", { name: /invoice 17\.pdf/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("invoice 17.pdf");
  expect(await readFile(await download.path())).toEqual(pdf);
});

it("sends the reply to the customer and the cc, so that answers come back", async () => {
  await setUndoSeconds(page, 0);
  await articles(page).first().waitFor();
  await write(page, "reply", "It left this morning, Carla.");
  const to = composer(page).getByRole("button", { name: /^to / });
  await expect.poll(() => to.textContent()).toContain("Carla Customer, Ben Boss");
  await sendButton(page).click();
  reply = await stage.sink.next(({ mail }) => mail.text?.includes("It left this morning") ?? false);
  const { mail } = reply;
  expect(reply.to.sort()).toEqual([ben.address, carla.address]);
  expect(mail.from?.value).toMatchObject([{ address: mailbox }]);
  expect(header(mail, "cc")).toContain(ben.address);
  expect(mail.inReplyTo).toBe(firstId);
  expect(header(mail, "references")).toContain(firstId);
  expect(mail.subject).toBe("Re: Where is order 17?");
  // The way back is signed, and it is to our mailbox.
  expect(mail.replyTo?.value[0]?.address).toMatch(/^support\+[^@]+@acme\.test$/);
  expect(mail.html).toContain("It left this morning, Carla.");
  await article(page, "It left this morning").getByRole("button", { name: "Sent" }).waitFor();
});

it("puts the customer's answer into the same conversation, live", async () => {
  await sendMail(stage.server, {
    from: carla,
    ...answerTo(reply),
    text: "Thank you! It has arrived.\n\nOn Friday Ann wrote:\n> It left this morning, Carla.\n",
  });
  const accepted = performance.now();
  await article(page, "It has arrived").waitFor();
  console.log(`mail: answer in the open thread ${(performance.now() - accepted).toFixed(0)} ms after 250`);
  await expect.poll(() => articles(page).count()).toBe(3);
  await openView(page, "all");
  await row(page, "order 17").first().waitFor();
  await expect.poll(() => row(page, "order 17").count()).toBe(1);
});

it("knows the conversation by the headers alone, when the mail program drops the signed address", async () => {
  await sendMail(stage.server, {
    from: carla,
    ...answerTo(reply),
    to: mailbox,
    text: "One more thing: which courier?",
  });
  await row(page, "which courier").waitFor();
  await expect.poll(() => row(page, "order 17").count()).toBe(1);
});

it("keeps a note with a mention inside the house", async () => {
  await openConversation(page, "order 17");
  const before = stage.sink.received.length;
  await write(page, "note", "Please look at this @Ann");
  await page.getByRole("option", { name: /Ann Admin/ }).click();
  await page.keyboard.type("the customer must not see it");
  await composer(page).getByRole("button", { name: "Add note" }).click();
  await thread(page)
    .getByRole("article", { name: /Internal note by Ann/ })
    .waitFor();
  await openView(page, "mentions");
  await row(page, "order 17").waitFor();
  await pause(1_500);
  expect(stage.sink.received.length).toBe(before);
});

it("takes a reply back while its time to undo runs", async () => {
  await setUndoSeconds(page, 6);
  await openView(page, "all");
  await openConversation(page, "order 17");
  await write(page, "reply", "This was meant for somebody else.");
  await sendButton(page).click();
  await page.getByRole("button", { name: "Undo" }).first().click();
  // What was written is in the editor again.
  await composer(page).locator("[contenteditable=true]").getByText("meant for somebody else").waitFor();
  await composer(page).locator("[contenteditable=true]").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await pause(6_500);
  expect(stage.sink.received.some(({ mail }) => mail.text?.includes("meant for somebody else"))).toBe(false);
});

it("says why a delivery failed, and sends it when tried again", async () => {
  await setUndoSeconds(page, 0);
  const address = "dora@customer.test";
  stage.sink.refuse(address, 550, "5.1.1 Mailbox does not exist here");
  await sendMail(stage.server, {
    from: { name: "Dora", address },
    to: mailbox,
    subject: "Opening hours",
    text: "When are you open?",
  });
  await openView(page, "all");
  await openConversation(page, "Opening hours");
  await write(page, "reply", "From nine to five.");
  await sendButton(page).click();
  const failed = article(page, "From nine to five.");
  await failed.getByRole("button", { name: "Not delivered" }).waitFor();
  await failed.getByText("Mailbox does not exist here").waitFor();
  stage.sink.accept(address);
  await failed.getByRole("button", { name: "Try again" }).click();
  await stage.sink.next(({ to }) => to.includes(address));
  await failed.getByRole("button", { name: "Sent" }).waitFor();
  expect(stage.sink.received.filter(({ to }) => to.includes(address)).length).toBe(1);
});
