/** Who works here and what they see: invitation, teams and their limits, two-factor, sessions, leaving. */
import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { type Any, ok } from "./support/api.ts";
import { articles, memberPage, openView, row, rows } from "./support/inbox.ts";
import { sendMail } from "./support/mail-client.ts";
import { admin, bootstrap, mailbox } from "./support/server.ts";
import { openStage } from "./support/stage.ts";
import { totp } from "./support/totp.ts";
import { pause, until } from "./support/until.ts";

const stage = openStage(bootstrap, { steps: true });
const agent = { name: "Ben Agent", email: "ben@acme.test", password: "battery staple horse" };
let boss: Page;
let ben: Page;
let benContext: BrowserContext;
let link: string;
let secretTeam: string;
let billingTeam: string;
let hidden: { id: string };
/** Everything the server said to Ben's browser by socket. */
const heard: string[] = [];

beforeAll(async () => {
  const { api } = stage;
  billingTeam = (await ok(api("POST", "/teams", { name: "Billing" }))).id;
  secretTeam = (await ok(api("POST", "/teams", { name: "Board" }))).id;
  const mails = {
    "The merger papers": "cfo@customer.test",
    "My invoice is wrong": "ida@customer.test",
    "Hello all": "joe@customer.test",
  };
  for (const [subject, from] of Object.entries(mails))
    await sendMail(stage.server, {
      from,
      to: mailbox,
      subject,
      text: "See the file.",
      attachments: [{ filename: "a.pdf", content: "%PDF" }],
    });
  const all = await until("the mails are read", async () => {
    const found = await ok(api("GET", "/conversations"));
    return found.length === 3 && found;
  });
  const of = (subject: string) => all.find((one: { subject: string }) => one.subject === subject);
  hidden = of("The merger papers");
  await ok(api("PATCH", `/conversations/${hidden.id}`, { team_id: secretTeam }));
  await ok(api("PATCH", `/conversations/${of("My invoice is wrong").id}`, { team_id: billingTeam }));
});

it("invites a colleague by link", async () => {
  boss = await memberPage(await stage.context(), "all");
  await settings(boss, "members");
  await boss.getByRole("button", { name: "Invite" }).click();
  await boss.getByRole("textbox", { name: "E-mail" }).fill(agent.email);
  await boss.getByRole("radio", { name: /Agent/ }).check();
  await boss.getByRole("checkbox", { name: "Billing" }).check();
  await boss.getByRole("button", { name: "Create invitation" }).click();
  link = (await boss
    .getByText(/\/invite\//)
    .first()
    .textContent())!.trim();
  const { mail } = await stage.sink.next(({ to }) => to.includes(agent.email));
  expect(mail.text).toContain(link);
  await boss.getByRole("button", { name: "Done" }).click();
});

it("lets them in once, with a password of their own", async () => {
  benContext = await stage.context();
  ben = await benContext.newPage();
  ben.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => void heard.push(String(payload))));
  await ben.goto(link);
  await expect.poll(() => ben.getByRole("textbox", { name: "E-mail" }).inputValue()).toBe(agent.email);
  await ben.getByLabel("Your name").fill(agent.name);
  await ben.getByLabel("Password", { exact: true }).fill(agent.password);
  await ben.getByRole("button", { name: "Join" }).click();
  await ben.waitForURL(/\/inbox/);
  stage.expectTrouble(/invitations\/by-token/);
  const other = await (await stage.context()).newPage();
  await other.goto(link);
  await other.getByText("This invitation is over").waitFor();
  await other.close();
});

it("shows them what their teams may see, and nothing of the rest", async () => {
  await openView(ben, "all");
  await row(ben, "My invoice is wrong").waitFor();
  await row(ben, "Hello all").waitFor();
  await expect.poll(() => rows(ben).count()).toBe(2);
  const counts = (await (await benContext.request.get("/api/v1/conversations/counts")).json()).data;
  expect(counts.views.open).toBe(2);
  expect(counts.teams[secretTeam] ?? 0).toBe(0);
  for (const path of ["", "/messages", "/events", "/drafts"]) {
    const answer = await benContext.request.get(`/api/v1/conversations/${hidden.id}${path}`);
    expect(answer.status(), path).toBe(404);
  }
  const search = (await (await benContext.request.get("/api/v1/conversations?q=merger")).json()).data;
  expect(search).toEqual([]);
  stage.expectTrouble(/status of 404/);
  await ben.goto(ben.url().replace(/\/inbox.*$/, `/inbox/all/${hidden.id}`));
  await ben.getByText("This conversation is not here").waitFor();
  // What the page also asked for is refused too, and belongs to this step.
  await ben.waitForLoadState("networkidle");
});

