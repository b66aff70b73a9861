/** The list as a tool: views of one's own, search, many at once with undo, snooze, trash, merging; two members on one thread; what is planned, forwarded, noted and told. */
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { type Any, ok } from "./support/api.ts";
import { expectAccessibleDialog } from "./support/axe.ts";
import {
  article,
  composer,
  openConversation,
  openView,
  row,
  rows,
  setUndoSeconds,
  signIn,
  thread,
  write,
} from "./support/inbox.ts";
import { sendMail } from "./support/mail-client.ts";
import { bootstrap, mailbox } from "./support/server.ts";
import { openStage } from "./support/stage.ts";
import { until } from "./support/until.ts";

const stage = openStage(bootstrap, { steps: true });
const ben = { name: "Ben Agent", email: "ben@acme.test", password: "battery staple horse" };
const bulk = 110;
let shop: string;
let page: Page;
let other: BrowserContext;
let his: Page;

const conversations = async (query = "view=all"): Promise<Any[]> =>
  ok(stage.api("GET", `/conversations?limit=100&${query}`));
const named = async (subject: string): Promise<Any> =>
  until(`${subject} is there`, async () => (await conversations()).find((one) => one.subject === subject));
const receive = (subject: string, name: string, text = subject): Promise<Any> =>
  ok(
    stage.api("POST", `/channels/${shop}/messages`, {
      external_id: crypto.randomUUID(),
      thread: subject,
      subject,
      from: { email: `${name.split(" ")[0]!.toLowerCase()}@customer.test`, name },
      text,
    }),
  );
const dialog = () => page.getByRole("dialog");
const arrive = async (mail: { subject: string; text: string }) =>
  sendMail(stage.server, { from: "Dora Dane <dora@customer.test>", to: mailbox, ...mail });
/** Chooses by key, as it is typed. */
const choose = async (key: string, typed: string) => {
  await page.keyboard.press(key);
  await dialog().getByRole("combobox").waitFor();
  await page.keyboard.type(typed);
  await dialog().getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await dialog().waitFor({ state: "detached" });
};

beforeAll(async () => {
  const { api } = stage;
  shop = (await ok(api("POST", "/channels", { kind: "api", name: "Shop" }))).id;
  await ok(api("POST", "/fields", { record: "contact", type: "text", label: "Plan" }));
  for (let at = 0; at < bulk; at += 10)
    await Promise.all(Array.from({ length: 10 }, (_, n) => receive(`Bulk ${at + n}`, `Bo${at + n} Bulk`)));
  await receive("About tea", "Gil Gold", "Which oolong goes with cheese?");
  await ok(api("PATCH", `/contacts/${(await named("About tea")).contact.id}`, { custom_fields: { plan: "gold" } }));
  await receive("Refund please", "Jo Jones");
  await receive("A late parcel", "Kim Park");
  await arrive({ subject: "Plans", text: "When can I come?" });
  const team = (await ok(api("POST", "/teams", { name: "Returns" }))).id;
  const { link } = await ok(api("POST", "/invitations", { email: ben.email, role: "agent", team_ids: [team] }));
  const token = String(link).split("/").at(-1);
  await ok(api("POST", `/invitations/by-token/${token}/accept`, { name: ben.name, password: ben.password }));
  await named("Plans");
});

