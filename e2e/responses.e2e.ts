/** Canned responses where they are used: by `/` and by the picker, on mail and in a chat, with values, actions and signature. */
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { type Any, ok } from "./support/api.ts";
import { expectAccessibleDialog } from "./support/axe.ts";
import {
  composer,
  memberPage,
  openConversation,
  openView,
  sendButton,
  setUndoSeconds,
  thread,
  write,
} from "./support/inbox.ts";
import { sendMail } from "./support/mail-client.ts";
import { bootstrap, mailbox } from "./support/server.ts";
import { openStage } from "./support/stage.ts";
import { until } from "./support/until.ts";
import { openChat, say } from "./support/widget.ts";

const stage = openStage(bootstrap, { steps: true });
let context: BrowserContext;
let page: Page;
let mail: Any;

beforeAll(async () => {
  const { api } = stage;
  const make = (input: object) => ok(api("POST", "/canned-responses", { scope: "workspace", ...input }));
  await make({
    name: "Call back",
    shortcut: "call",
    body_html: "<p>Hi {{contact.first_name | there}},</p><p>we will call you at <b>{{contact.phone}}</b>.</p>",
    actions: { status: "resolved", add_tags: ["callback"], priority: "high" },
  });
  await make({
    name: "Kind words",
    shortcut: "kind",
    language: "en",
    body: "All the best!",
    variants: [{ language: "de", body: "Alles Gute!" }],
  });
  await make({
    name: "Shop link",
    shortcut: "shop",
    body_html:
      '<p>For {{contact.name}}: <b>all</b> of it</p><ul><li>one</li><li>two</li></ul><p><a href="https://shop.test/?n={{contact.name}}">the shop</a></p>',
  });
  await ok(api("POST", "/fields", { record: "contact", type: "text", label: "Plan", key: "plan" }));
  await sendMail(stage.server, {
    from: { name: "Carla <b>Customer</b>", address: "carla@customer.test" },
    to: mailbox,
    subject: "Please call",
    text: "Could you give me a call tomorrow about the broken machine? Thank you.",
  });
  mail = await until("the mail is read", async () => (await ok(api("GET", "/conversations")))[0]);
  context = await stage.context();
  page = await memberPage(context, "all");
  await ok({
    status: 200,
    ...(await (
      await context.request.patch("/api/v1/me", {
        data: { settings: { signature: "{{agent.name}}\nfor {{contact.first_name | you}}" } },
      })
    ).json()),
  } as Any);
  await setUndoSeconds(page, 20);
});

const editor = () => composer(page).locator("[contenteditable=true]");

it("comes in by its shortcut, filled, and marks the value that is missing", async () => {
  await openConversation(page, "Please call");
  await write(page, "reply", "Hello. /cal");
  await page.getByRole("option", { name: /Call back/ }).waitFor();
  await page.keyboard.press("Enter");
  await editor().getByText("Hi Carla,").waitFor();
  await composer(page).getByText("1 value is missing").waitFor();
  await expect.poll(() => editor().textContent()).not.toMatch(/[{}<>]/);
  await expect.poll(() => sendButton(page).isDisabled()).toBe(true);
  // The chip is chosen already: what is typed replaces it.
  await page.keyboard.type("+49 30 1234");
  await composer(page).getByText("1 value is missing").waitFor({ state: "detached" });
  await expect.poll(() => editor().textContent()).toContain("call you at +49 30 1234.");
  await expect.poll(() => sendButton(page).isEnabled()).toBe(true);
});

