/** Tickets: made from a conversation, moved on the board, answered from and reopened, noted on, merged and taken apart. */
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { type Any, ok } from "./support/api.ts";
import { expectAccessible, expectAccessibleDialog } from "./support/axe.ts";
import { memberPage, openConversation, sendButton, setUndoSeconds, signIn, thread, write } from "./support/inbox.ts";
import { answerTo, sendMail } from "./support/mail-client.ts";
import type { Received } from "./support/mail-sink.ts";
import { bootstrap, mailbox } from "./support/server.ts";
import { openStage } from "./support/stage.ts";
import { until } from "./support/until.ts";

const stage = openStage(bootstrap, { steps: true });
const carla = { name: "Carla Customer", address: "carla@customer.test" };
const ben = { name: "Ben Agent", email: "ben@acme.test", password: "battery staple horse" };
const dan = { name: "Dan Dealer", address: "dan@dealer.test" };
let context: BrowserContext;
let page: Page;
let home: string;
let ticket: Any;
let answered: Received;
const conversations: Record<"carla" | "dan", Any> = { carla: null, dan: null };

const now = (id = ticket.id) => ok(stage.api("GET", `/tickets/${id}`));
const find = (subject: string) =>
  until(`the mail “${subject}” is read`, async () =>
    (await ok(stage.api("GET", "/conversations"))).find((one: Any) => one.subject === subject),
  );
const openTicket = async (id: string) => {
  await page.goto(`${home}/tickets/${id}`);
  await page.getByRole("region", { name: "Notes and files" }).waitFor();
};
const choose = async (item: string) => {
  await page.getByRole("button", { name: "More", exact: true }).first().click();
  await page.getByRole("menuitem", { name: item }).click();
};
const column = (name: string) => page.getByRole("region", { name, exact: true });
const status = () => page.getByLabel("Status", { exact: true });
const mailTo = (address: string, text: string) =>
  stage.sink.next(({ to, mail }) => to.includes(address) && Boolean(mail.text?.includes(text)));

beforeAll(async () => {
  const { server } = stage;
  await sendMail(server, { from: carla, to: mailbox, subject: "Broken machine", text: "It does not start any more." });
  await sendMail(server, {
    from: dan,
    to: mailbox,
    subject: "Stopped as well",
    text: "Ours stands still since today.",
  });
  conversations.carla = await find("Broken machine");
  conversations.dan = await find("Stopped as well");
  context = await stage.context();
  page = await memberPage(context, "all");
  await setUndoSeconds(page, 0);
  home = /^.*\/w\/[^/]+/.exec(page.url())![0];
});

