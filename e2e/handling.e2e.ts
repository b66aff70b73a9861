/** What is done with conversations beyond answering: begun, split, handed over, filtered, found by name; and two members at once. */
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { type Any, ok } from "./support/api.ts";
import { expectAccessibleDialog } from "./support/axe.ts";
import {
  article,
  articles,
  composer,
  openConversation,
  openView,
  row,
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
let page: Page;
let other: BrowserContext;
let team: { id: string };

const conversations = async (): Promise<Any[]> => ok(stage.api("GET", "/conversations?view=all&limit=100"));
const idOf = async (subject: string): Promise<string> =>
  (await until(`${subject} is there`, async () => (await conversations()).find((one) => one.subject === subject))).id;
const dialog = () => page.getByRole("dialog");
/** As a member with a browser of their own. */
const call = async (context: BrowserContext, method: string, path: string, data?: object) => {
  const answer = await context.request.fetch(`/api/v1${path}`, { method, ...(data ? { data } : {}) });
  return { status: answer.status(), data: (await answer.json()).data };
};

beforeAll(async () => {
  const { api, server } = stage;
  team = await ok(api("POST", "/teams", { name: "Returns" }));
  await ok(api("POST", "/teams", { name: "Board" }));
  const write = (subject: string, text: string, cc?: string) =>
    sendMail(server, { from: "Maria Lopez <maria@customer.test>", to: mailbox, subject, text, ...(cc ? { cc } : {}) });
  await write("The kettle", "The kettle whistles too loud.");
  await write("The parcel", "The parcel is late.", "Bea Boss <bea@customer.test>");
  const kettle = await idOf("The kettle");
  for (const text of ["And the lid is loose.", "By the way: where is my refund?"])
    await ok(api("POST", `/conversations/${kettle}/messages`, { kind: "note", text }));
  const channel = await ok(api("POST", "/channels", { kind: "api", name: "Shop" }));
  for (const text of ["About tea", "About coffee", "About cocoa"])
    await ok(
      api("POST", `/channels/${channel.id}/messages`, {
        external_id: text,
        thread: "drinks",
        subject: "Drinks",
        from: { email: "tom@customer.test", name: "Tom Tea" },
        text,
      }),
    );
  const { link } = await ok(api("POST", "/invitations", { email: ben.email, role: "agent", team_ids: [team.id] }));
  const token = String(link).split("/").at(-1);
  await ok(api("POST", `/invitations/by-token/${token}/accept`, { name: ben.name, password: ben.password }));
});

it("splits messages off from the thread, and takes it back from the timeline", async () => {
  const context = await stage.context({ permissions: ["clipboard-read", "clipboard-write"] });
  await signIn(context);
  const settings = { undo_seconds: 5, signature: "{{agent.first_name}}\nfor {{contact.first_name | you}}" };
  await context.request.patch("/api/v1/me", { data: { settings } });
  page = await context.newPage();
  await openView(page, "all");
  await openConversation(page, "Tom Tea");
  await article(page, "About coffee").getByRole("button", { name: "What to do with this message" }).click();
  await page.getByRole("menuitem", { name: "Split from here…" }).click();
  await dialog().getByText("2 move to the new conversation · 1 stays here").waitFor();
  await expectAccessibleDialog(page, "splitting");
  await dialog().getByLabel("Subject of the new conversation").fill("Hot drinks");
  await dialog().getByRole("button", { name: "Split", exact: true }).click();
  await thread(page).getByText("split this off from another conversation").waitFor();
  await article(page, "About coffee").waitFor();
  await expect.poll(() => articles(page).count()).toBe(2);
  await thread(page).getByRole("button", { name: "Undo split" }).click();
  await article(page, "About tea").waitFor();
  await article(page, "About cocoa").waitFor();
  expect((await conversations()).filter((one) => one.contact.name === "Tom Tea")).toHaveLength(1);
});

it("begins a conversation, takes it back and sends it; who cannot be reached is said", async () => {
  await ok(stage.api("POST", "/contacts", { name: "Nemo Nowhere" }));
  await page.keyboard.press("Escape");
  await page.keyboard.press("c");
  await dialog().getByRole("combobox").waitFor();
  await page.keyboard.type("nemo");
  await dialog().getByRole("option", { name: /Nemo/ }).waitFor();
  await page.keyboard.press("Enter");
  await dialog().getByText("Nemo Nowhere has no address").waitFor();
  await dialog().getByRole("button", { name: "Somebody else" }).click();
  await page.keyboard.type("new@elsewhere.test");
  await dialog().getByRole("option", { name: "Write to new@elsewhere.test" }).waitFor();
  await page.keyboard.press("Enter");
  await dialog().getByLabel("Name (optional)").fill("Nora New");
  await dialog().getByLabel("Subject").fill("Your grinder");
  await dialog().locator("[contenteditable=true]").click();
  await page.keyboard.type("It is ready, Nora.");
  await dialog().getByRole("region", { name: "Signature" }).getByText("for Nora").waitFor();
  await expectAccessibleDialog(page, "a new conversation");
  await page.reload();
  await page.getByRole("button", { name: "New conversation" }).click();
  await dialog().getByText("It is ready, Nora.").waitFor();
  await dialog().getByRole("button", { name: "Send", exact: true }).click();
  await dialog().waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await composer(page).getByText("It is ready, Nora.").waitFor();
  expect(stage.sink.received.filter(({ to }) => to.includes("new@elsewhere.test"))).toEqual([]);
  await composer(page).getByRole("button", { name: "Send", exact: true }).click();
  const { to, mail } = await stage.sink.next(({ to }) => to.includes("new@elsewhere.test"));
  expect([to, mail.subject]).toEqual([["new@elsewhere.test"], "Your grinder"]);
  expect(mail.text).toContain("for Nora");
  await row(page, "Nora New").waitFor();
});

it("hands over with a note in one step, and takes both back", async () => {
  other = await stage.context();
  await signIn(other, ben);
  await openConversation(page, "The kettle");
  await page.keyboard.press("Shift+T");
  await dialog().getByRole("option", { name: "Returns" }).waitFor();
  await page.keyboard.type("Returns");
  await page.keyboard.press("Enter");
  const note = dialog().getByRole("textbox", { name: "Note for them" });
  await dialog().locator("[contenteditable=true]").waitFor();
  await note.click();
  await page.keyboard.type("She wants her money back @Ben");
  await page.getByRole("option", { name: "Ben Agent" }).waitFor();
  await page.keyboard.press("Enter");
  await expectAccessibleDialog(page, "a transfer");
  // It cannot be done just now: what was written stays where it is.
  stage.expectTrouble(/ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource/);
  await page.context().setOffline(true);
  await page.keyboard.press("Control+Enter");
  await dialog().getByRole("alert").waitFor();
  await note.getByText("She wants her money back").waitFor();
  await page.context().setOffline(false);
  await note.click();
  await page.keyboard.press("Control+Enter");
  await page.getByText("Transferred to Returns").waitFor();
  const id = await idOf("The kettle");
  const notes = async () =>
    (await ok(stage.api("GET", `/conversations/${id}/messages`))).filter((one: Any) => one.text.includes("money back"));
  await expect.poll(async () => (await ok(stage.api("GET", `/conversations/${id}`))).team_id).toBe(team.id);
  expect(await notes()).toHaveLength(1);
  const told = async () =>
    (await call(other, "GET", "/notifications")).data.filter((one: Any) => one.text.includes("money back"));
  await expect.poll(async () => (await told())[0]?.kind).toBe("mention");
  await page.keyboard.press("Control+z");
  await page.getByText("Transfer taken back").waitFor();
  await expect.poll(async () => (await ok(stage.api("GET", `/conversations/${id}`))).team_id).toBeNull();
  expect(await notes()).toEqual([]);
  expect(await told()).toEqual([]);
});

it("gives every filter an address that others can open, and says when one is broken", async () => {
  await openView(page, "open");
  await page.keyboard.press("l");
  await dialog().getByRole("combobox", { name: "Order" }).selectOption("oldest");
  await expectAccessibleDialog(page, "a filter");
  await dialog().getByRole("button", { name: "Show", exact: true }).click();
  await page.waitForURL(/\/inbox\/filter.*sort=oldest/);
  await row(page, "The kettle").waitFor();
  await page.keyboard.press("Shift+L");
  await page.getByText("Link copied").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());
  await page.goto(link);
  await row(page, "The kettle").waitFor();
  stage.expectTrouble(/status of 400/);
  await page.goto(link.replace(/filter[^?]*/, "filter:broken"));
  await page.getByText("This filter cannot be shown").waitFor();
  await page.getByRole("button", { name: "Go to my conversations" }).click();
  await page.waitForURL(/\/inbox\/mine/);
});

