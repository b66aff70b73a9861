/** Contacts and companies on the screen: segment, one person, merge and back, duplicates, import and its undo, privacy, audit log. */
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { type Any, ok } from "./support/api.ts";
import { expectAccessible, expectAccessibleDialog } from "./support/axe.ts";
import { composer, memberPage, openConversation, sendButton, setUndoSeconds, write } from "./support/inbox.ts";
import { sendMail } from "./support/mail-client.ts";
import { bootstrap, mailbox } from "./support/server.ts";
import { openStage } from "./support/stage.ts";
import { until } from "./support/until.ts";

const stage = openStage(bootstrap, { steps: true });
let context: BrowserContext;
let page: Page;
let workspace: string;
const people: Record<string, Any> = {};

const make = async (name: string, input: object) => {
  people[name] = await ok(stage.api("POST", "/contacts", { name, ...input }));
};
const go = (path: string) => page.goto(workspace + path);
const openPerson = async (name: string) => {
  await go(`/contacts/${people[name].id}`);
  await page.getByRole("heading", { name, level: 1 }).waitFor();
};
const block = (name: string) => page.getByRole("region", { name, exact: true });

beforeAll(async () => {
  const { api, server } = stage;
  await ok(api("POST", "/fields", { record: "contact", key: "city", label: "City", type: "text" }));
  await sendMail(server, {
    from: { name: "Nora Work", address: "nora@work.test" },
    to: mailbox,
    subject: "The order from work",
    text: "Where is the order of the office?",
  });
  await sendMail(server, {
    from: { name: "Nora Home", address: "nora@home.test" },
    to: mailbox,
    subject: "The order from home",
    text: "Where is my own order?",
  });
  await until("both mails are read", async () => (await ok(api("GET", "/conversations"))).length === 2);
  for (const one of await ok(api("GET", "/contacts"))) people[one.name] = one;
  await ok(api("POST", "/tickets", { title: "The lost order", contact_id: people["Nora Work"].id }));
  await make("Vera Gold", { emails: ["vera@gold.test"], tier: "VIP" });
  await make("Max Maier", { emails: ["m.maier@gmail.com"] });
  await make("Maximilian Maier", { emails: ["mmaier@gmail.com"] });
  await make("Otto Keller", { emails: ["o.keller@gmail.com"] });
  await make("Olga Keller", { emails: ["okeller@gmail.com"] });
  context = await stage.context();
  page = await memberPage(context);
  workspace = page.url().replace(/\/inbox.*$/, "");
  await setUndoSeconds(page, 0);
});