it("shows what will happen and the signature before sending, and stacks", async () => {
  const actions = composer(page).getByRole("region", { name: "On sending" });
  await actions.getByText("+ callback").waitFor();
  await actions.getByText("Resolved").waitFor();
  await composer(page).getByRole("region", { name: "Signature" }).getByText("for Carla").waitFor();
  await editor().press("Control+End");
  await page.keyboard.press("Control+/");
  const dialog = page.getByRole("dialog", { name: "Insert canned response" });
  await dialog.getByPlaceholder(/Search/).fill("best");
  await dialog.getByRole("region", { name: "Preview" }).getByText("All the best!").waitFor();
  await page.keyboard.press("Enter");
  await editor().getByText("All the best!").waitFor();
  await expect.poll(() => editor().textContent()).toMatch(/Hi Carla[\s\S]*1234\.[\s\S]*All the best!/);
  await editor().press("Control+End");
  await page.keyboard.type(" /shop");
  await page.getByRole("option", { name: /Shop link/ }).waitFor();
  await page.keyboard.press("Enter");
  await editor().getByText("For Carla <b>Customer</b>: all of it").waitFor();
});

it("does it with the send, and takes all of it back with undo", async () => {
  await sendButton(page).click();
  const now = () => ok(stage.api("GET", `/conversations/${mail.id}`));
  await until("the actions are done", async () => {
    const { status, tags, priority } = await now();
    return status === "resolved" && tags.includes("callback") && priority === "high";
  });
  await page.getByRole("button", { name: "Undo" }).first().click();
  await until("the actions are undone", async () => {
    const { status, tags, priority } = await now();
    return status === "open" && tags.length === 0 && priority === "normal";
  });
  await editor().getByText("Hi Carla,").waitFor();
  await composer(page).getByRole("region", { name: "On sending" }).getByText("+ callback").waitFor();
});

it("leaves without the actions that were dropped, signed once", async () => {
  await setUndoSeconds(page, 0);
  await editor().getByText("Hi Carla,").waitFor();
  await composer(page).getByRole("button", { name: "Send without these actions" }).click();
  await sendButton(page).click();
  const { mail: sent } = await stage.sink.next(({ to }) => to.includes("carla@customer.test"));
  expect(sent.text).toContain("All the best!");
  expect(sent.text!.match(/for Carla/g)).toHaveLength(1);
  expect(sent.html).toContain("<strong>+49 30 1234</strong>");
  expect(`${sent.text}${sent.html}`).not.toContain("{{");
  // What a customer calls themselves is text where text stands, and part of an address where an address stands.
  expect(sent.html).toContain("For Carla &lt;b&gt;Customer&lt;/b&gt;: <strong>all</strong> of it");
  expect(sent.html).toContain("https://shop.test/?n=Carla%20%3Cb%3ECustomer%3C%2Fb%3E");
  await expect.poll(async () => (await ok(stage.api("GET", `/conversations/${mail.id}`))).tags).toEqual([]);
  await thread(page).getByText("All the best!").first().waitFor();
  const usage = await ok(stage.api("GET", "/canned-responses/usage"));
  expect(usage.find((one: Any) => one.name === "Call back").inserted).toBe(1);
});

it("is plain text in a chat, in the customer's language, and a hostile name stays a name", async () => {
  const channel = (await ok(stage.api("GET", "/channels"))).find((one: Any) => one.kind === "chat");
  const visitor = await (await stage.context()).newPage();
  await visitor.goto(`/widget/test/${channel.key}`);
  const chat = await openChat(visitor);
  await say(chat, "Guten Tag, können Sie mich morgen bitte wegen der kaputten Maschine anrufen? Vielen Dank.");
  const begun = await until("the chat is there", async () =>
    (await ok(stage.api("GET", "/conversations"))).find((one: Any) => one.preview.includes("Maschine")),
  );
  const name = `<img src=x onerror=alert(1)>{{agent.email}} \u202e"'><script>alert(2)</script>`;
  // Without the language of the browser, what they write tells it.
  await ok(stage.api("PATCH", `/contacts/${begun.contact.id}`, { name, language: null }));
  await openConversation(page, "kaputten Maschine");
  await write(page, "reply", "/kind");
  await page.getByRole("option", { name: /Kind words/ }).waitFor();
  await page.keyboard.press("Enter");
  await editor().getByText("Alles Gute!").waitFor();
  await editor().press("Control+End");
  await page.keyboard.type(" /shop");
  await page.getByRole("option", { name: /Shop link/ }).waitFor();
  await page.keyboard.press("Enter");
  await editor().getByText("all of it").waitFor();
  await expect.poll(() => editor().locator("b, strong, a, ul, img").count()).toBe(0);
  await sendButton(page).click();
  const bubble = chat.getByText("For <img src=x onerror=alert(1)>{ {agent.email} }").first();
  await bubble.waitFor();
  // biome-ignore lint/performance/useDomNodeTextContent: its line breaks are what is looked at
  const words = await bubble.innerText();
  expect(words).toContain("alert(2)</script>: all of it");
  expect(words).toMatch(/• one\n• two/);
  expect(words).toContain("the shop (https://shop.test/?n=%3Cimg%20src%3Dx%20onerror");
  expect(words).not.toContain("\u202e");
  await expect.poll(() => chat.locator('img[src="x"], script:not([src])').count()).toBe(0);
  await visitor.close();
});