it("makes a view from groups of conditions, with a custom field, for everybody; it counts live and is moved by dragging", async () => {
  const context = await stage.context();
  await signIn(context);
  page = await context.newPage();
  await openView(page, "all");
  other = await stage.context();
  await signIn(other, ben);
  his = await other.newPage();
  await openView(his, "all");

  await page.getByRole("button", { name: "New view" }).click();
  await dialog().getByLabel("Name", { exact: true }).fill("Money");
  await dialog().getByRole("combobox", { name: "Match" }).selectOption("or");
  const condition = async (label: string, field: string, op: string) => {
    const one = dialog().getByRole("group", { name: label, exact: true });
    await one.getByRole("combobox", { name: "Field" }).selectOption(field);
    await one.getByRole("combobox", { name: "Comparison" }).selectOption(op);
    return one.getByRole("textbox", { name: "Value" });
  };
  await (await condition("Condition 1", "subject", "contains")).fill("refund");
  await dialog().getByRole("button", { name: "Group", exact: true }).click();
  await (await condition("Condition 2.1", "contact.custom.plan", "is")).fill("gold");
  await dialog().getByText("2 conversations fit").waitFor();
  // Also on a window made narrow meanwhile nothing of it is lost.
  await expectAccessibleDialog(page, "a half-made view");
  await expect.poll(() => dialog().getByLabel("Name", { exact: true }).inputValue()).toBe("Money");
  await dialog().getByRole("combobox", { name: "Who sees it" }).selectOption("workspace");
  await dialog().getByRole("checkbox", { name: "Waiting since" }).click();
  await dialog().getByRole("button", { name: "Save" }).click();
  await row(page, "Refund please").waitFor();
  await row(page, "Gil Gold").waitFor();
  await expect.poll(() => rows(page).count()).toBe(2);
  const saved = (of: Page) => of.getByRole("region", { name: "Saved views" }).getByRole("link");
  await saved(his).filter({ hasText: "Money" }).waitFor();
  await receive("Another refund", "Lea Lang");
  await row(page, "Lea Lang").waitFor();
  await saved(page)
    .filter({ hasText: /Money.*3/ })
    .waitFor();
  const filter = { op: "and", nodes: [] };
  await page.context().request.post("/api/v1/views", { data: { name: "Second", scope: "private", filter } });
  await saved(page).filter({ hasText: "Second" }).waitFor();
  await saved(page)
    .filter({ hasText: "Second" })
    .dragTo(saved(page).filter({ hasText: "Money" }));
  await expect.poll(async () => (await saved(page).allInnerTexts())[0]).toContain("Second");
  await expect.poll(() => saved(his).allInnerTexts()).toHaveLength(1);
});

it("finds by operators, marks the hits, leads to the message and remembers what was asked", async () => {
  await page.keyboard.press("/");
  const field = page.getByRole("combobox", { name: "Search everywhere" });
  await field.waitFor();
  await page.keyboard.type("from:gil oolong -parcel");
  const found = page.getByRole("option").filter({ hasText: "Gil Gold" });
  await found.locator("mark", { hasText: "oolong" }).waitFor();
  await page.keyboard.press("Enter");
  await article(page, "Which oolong").waitFor();
  await page.keyboard.press("Escape");
  await field.fill("");
  await page.getByRole("option").filter({ hasText: "from:gil oolong -parcel" }).getByText("recent").waitFor();
  await field.press("Escape");
  await field.waitFor({ state: "detached" });
});

it("changes a range, also undone after a reload; what a teammate changed since stays", async () => {
  await openView(page, "all");
  const three = ["Lea Lang", "Dora Dane", "Kim Park"];
  await row(page, three[0]!).click({ modifiers: ["Shift"] });
  await row(page, three[2]!).click({ modifiers: ["Shift"] });
  await page.getByText("3 selected").waitFor();
  await choose("p", "high");
  const priorities = async () =>
    (await conversations())
      .filter((one) => three.includes(one.contact.name))
      .map((one) => one.priority)
      .sort();
  await expect.poll(priorities).toEqual(["high", "high", "high"]);
  const parcel = await named("A late parcel");
  await other.request.patch(`/api/v1/conversations/${parcel.id}`, { data: { priority: "low" } });
  const recalled = page.waitForResponse(/\/api\/v1\/actions\?/);
  await page.reload();
  await recalled;
  await rows(page).first().waitFor();
  await expect
    .poll(async () => {
      await page.keyboard.press("Control+z");
      return priorities();
    })
    .toEqual(["low", "normal", "normal"]);
  await page.getByText(/1 was left as it is/).waitFor();
});