it("tells them nothing of it by socket, and opens no file without a signature", async () => {
  await openView(ben, "all");
  await until("the socket speaks", () => heard.some((frame) => frame.includes("hello")));
  await sendMail(stage.server, {
    from: "cfo@customer.test",
    to: mailbox,
    subject: "Re: The merger papers",
    text: "Signed.",
  });
  await sendMail(stage.server, { from: "joe@customer.test", to: mailbox, subject: "For everybody", text: "Hi." });
  await row(ben, "For everybody").waitFor();
  const second = (await ok(stage.api("GET", "/conversations?q=merger"))).find(
    ({ id }: { id: string }) => id !== hidden.id,
  );
  if (second) await ok(stage.api("PATCH", `/conversations/${second.id}`, { team_id: secretTeam }));
  await ok(stage.api("PATCH", `/conversations/${hidden.id}`, { priority: "high" }));
  await ok(stage.api("POST", `/conversations/${hidden.id}/messages`, { kind: "note", text: "For the board only." }));
  await pause(1_000);
  expect(heard.filter((frame) => frame.includes(hidden.id))).toEqual([]);
  const messages = await ok(stage.api("GET", `/conversations/${hidden.id}/messages`));
  const url = new URL(messages.flatMap(({ attachments }: Any) => attachments)[0].url, stage.server.url);
  expect((await benContext.request.get(url.href)).status()).toBe(200);
  url.searchParams.delete("signature");
  expect((await benContext.request.get(url.href)).status()).toBeGreaterThanOrEqual(400);
  const longer = new URL(messages[0].attachments[0].url, stage.server.url);
  longer.searchParams.set("expires", "zzzzzz");
  expect((await benContext.request.get(longer.href)).status()).toBeGreaterThanOrEqual(400);
});

it("shows a conversation the moment it is handed to their team", async () => {
  await ok(stage.api("PATCH", `/conversations/${hidden.id}`, { team_id: billingTeam }));
  await row(ben, "The merger papers").first().waitFor();
  await ok(stage.api("PATCH", `/conversations/${hidden.id}`, { team_id: secretTeam }));
  await row(ben, "The merger papers").first().waitFor({ state: "detached" });
});

it("keeps them out of what only admins do", async () => {
  const answers = await Promise.all([
    benContext.request.get("/api/v1/api-keys"),
    benContext.request.post("/api/v1/invitations", { data: { email: "x@acme.test", role: "admin", team_ids: [] } }),
    benContext.request.patch("/api/v1/workspace", { data: { name: "Mine" } }),
    benContext.request.post("/api/v1/channels", { data: { kind: "api", name: "Mine" } }),
  ]);
  expect(answers.map((answer) => answer.status())).toEqual([403, 403, 403, 403]);
});

it("turns two-factor sign-in on, and asks for the code from then on", async () => {
  await settings(ben, "security");
  await ben.getByRole("button", { name: "Turn on" }).click();
  const dialog = ben.getByRole("dialog");
  await dialog.getByLabel("Current password").fill(agent.password);
  await dialog.getByRole("button", { name: "Next" }).click();
  await dialog.getByText("Enter the key by hand").click();
  const secret = (await dialog.locator("code").textContent())!.trim();
  await dialog.getByLabel("Code from the app").fill(totp(secret));
  await dialog.getByRole("button", { name: "Next" }).click();
  await dialog.getByText("Keep your backup codes").waitFor();
  const backup = await dialog.getByRole("listitem").allInnerTexts();
  await dialog.getByRole("button", { name: "Done" }).click();
  await ben.getByText("On. You are asked for a code").waitFor();

  stage.expectTrouble(/status of 40[01]/);
  for (const [kind, code] of [
    ["app", totp(secret)],
    ["backup", backup[0]!],
  ] as const) {
    const page = await (await stage.context()).newPage();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(agent.email);
    await page.getByLabel("Password", { exact: true }).fill(agent.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Confirm it is you").waitFor();
    expect((await page.request.get("/api/v1/me")).status(), "half signed in is not signed in").toBe(401);
    if (kind === "backup") await page.getByRole("button", { name: "Use a backup code" }).click();
    const field = page.getByLabel(kind === "backup" ? "Backup code" : "Code");
    await field.fill("000000");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText(/code is not right/).waitFor();
    await field.fill(code);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/\/inbox/);
    await page.context().close();
  }
});

it("signs another browser out when its session is ended", async () => {
  const other = await stage.context({
    userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  });
  const page = await memberPage(other, "all", admin);
  await settings(boss, "security");
  stage.expectTrouble(/status of 401|WebSocket/);
  await boss.getByRole("listitem").filter({ hasText: "Firefox" }).getByRole("button", { name: "End" }).click();
  await until("the session is over", async () => (await other.request.get("/api/v1/me")).status() === 401);
  await page.waitForURL(/\/sign-in/);
  await expect.poll(() => articles(page).count()).toBe(0);
  await other.close();
});

it("puts a deactivated member out at once", async () => {
  await openView(ben, "all");
  await settings(boss, "members");
  stage.expectTrouble(/status of 40[13]|WebSocket/);
  await boss.getByRole("button", { name: `Edit ${agent.name}` }).click();
  await boss.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
  await until("the API is closed", async () =>
    [401, 403].includes((await benContext.request.get("/api/v1/conversations")).status()),
  );
  await ben.waitForURL(/\/sign-in/);
  const again = await benContext.request.post("/api/auth/sign-in/email", {
    data: { email: agent.email, password: agent.password },
  });
  const me = await benContext.request.get("/api/v1/me");
  expect([again.status() >= 400, me.status() >= 400]).toContain(true);
  expect(me.status()).toBeGreaterThanOrEqual(400);
});

async function settings(page: Page, section: string): Promise<void> {
  await openView(page, "all");
  await page.goto(page.url().replace(/\/inbox.*$/, `/settings/${section}`));
  await page.getByRole("heading", { level: 1 }).first().waitFor();
}