it("counts segments where texts are paid by them, and speaks in the first message to somebody new", async () => {
  const { api } = stage;
  const channel = await ok(api("POST", "/channels", { kind: "api", name: "Texts", settings: { carries: "sms" } }));
  const from = { phone: "+4915112345678", name: "Sina" };
  await ok(api("POST", `/channels/${channel.id}/messages`, { external_id: "1", from, text: "Where is it?" }));
  await openConversation(page, "Where is it?");
  await write(page, "reply", "/kind");
  await page.getByRole("option", { name: /Kind words/ }).waitFor();
  await page.keyboard.press("Enter");
  await editor().getByText("All the best!").waitFor();
  await composer(page).getByText("1 segment, 147 left").waitFor();
  await editor().press("Control+End");
  await page.keyboard.type(" ’");
  await composer(page).getByText("1 segment, 55 left").waitFor();
  await composer(page).getByText("“’” makes segments shorter.").waitFor();
  await editor().press("Control+a");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "New conversation" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New conversation" });
  await dialog.getByRole("combobox").first().fill("nia@new.test");
  await page.keyboard.press("Enter");
  await dialog.getByLabel("Name (optional)").fill("Nia New");
  await dialog.locator("[contenteditable=true]").click();
  await page.keyboard.type("/call");
  await page.getByRole("option", { name: /Call back/ }).waitFor();
  await page.keyboard.press("Enter");
  await dialog.getByText("Hi Nia,").waitFor();
  await dialog.getByText("1 value is missing").waitFor();
  await expect.poll(() => dialog.getByRole("button", { name: "Send", exact: true }).isDisabled()).toBe(true);
  await dialog.getByRole("button", { name: "Drop all" }).click();
  await dialog.getByRole("region", { name: "On sending" }).getByText("+ callback").waitFor();
  await expectAccessibleDialog(page, "a first message with a canned response");
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  const { mail: sent } = await stage.sink.next(({ to }) => to.includes("nia@new.test"));
  expect(sent.text).toContain("Hi Nia,");
  await until("its actions are done", async () =>
    (await ok(api("GET", "/conversations?tag=callback"))).some((one: Any) => one.status === "resolved"),
  );
});