it("changes all in a view with progress, and takes all of it back", async () => {
  await openView(page, "open");
  await rows(page).nth(3).waitFor();
  await rows(page)
    .first()
    .click({ modifiers: ["Shift"] });
  await page.getByRole("status").getByText("1 selected").waitFor();
  await page.keyboard.press("Control+a");
  await page.getByRole("status").getByText("All in this view", { exact: true }).waitFor();
  await choose("p", "urgent");
  await page.getByText(/^Priority Urgent: 1\d\d conversations/).waitFor();
  const urgent = async () => (await conversations()).filter((one) => one.priority === "urgent").length;
  expect(await urgent()).toBe(100);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect.poll(urgent).toBe(0);
});

it("snoozes by words, and wakes when the customer writes", async () => {
  await openView(page, "all");
  await openConversation(page, "Kim Park");
  await page.keyboard.press("h");
  await dialog().getByRole("combobox").waitFor();
  await page.keyboard.type("in 2 hours");
  await dialog().getByRole("option").getByText("in 2 hours").waitFor();
  await page.keyboard.press("Enter");
  await page
    .getByText(/^Snoozed until/)
    .first()
    .waitFor();
  const asleep = async () => (await conversations("view=snoozed")).map((one) => one.subject);
  await expect.poll(asleep).toEqual(["A late parcel"]);
  await receive("A late parcel", "Kim Park", "Any news?");
  await expect.poll(asleep).toEqual([]);
});

it("throws many away, brings one back, and deletes the other for good after a second question", async () => {
  const [gone, back] = (await conversations()).filter((one) => one.subject.startsWith("Bulk"));
  const [last, first] = [gone.contact.name, back.contact.name];
  const data = { ids: [gone.id, back.id], change: { folder: "trash" } };
  expect((await page.context().request.post("/api/v1/actions", { data })).status()).toBe(201);
  await openView(page, "trash");
  const more = page.getByRole("region", { name: "Actions on the selection" }).getByRole("button", { name: "More" });
  await row(page, first).click({ modifiers: ["Shift"] });
  await more.click();
  await page.getByRole("menuitem", { name: "Move to the inbox" }).click();
  await row(page, first).waitFor({ state: "detached" });
  await row(page, last).click({ modifiers: ["Shift"] });
  await more.click();
  await page.getByRole("menuitem", { name: "Delete for good…" }).click();
  await dialog().getByText("1 conversation is deleted").waitFor();
  await dialog().getByRole("textbox").fill("delete");
  await dialog().getByRole("button", { name: "Delete for good…" }).click();
  await row(page, last).waitFor({ state: "detached" });
  await expect.poll(async () => (await stage.api("GET", `/conversations/${gone.id}`)).status).toBe(404);
  await expect.poll(async () => (await ok(stage.api("GET", `/conversations/${back.id}`))).folder).toBe("inbox");
});

it("merges across customers, and takes it apart from the timeline after a reload", async () => {
  await openView(page, "all");
  await openConversation(page, "Jo Jones");
  await page.keyboard.press("m");
  await dialog().getByRole("combobox").waitFor();
  await page.keyboard.type("another refund");
  await dialog()
    .getByRole("option", { name: /Lea Lang/ })
    .waitFor();
  await page.keyboard.press("Enter");
  await article(page, "Another refund").waitFor();
  await article(page, "Refund please").waitFor();
  await row(page, "Jo Jones").waitFor({ state: "detached" });
  await page.reload();
  await thread(page).getByRole("button", { name: "Undo merge" }).click();
  await row(page, "Jo Jones").waitFor();
  await article(page, "Refund please").waitFor({ state: "detached" });
});