it("says of each recipient why they are there, and keeps whom the member took out away", async () => {
  await page.goto(page.url().replace(/mine.*$/, "all"));
  await openConversation(page, "The parcel");
  await write(page, "reply", "Coming.");
  await composer(page).getByRole("button", { name: /^to / }).click();
  await composer(page)
    .getByText(/in Cc of the message from Maria Lopez/)
    .waitFor();
  await composer(page).getByText("customer", { exact: true }).waitFor();
  await composer(page).getByRole("button", { name: "Remove Bea Boss" }).click();
  await composer(page).getByRole("button", { name: "Add Bea Boss" }).waitFor();
  await composer(page).getByText("Draft saved").waitFor();
  await page.reload();
  await composer(page)
    .getByText(/Without Bea Boss/)
    .waitFor();
  await composer(page).getByRole("button", { name: "Send", exact: true }).click();
  const { to } = await stage.sink.next(({ mail }) => mail.text?.includes("Coming.") ?? false);
  expect(to).toEqual(["maria@customer.test"]);
});

it("reaches a conversation by name and word, a contact and a view from the palette", async () => {
  await page.keyboard.press("Escape");
  await openView(page, "mine");
  const choose = async (typed: string, option: RegExp, url: RegExp) => {
    await page.keyboard.press("Control+k");
    await dialog().getByRole("combobox").waitFor();
    await page.keyboard.type(typed);
    await dialog().getByRole("option", { name: option }).first().click();
    await page.waitForURL(url);
  };
  await choose("maria whistles", /The kettle/, new RegExp(await idOf("The kettle")));
  await choose("nemo", /Nemo Nowhere/, /\/contacts\//);
  await choose("spam", /^Spam$/, /\/inbox\/spam/);
  await page.keyboard.press("Control+k");
  await dialog().getByRole("combobox").waitFor();
  await page.keyboard.type("parcel");
  await dialog()
    .getByRole("option", { name: /The parcel/ })
    .first()
    .waitFor();
  await expectAccessibleDialog(page, "the palette");
  await page.keyboard.press("Escape");
});

it("loses nothing when two members act at once", async () => {
  const mine = page.context();
  const me = (await call(mine, "GET", "/me")).data.member.id;
  const him = (await call(other, "GET", "/me")).data.member.id;
  const [a, b] = [await idOf("The kettle"), await idOf("The parcel")];
  const { version } = (await call(mine, "GET", `/conversations/${a}`)).data;
  const assigned = await Promise.all([
    call(mine, "PATCH", `/conversations/${a}`, { assignee_id: me, version }),
    call(other, "PATCH", `/conversations/${a}`, { assignee_id: him, version }),
  ]);
  expect(assigned.map((one) => one.status).sort()).toEqual([200, 409]);
  const winner = assigned[0]!.status === 200 ? me : him;
  expect((await call(mine, "GET", `/conversations/${a}`)).data.assignee.id).toBe(winner);

  const before =
    (await call(mine, "GET", `/conversations/${a}/messages`)).data.length +
    (await call(mine, "GET", `/conversations/${b}/messages`)).data.length;
  const merged = await Promise.all([
    call(mine, "POST", `/conversations/${a}/merge`, { into: b }),
    call(other, "POST", `/conversations/${b}/merge`, { into: a }),
  ]);
  expect(merged.map((one) => one.status).sort()).toEqual([200, 409]);
  const [gone, kept] = merged[0]!.status === 200 ? [a, b] : [b, a];
  expect((await call(mine, "GET", `/conversations/${kept}/messages`)).data).toHaveLength(before);
  expect((await call(other, "POST", `/conversations/${gone}/unmerge`, {})).status).toBe(200);

  const seen = (await call(mine, "GET", `/conversations/${b}/messages`)).data.at(-1).id;
  const answer = (text: string) => ({ kind: "message", text, seen_message_id: seen, undo_seconds: 0 });
  const sent = await Promise.all([
    call(mine, "POST", `/conversations/${b}/messages`, answer("from Ann")),
    call(other, "POST", `/conversations/${b}/messages`, answer("from Ben")),
  ]);
  expect(sent.map((one) => one.status).sort()).toEqual([201, 409]);
  // Whom the other was faster than sends again, having seen it: both are there, each once.
  const late = sent[0]!.status === 409 ? { context: mine, text: "from Ann" } : { context: other, text: "from Ben" };
  const now = (await call(mine, "GET", `/conversations/${b}/messages`)).data.at(-1).id;
  const again = { ...answer(late.text), seen_message_id: now };
  expect((await call(late.context, "POST", `/conversations/${b}/messages`, again)).status).toBe(201);

  // A note into what is merged away at the same moment is read where it went.
  const [note, merging] = await Promise.all([
    call(other, "POST", `/conversations/${a}/messages`, { kind: "note", text: "while merging" }),
    call(mine, "POST", `/conversations/${a}/merge`, { into: b }),
  ]);
  expect([note.status, merging.status]).toEqual([201, 200]);
  const texts = (await call(mine, "GET", `/conversations/${b}/messages?limit=100`)).data.map((one: Any) => one.text);
  for (const text of ["from Ann", "from Ben", "while merging"])
    expect(
      texts.filter((one: string) => one === text),
      text,
    ).toHaveLength(1);
});

it("shows another team nothing of it by any path", async () => {
  const drinks = await idOf("Drinks");
  const board = (await ok(stage.api("GET", "/teams"))).find((one: Any) => one.name === "Board").id;
  await ok(stage.api("PATCH", `/conversations/${drinks}`, { team_id: board }));
  const [message] = await ok(stage.api("GET", `/conversations/${drinks}/messages`));
  const split = await ok(
    stage.api("POST", `/conversations/${drinks}/split`, { message_ids: [message.id], subject: "Hidden tea" }),
  );
  for (const id of [drinks, split.id]) {
    for (const path of ["", "/messages", "/events", "/drafts"])
      expect((await call(other, "GET", `/conversations/${id}${path}`)).status, path).toBe(404);
    for (const [path, body] of [
      ["/transfer", { team_id: team.id, note: "mine now" }],
      ["/split", { message_ids: [message.id] }],
      ["/unsplit", {}],
      ["/messages", { kind: "note", text: "here" }],
    ] as const)
      expect((await call(other, "POST", `/conversations/${id}${path}`, body)).status, path).toBe(404);
  }
  const own = await idOf("The parcel");
  for (const [from, into] of [
    [own, drinks],
    [drinks, own],
  ])
    expect((await call(other, "POST", `/conversations/${from}/merge`, { into })).status).toBe(404);
  const change = { status: "resolved" };
  expect((await call(other, "POST", "/actions", { ids: [drinks, split.id], change })).data.total).toBe(0);
  const { views, teams } = (await call(other, "GET", "/conversations/counts")).data;
  expect([
    views.open <= (await call(other, "GET", "/conversations?view=open&limit=100")).data.length,
    teams[board] ?? 0,
  ]).toEqual([true, 0]);
  expect((await call(other, "GET", `/conversations?team_id=${board}`)).data).toEqual([]);
  const begun = await call(other, "POST", "/conversations", {
    id: drinks,
    channel_id: (await ok(stage.api("GET", "/channels")))[0].id,
    to: "x@y.test",
    text: "x",
  });
  expect(begun.status).toBe(404);
  for (const q of ["cocoa", "tom cocoa", "Hidden"]) {
    expect((await call(other, "GET", `/search?q=${encodeURIComponent(q)}`)).data, q).toEqual([]);
    expect((await call(other, "GET", `/conversations?q=${encodeURIComponent(q)}`)).data, q).toEqual([]);
  }
  const his = await other.newPage();
  await openView(his, "all");
  await row(his, "Nora New").or(row(his, "The parcel")).first().waitFor();
  await his.keyboard.press("Control+k");
  await his.getByRole("dialog").getByRole("combobox").waitFor();
  const asked = his.waitForResponse((one) => one.url().includes("/search?"));
  await his.keyboard.type("Hidden tea");
  await asked;
  await expect.poll(() => his.getByRole("option", { name: /Hidden tea|Drinks/ }).count()).toBe(0);
  await expect.poll(() => row(his, /Hidden tea|Drinks/).count()).toBe(0);
  await his.close();
});