it("is written on its own page, with variables, a preview on a real contact, and a wrong one refused with its place", async () => {
  await page.getByRole("link", { name: "Canned responses" }).click();
  await page.waitForURL(/\/responses/);
  await page.getByRole("button", { name: "New", exact: true }).first().click();
  const form = page.locator("form");
  await form.getByLabel("Name").fill("Opening hours");
  await form.getByLabel("Shortcut").fill("hours");
  await form.getByLabel("Who can use it").selectOption("workspace");
  const text = form.locator("[contenteditable=true]");
  await text.click();
  await page.keyboard.type("Hi {{contact.frist_name}}");
  await form.getByText("Did you mean {{contact.first_name}}?").waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Hello ");
  await form.getByRole("button", { name: "Insert variable" }).click();
  await page.getByRole("menuitem", { name: "Customer" }).hover();
  await page.getByRole("menuitem", { name: "contact.name", exact: true }).click();
  await form.getByText("Hello {{contact.name}}").waitFor();
  await form.getByLabel("Contact to preview with").selectOption({ label: "Carla <b>Customer</b>" });
  await form.getByRole("region", { name: "Preview" }).getByText("Hello Carla <b>Customer</b>").waitFor();
  await form.getByRole("button", { name: "Insert variable" }).click();
  await page.getByRole("menuitem", { name: "Customer" }).hover();
  await page.getByRole("menuitem", { name: /contact\.custom\.plan/ }).click();
  await form.getByText("{{contact.custom.plan}}").waitFor();
  await form.getByLabel("Assign to").selectOption({ label: "Whoever sends it" });
  await form.getByLabel("Snooze, hours").fill("4");
  await form.getByRole("button", { name: "Save and publish" }).click();
  await page.getByRole("region", { name: "Approval" }).getByText("Approved", { exact: true }).waitFor();
  const made = (await ok(stage.api("GET", "/canned-responses?q=hours")))[0];
  expect(made).toMatchObject({ name: "Opening hours", shortcut: "hours", state: "approved" });
  await expect
    .poll(async () => (await ok(stage.api("GET", `/canned-responses/${made.id}`))).actions)
    .toEqual({
      assign_to_sender: true,
      snooze_hours: 4,
    });
  // A colleague saves it while we write: what both changed is decided here, what only they changed is taken over.
  await text.click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("Mine: ");
  await ok(stage.api("PATCH", `/canned-responses/${made.id}`, { body: "Theirs instead", folder: "Times" }));
  const both = page.getByRole("alert", { name: "Changed by somebody else" });
  await both.locator("del", { hasText: "Theirs instead" }).waitFor();
  await both.locator("ins", { hasText: "Mine" }).waitFor();
  await expect.poll(() => form.getByLabel("Folder").inputValue()).toBe("Times");
  await page.getByRole("link", { name: "Inbox" }).first().click();
  await page.getByRole("dialog", { name: "Leave without saving?" }).waitFor();
  await expectAccessibleDialog(page, "leaving");
  await page.getByRole("button", { name: "Stay here" }).click();
  await both.getByRole("button", { name: "Keep mine" }).click();
  await form.getByRole("button", { name: "Save and publish" }).click();
  const saved = await until("both saves are in it", async () => {
    const now = await ok(stage.api("GET", `/canned-responses/${made.id}`));
    return now.body.startsWith("Mine: ") && now;
  });
  expect(saved).toMatchObject({ folder: "Times", state: "approved" });
});

it("says at the bell what waits for approval, shows what it changes, and lists what needs a look", async () => {
  const { api } = stage;
  const { key } = await ok(api("POST", "/api-keys", { name: "Writer", scopes: ["conversations.reply"] }));
  const [kind] = await ok(api("GET", "/canned-responses?q=Kind words"));
  const answer = await context.request.patch(`/api/v1/canned-responses/${kind.id}`, {
    headers: { authorization: `Bearer ${key}` },
    data: { body: "All the very best!", actions: { priority: "low" }, state: "in_review" },
  });
  expect(answer.status()).toBe(200);
  await ok(
    api("POST", "/canned-responses", {
      name: "Once more",
      body: "Hello there, how can we help you today?",
      scope: "workspace",
      review_at: "2026-01-01",
    }),
  );
  await ok(
    api("POST", "/canned-responses", {
      name: "And again",
      body: "Hello there! How can we help you today",
      scope: "workspace",
    }),
  );
  await page.getByRole("button", { name: /^Notifications/ }).click();
  await page
    .getByText("Writer asks you to approve a canned response")
    .or(page.getByText(/asks you to approve/))
    .first()
    .click();
  await page.waitForURL(new RegExp(kind.id));
  const changes = page.getByRole("region", { name: "What the proposal changes" });
  await changes.locator("ins", { hasText: "very" }).waitFor();
  await changes.locator("ins", { hasText: "Priority: Low" }).waitFor();
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await page.getByRole("region", { name: "Approval" }).getByText("Approved", { exact: true }).waitFor();
  await page.getByRole("button", { name: "More" }).first().click();
  await page.getByRole("menuitem", { name: "Needs a look" }).click();
  await page.getByRole("heading", { name: "Due for review" }).waitFor();
  await page.getByRole("heading", { name: "Says the same as another" }).waitFor();
  await page.getByRole("button", { name: "More" }).first().click();
  await page.getByRole("menuitem", { name: "Usage" }).click();
  const usage = page.getByRole("region", { name: "Usage" });
  await usage.getByRole("row", { name: /Shop link/ }).waitFor();
  await page.getByLabel("Group by").selectOption({ label: "Member" });
  await usage.getByRole("columnheader", { name: "Member" }).waitFor();
});