it("keeps a filter as a segment", async () => {
  await go("/contacts");
  await page.getByRole("link", { name: "Max Maier" }).waitFor();
  await expectAccessible(page, "the list of contacts");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Filter" });
  await dialog.getByRole("combobox", { name: "Comparison" }).selectOption("is");
  await dialog.getByRole("textbox", { name: "Value" }).fill("VIP");
  await dialog.getByText("Finds 1 entry").waitFor();
  await expectAccessible(page, "the filter");
  await dialog.getByLabel("Keep as a segment").fill("Gold customers");
  await dialog.getByRole("button", { name: "Keep as segment" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("heading", { name: /Gold customers/ }).waitFor();
  await page.getByRole("link", { name: "Vera Gold" }).waitFor();
  await page.getByRole("link", { name: "Max Maier" }).waitFor({ state: "detached" });
  const link = page
    .getByRole("navigation", { name: "Contacts and companies" })
    .getByRole("link", { name: "Gold customers" });
  await expect.poll(() => link.getAttribute("aria-current")).toBe("page");
});

it("changes many at once, keeps what is half done when the window narrows, and takes it back", async () => {
  await go("/contacts");
  const mails = ["m.maier@gmail.com", "mmaier@gmail.com"];
  const cities = async () =>
    Promise.all(
      mails.map(async (mail) => (await ok(stage.api("GET", `/contacts?email=${mail}`)))[0].custom_fields.city),
    );
  for (const name of ["Max Maier", "Maximilian Maier"])
    await page.getByRole("checkbox", { name: `Select ${name}` }).click();
  await page.getByRole("button", { name: "Custom field" }).click();
  const dialog = page.getByRole("dialog", { name: "Change 2 entries" });
  await dialog.getByRole("textbox", { name: "New value" }).fill("Wien");
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessibleDialog(page, "many at once");
  await page.setViewportSize(size);
  await dialog.getByRole("button", { name: "Change 2" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await cities()).toEqual(["Wien", "Wien"]);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await until("it is taken back", async () => (await cities()).every((city) => city === undefined));
});

it("shows one person: address, company, custom field and note are written in place", async () => {
  await openPerson("Nora Work");
  await page.getByRole("button", { name: "Add address or number" }).click();
  await page.getByRole("textbox", { name: "Address or number" }).fill("nora@second.test");
  await page.keyboard.press("Enter");
  await block("Reachable at").getByText("nora@second.test").waitFor();
  await page.getByRole("button", { name: "Company: None" }).click();
  await page.getByRole("textbox", { name: "Find a company" }).fill("Work Ltd");
  await page.getByRole("button", { name: "Make “Work Ltd”" }).click();
  await page.getByRole("button", { name: "Company: Work Ltd" }).waitFor();
  await page.getByRole("button", { name: "City: Add" }).click();
  await page.getByRole("textbox", { name: "City" }).fill("Graz");
  await page.getByRole("textbox", { name: "City" }).press("Enter");
  await page.getByRole("button", { name: "City: Graz" }).waitFor();
  await page.getByRole("textbox", { name: "Note" }).fill("Prefers calls in the morning");
  await page.getByRole("button", { name: "Save note" }).click();
  await block("Timeline").getByText("Prefers calls in the morning").waitFor();
  await block("Timeline").getByText("The order from work").waitFor();
  await block("Timeline")
    .getByRole("link", { name: /The lost order/ })
    .waitFor();
  await block("Tickets")
    .getByRole("link", { name: /The lost order/ })
    .waitFor();
  await until("it is all kept", async () => {
    const now = await ok(stage.api("GET", `/contacts/${people["Nora Work"].id}`));
    return now.company?.name === "Work Ltd" && now.custom_fields.city === "Graz" && now.emails.length === 2;
  });
  await expectAccessible(page, "the page of a contact");
});

it("refuses a reply to an address that has opted out, and says why", async () => {
  const consent = page.getByRole("combobox", { name: "Consent for nora@work.test: E-mail" });
  await consent.selectOption("opted_out");
  await page.getByRole("button", { name: /^Reason:/ }).click();
  await page.getByRole("textbox", { name: "Reason" }).fill("asked by phone");
  await page.keyboard.press("Enter");
  await block("Timeline").getByText("asked by phone").waitFor();
  await until("it is kept", async () =>
    (await ok(stage.api("GET", `/contacts/${people["Nora Work"].id}/consents`))).some(
      (one: Any) => one.channel === "email" && one.state === "opted_out" && one.reason === "asked by phone",
    ),
  );
  await go("/inbox/all");
  await openConversation(page, "The order from work");
  await write(page, "reply", "It is on its way.");
  stage.expectTrouble(/status of 4\d\d/);
  await sendButton(page).click();
  await page
    .getByText(/nora@work\.test has opted out of e-mail .*asked by phone/)
    .first()
    .waitFor();
  await page.getByRole("button", { name: "Back to the editor" }).click();
  await composer(page).locator("[contenteditable=true]").getByText("It is on its way.").waitFor();
  await openPerson("Nora Work");
  await consent.selectOption("none");
});

it("merges two people field by field, and takes them apart from the page later", async () => {
  await page.getByRole("button", { name: "Merge with…" }).click();
  const dialog = page.getByRole("dialog", { name: "Merge two contacts" });
  await dialog.getByRole("textbox").fill("Nora Home");
  await dialog.getByRole("button", { name: /Nora Home/ }).click();
  await dialog.getByRole("row", { name: /^Name/ }).getByRole("radio").first().check();
  await dialog.getByText(/All addresses and 1 conversation/).waitFor();
  await expectAccessible(page, "the merge");
  await dialog.getByRole("button", { name: "Merge", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("heading", { name: "Nora Work", level: 1 }).waitFor();
  await block("Timeline").getByText("The order from home").waitFor();
  await block("Timeline").getByText("The order from work").waitFor();
  await block("Reachable at").getByText("nora@second.test").waitFor();
  await page.reload();
  await block("Merged into it")
    .getByRole("button", { name: /Nora Work/ })
    .click();
  await block("Merged into it").waitFor({ state: "detached" });
  await page.getByRole("heading", { name: "Nora Home", level: 1 }).waitFor();
  await block("Timeline").getByText("The order from work").waitFor({ state: "detached" });
  await expect
    .poll(async () => (await ok(stage.api("GET", `/contacts/${people["Nora Work"].id}`))).merged_into)
    .toBeNull();
});

it("shows a company with its figures", async () => {
  await go("/companies");
  await page.getByRole("link", { name: "Work Ltd" }).click();
  await page.getByRole("heading", { name: "Work Ltd", level: 1 }).waitFor();
  await block("Figures").getByText("Conversations", { exact: true }).waitFor();
  await block("Contacts").getByText("Nora Work").waitFor();
  await block("Conversations").getByText("The order from work").waitFor();
  await block("Tickets")
    .getByRole("link", { name: /The lost order/ })
    .waitFor();
  const line = block("Timeline");
  await line.getByText("The order from work").waitFor();
  await line.getByText("Prefers calls in the morning").waitFor();
  await line.getByRole("link", { name: "Nora Work" }).first().waitFor();
  await line.getByRole("textbox", { name: "Note" }).fill("Pays at once");
  await line.getByRole("button", { name: "Save note" }).click();
  await line.getByRole("listitem").getByText("Pays at once").waitFor();
  await expectAccessible(page, "the page of a company");
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete this company…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Work Ltd?" });
  await dialog.getByText(/Its 1 contact stays/).waitFor();
  await expectAccessibleDialog(page, "the deletion of a company");
  // The page may ask once more for the company that is just going.
  stage.expectTrouble(/status of 404/);
  await dialog.getByRole("button", { name: "Delete company" }).click();
  await page.waitForURL(/\/companies$/);
  await expect.poll(async () => (await ok(stage.api("GET", `/contacts/${people["Nora Work"].id}`))).company).toBeNull();
});

it("hands out everything on one person, and deletes it all after saying what goes", async () => {
  await openPerson("Nora Home");
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: /Export everything/ }).click();
  const archive = page.getByRole("dialog", { name: /Export everything/ });
  const link = archive.getByRole("link", { name: "Download archive" });
  await link.waitFor();
  await expectAccessibleDialog(page, "the archive");
  const zip = await (await context.request.get((await link.getAttribute("href"))!)).body();
  expect(zip.subarray(0, 2).toString()).toBe("PK");
  await page.keyboard.press("Escape");
  await archive.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete this person…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Nora Home?" });
  await dialog.getByText("1 conversation", { exact: true }).waitFor();
  await dialog.getByText(/audit log/).waitFor();
  await expect.poll(() => dialog.getByRole("button", { name: "Delete for good" }).isDisabled()).toBe(true);
  await expectAccessibleDialog(page, "the deletion");
  await dialog.getByRole("textbox").fill("delete");
  // The page may ask once more for the person who is just going.
  stage.expectTrouble(/status of 404/);
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await page.waitForURL(/\/contacts$/);
  await expect.poll(async () => (await stage.api("GET", `/contacts/${people["Nora Home"].id}`)).status).toBe(404);
  await expect.poll(async () => (await ok(stage.api("GET", "/conversations"))).length).toBe(1);
});

it("has it in the audit log, whose chain holds", async () => {
  await go("/settings/audit");
  await page.getByRole("button", { name: "company.deleted" }).waitFor();
  await expectAccessible(page, "the audit log");
  await page.getByRole("button", { name: "Check the chain" }).click();
  await page.getByText(/Intact: \d+ entries/).waitFor();
  await page.getByRole("button", { name: "contact.erased" }).click();
  const entry = page.getByRole("dialog", { name: "contact.erased" });
  await entry.getByText(/1 conversation, 0 tickets, 1 address$/).waitFor();
  await expect.poll(() => entry.textContent()).not.toContain("Nora");
});

it("imports a file after a look at what would happen, and takes it back", async () => {
  await go("/contacts/import");
  await page.getByLabel("Choose a file").setInputFiles({
    name: "list.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(
      "Who;Mail;Town\nIda Import;ida@import.test;Linz\nBad Row;not an address;Wels\nNew Vera;vera@gold.test;Steyr\n",
    ),
  });
  await page.getByRole("heading", { name: "list.csv" }).waitFor();
  await page.getByRole("combobox", { name: "“Who” becomes" }).selectOption("name");
  await page.getByRole("combobox", { name: "“Mail” becomes" }).selectOption("email");
  await page.getByRole("combobox", { name: "“Town” becomes" }).selectOption("custom.city");
  await expectAccessible(page, "the mapping of an import");
  await page.getByRole("button", { name: "Dry run" }).click();
  const refused = page.getByRole("region", { name: "Refused" });
  await refused.getByRole("row", { name: /address/i }).waitFor();
  await expectAccessible(page, "the dry run");
  await expect.poll(() => ok(stage.api("GET", "/contacts?email=ida@import.test"))).toEqual([]);
  await page.getByRole("button", { name: "Import 2 rows" }).click();
  await page.getByRole("region", { name: "What has happened" }).waitFor();
  await page.getByText("Done", { exact: true }).waitFor();
  await expect
    .poll(async () => (await ok(stage.api("GET", "/contacts?email=ida@import.test")))[0].custom_fields.city)
    .toBe("Linz");
  await page.getByRole("button", { name: "Undo this import" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo this import" }).click();
  await until("it is undone", async () => (await ok(stage.api("GET", "/imports")))[0].state === "undone");
  await page.getByText("Undone", { exact: true }).first().waitFor();
  await expect.poll(() => ok(stage.api("GET", "/contacts?email=ida@import.test"))).toEqual([]);
  await expect
    .poll(async () => (await ok(stage.api("GET", "/contacts?email=vera@gold.test")))[0])
    .toMatchObject({
      name: "Vera Gold",
      custom_fields: {},
    });
});

// They are looked for once a minute.
it("proposes likely duplicates, to be merged or dismissed", async () => {
  const pairs = () => page.getByRole("main").getByRole("listitem").filter({ hasText: "Compare and merge" });
  await until("both pairs are found", async () => (await ok(stage.api("GET", "/duplicates"))).length === 2, 65_000);
  await go("/contacts/duplicates");
  await pairs()
    .filter({ hasText: "Keller" })
    .getByText(/Same mailbox/)
    .waitFor();
  await expectAccessible(page, "the duplicates");
  const keller = pairs().filter({ hasText: "Keller" });
  await keller.getByRole("button", { name: "Not the same" }).click();
  await keller.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).last().click();
  await keller.getByRole("button", { name: "Not the same" }).click();
  await keller.waitFor({ state: "detached" });
  await pairs().filter({ hasText: "Maier" }).getByRole("button", { name: "Compare and merge" }).click();
  const dialog = page.getByRole("dialog", { name: "Merge two contacts" });
  await dialog.getByRole("button", { name: "Merge", exact: true }).click();
  await page.getByText("No likely duplicates").waitFor();
  const [maier] = await ok(stage.api("GET", "/contacts?email=m.maier@gmail.com"));
  expect(maier.emails.sort()).toEqual(["m.maier@gmail.com", "mmaier@gmail.com"]);
});