it("is made from a conversation, and both lead to each other", async () => {
  await openConversation(page, "Broken machine");
  await page.getByRole("button", { name: "Convert to ticket" }).click();
  const dialog = page.getByRole("dialog", { name: "Convert to ticket" });
  await expect.poll(() => dialog.getByLabel("Title").inputValue()).toBe("Broken machine");
  await expect.poll(() => dialog.getByLabel("Contact").inputValue()).toBe("Carla Customer");
  await dialog.getByRole("button", { name: "Create ticket" }).click();
  await thread(page)
    .getByRole("link", { name: /#\d+ Broken machine/ })
    .waitFor();
  ticket = (await ok(stage.api("GET", "/tickets")))[0];
  expect(ticket).toMatchObject({ title: "Broken machine", status: "open", contact: { name: "Carla Customer" } });
});

it("is found in the table, and moved on the board by keyboard and by dragging", async () => {
  await page.goto(`${home}/tickets`);
  await page.getByRole("table").getByRole("link", { name: "Broken machine" }).waitFor();
  await expectAccessible(page, "table", true);
  await page.getByRole("button", { name: "Board", exact: true }).click();
  const card = (of: string) => column(of).getByRole("link", { name: /Broken machine/ });
  await card("Open").focus();
  // Two moves, one right behind the other: the second builds on the first, and the focus goes along.
  await page.keyboard.press("Alt+ArrowRight");
  await page.keyboard.press("Alt+ArrowRight");
  await card("Waiting").waitFor();
  await until("it waits", async () => (await now()).status === "waiting");
  await expect.poll(() => card("Waiting").evaluate((one) => one === document.activeElement)).toBe(true);
  await expectAccessible(page, "board", true);
  await card("Waiting").hover();
  await page.getByRole("button", { name: /^Move #/ }).click();
  await page.getByRole("menuitem", { name: "In progress" }).click();
  await until("the menu moved it", async () => (await now()).status === "in_progress");
  await card("In progress").dragTo(column("Open"));
  await card("Open").waitFor();
  await until("it is open", async () => (await now()).status === "open");
  await page.getByText("Moved to Open").locator("..").getByRole("button", { name: "Undo" }).click();
  await until("the drag is undone", async () => (await now()).status === "in_progress");
  await card("In progress").waitFor();
  await ok(stage.api("PATCH", `/tickets/${ticket.id}`, { status: "waiting" }));
  await card("Waiting").waitFor();
});

it("answers the customer from its page, whose reply opens it again", async () => {
  await openTicket(ticket.id);
  await expect.poll(() => status().inputValue()).toBe("waiting");
  await write(page, "reply", "Please press the red button once.");
  await sendButton(page).click();
  answered = await mailTo(carla.address, "press the red button");
  expect(answered.mail.subject).toContain("Broken machine");
  await expect.poll(async () => (await now()).status).toBe("waiting");
  await sendMail(stage.server, { from: carla, ...answerTo(answered), text: "That did not help, sorry." });
  await thread(page).getByText("That did not help").first().waitFor();
  await expect.poll(() => status().inputValue()).toBe("open");
  await expectAccessible(page, "ticket page", true);
});

it("keeps a note to itself", async () => {
  const notes = page.getByRole("region", { name: "Notes and files" });
  await notes.getByRole("textbox").fill("Serial number is on the blacklist");
  await page.keyboard.press("Control+Enter");
  await notes.getByRole("article").filter({ hasText: "blacklist" }).waitFor();
  const messages = await ok(stage.api("GET", `/conversations/${conversations.carla.id}/messages`));
  expect(JSON.stringify(messages)).not.toContain("blacklist");
  expect(stage.sink.received.some(({ mail }) => mail.text?.includes("blacklist"))).toBe(false);
});

it("is worked on by two members at once, who see each other and lose nothing", async () => {
  const { link } = await ok(stage.api("POST", "/invitations", { email: ben.email, role: "agent" }));
  const token = new URL(link).pathname.split("/").at(-1);
  await ok(stage.api("POST", `/invitations/by-token/${token}/accept`, { name: ben.name, password: ben.password }));
  const other = await stage.context();
  await signIn(other, ben);
  const his = await other.newPage();
  await his.goto(`${home}/tickets/${ticket.id}`);
  await page.getByText("Also here: Ben Agent").waitFor({ state: "attached" });
  await his.getByText(/^Also here: /).waitFor({ state: "attached" });
  const description = (on: Page) => on.getByRole("region", { name: "Description", exact: true });
  const begin = async (on: Page, text: string) => {
    await on.getByRole("button", { name: "Edit the description" }).click();
    await description(on).getByRole("textbox").fill(text);
  };
  await begin(page, "The red button is stuck");
  await begin(his, "Ben heard that it smokes");
  await his.getByLabel("Priority", { exact: true }).selectOption("High");
  await description(his).getByRole("button", { name: "Save" }).click();
  await until("his text is there", async () => (await now()).description.includes("smokes"));
  // Her page shows his priority by now, and her text is still hers.
  await expect.poll(() => page.getByLabel("Priority", { exact: true }).inputValue()).toBe("high");
  stage.expectTrouble(/status of 409/);
  await description(page).getByRole("button", { name: "Save" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "same field" });
  await alert.getByText("Ben heard that it smokes").waitFor();
  await alert.getByText("The red button is stuck").waitFor();
  await expect.poll(async () => (await now()).description).toContain("smokes");
  await alert.getByRole("button", { name: "Use mine" }).click();
  await description(his).getByText("The red button is stuck").waitFor();
  await expect.poll(() => now()).toMatchObject({ priority: "high", description: expect.stringContaining("stuck") });
  await other.close();
});

it("is merged into another after a look at what comes together, and taken out again", async () => {
  const other = await ok(
    stage.api("POST", "/tickets", { title: "Stopped as well", conversation_ids: [conversations.dan.id] }),
  );
  await openTicket(other.id);
  await choose("Merge");
  const dialog = page.getByRole("dialog", { name: /Merge #/ });
  await dialog.getByRole("searchbox").fill("Broken");
  await dialog.getByRole("button", { name: /Broken machine/ }).click();
  await dialog.getByText(/Comes along: 1 conversation/).waitFor();
  await dialog.getByRole("button", { name: "Merge", exact: true }).click();
  await page.waitForURL(new RegExp(ticket.id));
  await page.getByRole("region", { name: "Conversations" }).getByText("Stopped as well").waitFor();
  await page.getByRole("button", { name: "Tell everyone" }).click();
  const update = page.getByRole("dialog", { name: "Tell everyone" });
  const text = update.locator("[contenteditable=true]");
  // The editor may be made twice on a slow machine; filled in between, it begins empty.
  await until("the text is written", async () => {
    await text.fill("Dear {{contact.first_name}}, it runs again.");
    return (await text.textContent())?.includes("it runs again");
  });
  await update
    .getByRole("region", { name: "Read by" })
    .getByText(/Dear (Carla|Dan), it runs/)
    .waitFor();
  await expectAccessibleDialog(page, "update for everyone");
  await update.getByRole("button", { name: "Send to 2 conversations" }).click();
  await Promise.all([carla, dan].map(({ name, address }) => mailTo(address, `Dear ${name.split(" ")[0]}, it runs`)));
  // Its number and its address still lead here.
  await page.goto(`${home}/tickets/${other.id}`);
  await page.waitForURL(new RegExp(ticket.id));
  await choose(`Undo the merge of #${other.number}`);
  await page.getByText(`#${other.number} is a ticket of its own again`).waitFor();
  await expect.poll(async () => (await now(other.id)).merged_into).toBeNull();
  await expect
    .poll(async () => (await now()).conversations.map((one: Any) => one.id))
    .toEqual([conversations.carla.id]);
});

it("is seen by its customer on pages that anybody can use", async () => {
  const type = await ok(
    stage.api("POST", "/ticket-types", {
      name: "Broken device",
      fields: [],
      form: { enabled: true, title: "Tell us", intro: "", thanks: "", connection_id: null },
    }),
  );
  const { url } = await ok(stage.api("POST", `/tickets/${ticket.id}/customer-link`));
  const customer = await (await stage.context()).newPage();
  await customer.goto(new URL(`${type.form_path}/embed`, home).href);
  await customer.getByLabel("What is it about?").waitFor();
  await expectAccessible(customer, "form");
  await customer.goto(url);
  await customer.getByRole("link", { name: /Broken machine/ }).click();
  await customer.getByText("Dear Carla, it runs again.").waitFor();
  await expectAccessible(customer, "request");
  await customer.context().close();
});