it("begins from a sent message, with names proposed as variables", async () => {
  await openView(page, "all");
  await openConversation(page, "Please call");
  const sent = thread(page).getByRole("article").filter({ hasText: "All the best!" });
  await sent.getByRole("button", { name: "What to do with this message" }).first().click();
  await page.getByRole("menuitem", { name: "Save as canned response" }).click();
  await page.waitForURL(/\/responses\/new/);
  const proposals = page.getByRole("region", { name: "Variables" });
  await proposals.getByText("Carla", { exact: true }).waitFor();
  await page.locator("form [contenteditable=true]").getByText("Hi {{contact.first_name}},").waitFor();
  await proposals.getByRole("checkbox", { name: /contact\.first_name/ }).uncheck();
  await page.locator("form [contenteditable=true]").getByText("Hi Carla,").waitFor();
  await page.locator("form").getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForURL(/\/responses\/[0-9a-f-]{36}/);
});

it("mails of the product are in the workspace's words, refused with their place, and given back", async () => {
  stage.expectTrouble(/status of 400/);
  await page.goto(page.url().replace(/\/responses.*$/, "/settings/mail-texts"));
  const mails = page.getByRole("form", { name: "Invitation" });
  const body = mails.getByLabel("Invitation: Text");
  await body.fill("Come in, {{mail.lnik}}");
  await mails.getByText("there is no variable “mail.lnik”").waitFor();
  await body.fill("Come in");
  await mails.getByRole("button", { name: "Save" }).click();
  await mails.getByText(/nothing without \{\{mail\.link\}\}/).waitFor();
  await body.fill("Come in, says {{agent.name}}: ");
  await mails.getByRole("button", { name: "Insert variable" }).last().click();
  await page.getByRole("menuitem", { name: "mail.link" }).click();
  await expect.poll(() => body.inputValue()).toBe("Come in, says {{agent.name}}: {{mail.link}}");
  await mails.getByRole("button", { name: "Save" }).click();
  await mails.getByText("Saved").waitFor();
  const { status } = await context.request
    .post("/api/v1/invitations", { data: { email: "new@member.test", role: "agent" } })
    .then((answer) => ({ status: answer.status() }));
  expect(status).toBe(201);
  const { mail: sent } = await stage.sink.next(({ to }) => to.includes("new@member.test"));
  expect(sent.text).toMatch(/Come in, says .+: http/);
  await mails.getByRole("button", { name: "Back to the original" }).click();
  await expect.poll(() => body.inputValue()).toContain("You are invited to work in");
  await mails.getByRole("tab", { name: "German" }).click();
  await expect.poll(() => body.inputValue()).toContain("Du bist eingeladen");
  await body.fill("Komm: {{mail.link}}");
  await mails.getByRole("button", { name: "Preview" }).click();
  await mails.getByText(/^Komm: http/).waitFor();
  await mails.getByRole("button", { name: "Save" }).click();
  await mails.getByText("Saved").waitFor();
  const german = await context.request.post("/api/v1/invitations", {
    data: { email: "neu@member.test", role: "agent", language: "de" },
  });
  expect(german.status()).toBe(201);
  const { mail: deutsch } = await stage.sink.next(({ to }) => to.includes("neu@member.test"));
  expect(deutsch.text).toMatch(/^Komm: http/);
});