it("shows who looks and who writes, and keeps what they write for both", async () => {
  await openConversation(page, "Gil Gold");
  await openConversation(his, "Gil Gold");
  await thread(page).getByText("Ben Agent is looking at this").first().waitFor({ state: "attached" });
  await write(his, "reply", "Half a thought");
  await thread(page).getByText("Ben Agent is writing a reply…").first().waitFor({ state: "attached" });
  await row(page, "Gil Gold").getByText("A teammate is writing here").waitFor({ state: "attached" });
  await thread(page).getByText("Half a thought").waitFor();
  // The window is gone without a word; the next one has it all.
  await his.close({ runBeforeUnload: false });
  his = await other.newPage();
  await openView(his, "all");
  await openConversation(his, "Gil Gold");
  await composer(his).getByText("Half a thought").waitFor();
  await his.close();
});

it("plans a reply that stays when the customer writes first, and says so in the bell", async () => {
  await setUndoSeconds(page, 0);
  await openView(page, "all");
  await openConversation(page, "Dora Dane");
  await write(page, "reply", "Come on Monday.");
  await page.keyboard.press("Control+Shift+Enter");
  await dialog().getByRole("combobox").waitFor();
  await page.keyboard.type("tomorrow 9am");
  await dialog().getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await thread(page)
    .getByText(/^Goes out/)
    .waitFor();
  // Looking elsewhere: what one reads in the thread is read in the bell too.
  await openConversation(page, "Kim Park");
  await arrive({ subject: "Re: Plans", text: "Forget it, I came by." });
  await page.getByRole("button", { name: /1 unread/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  const panel = page.getByRole("region", { name: "Notifications" });
  await panel.getByText("Your planned message to Dora Dane was not sent").waitFor();
  await panel.getByRole("button", { name: "Mark all as read" }).click();
  await page.getByRole("button", { name: /1 unread/ }).waitFor({ state: "detached" });
  await panel.getByText("Your planned message to Dora Dane was not sent").click();
  await article(page, "Forget it, I came by.").waitFor();
  await thread(page)
    .getByText(/^Not sent:/)
    .waitFor();
  expect(stage.sink.received.filter(({ to }) => to.includes("dora@customer.test"))).toEqual([]);
});

it("forwards to somebody outside, and changes a note with a trace", async () => {
  await openConversation(page, "Dora Dane");
  await page.keyboard.press("Shift+F");
  await composer(page).getByText("Goes along").or(composer(page).getByText("Forget it, I came by.")).first().waitFor();
  await page.keyboard.type("ext@partner.test");
  await page.keyboard.press("Enter");
  await composer(page).getByRole("button", { name: "Forward" }).click();
  const { mail } = await stage.sink.next(({ to }) => to.includes("ext@partner.test"));
  expect(mail.text).toContain("Forget it, I came by.");

  await write(page, "note", "Frist of May");
  await page.keyboard.press("Control+Enter");
  const note = article(page, "of May");
  await note.getByRole("button", { name: "What to do with this note" }).click();
  await page.getByRole("menuitem", { name: "Edit the note" }).click();
  await note.locator("[contenteditable=true]").fill("First of May");
  await note.getByRole("button", { name: "Save" }).click();
  await note.getByRole("button", { name: "edited" }).click();
  await page.getByText("Frist of May").waitFor();
  await page.keyboard.press("Escape");
});

it("tells of a mention live, and leads to it", async () => {
  const me = (await (await page.context().request.get("/api/v1/me")).json()).data.member.id;
  const tea = await named("About tea");
  await openView(page, "all");
  await other.request.post(`/api/v1/conversations/${tea.id}/messages`, {
    data: { kind: "note", text: "Ann, which cheese?", mentions: [me] },
  });
  await page.getByRole("button", { name: /1 unread/ }).click();
  await page
    .getByRole("region", { name: "Notifications" })
    .getByRole("button", { name: /Ben Agent mentioned you/ })
    .click();
  await article(page, "Ann, which cheese?").waitFor();
  await page.getByRole("button", { name: /1 unread/ }).waitFor({ state: "detached" });
});
