/** Reviews of canned responses reach the bell and the mail: approvers, owners, proposers, each once, and nobody who may not see them. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "../../platform/db.ts";
import { type Api, openTest, type Test } from "../../test/kit.ts";
import { remindReviews } from "../responses/upkeep.ts";
import { mailWords } from "./mail-words.ts";

let test: Test;
let ann: Api;
let ben: Api;

beforeAll(async () => {
  test = await openTest();
  ann = await test.signIn();
  const invited = await ann("POST", "/invitations", { email: "ben@example.test", role: "agent", team_ids: [] });
  const token = new URL(invited.data.link).pathname.split("/").at(-1);
  await test.as({})("POST", `/invitations/by-token/${token}/accept`, { name: "Ben", password: "battery staple horse" });
  ben = await test.signIn("ben@example.test", "battery staple horse");
});
afterAll(() => test.close());

const make = async (api: Api, input: object) =>
  (await api("POST", "/canned-responses", { name: "Hours", body: "x", ...input })).data;
const told = async (api: Api) =>
  (await api("GET", "/notifications")).data.map((one: any) => [one.kind, one.actor_name, one.response?.name]);

it("who approves learns of a submission, who proposed of the approval, once", async () => {
  const draft = await make(ben, { name: "Idea", scope: "workspace" });
  for (const state of ["in_review", "in_review"]) await ben("PATCH", `/canned-responses/${draft.id}`, { state });
  await test.work();
  expect(await told(ann)).toEqual([["review_wanted", "Ben", "Idea"]]);
  expect(await told(ben)).toEqual([]);
  await ann("POST", `/canned-responses/${draft.id}/approve`, {});
  await test.work();
  const me = (await ann("GET", "/me")).data.member.name;
  expect(await told(ben)).toEqual([["review_done", me, "Idea"]]);
});

it("who proposed learns that it was not approved, given back or discarded; who does so themselves is told nothing", async () => {
  const me = (await ann("GET", "/me")).data.member.name;
  const returned = async () => (await told(ben)).filter(([kind]: string[]) => kind === "review_returned");
  const draft = await make(ben, { name: "Not yet", scope: "workspace" });
  const put = (api: Api, change: object) => api("PATCH", `/canned-responses/${draft.id}`, change);
  await put(ben, { state: "in_review" });
  await put(ben, { state: "draft" });
  await put(ben, { state: "in_review" });
  expect((await put(ann, { state: "draft" })).data).toMatchObject({ state: "draft", updated_by: "Ben" });
  await test.work();
  expect(await returned()).toEqual([["review_returned", me, "Not yet"]]);
  await put(ben, { state: "in_review" });
  await ann("POST", `/canned-responses/${draft.id}/approve`, {});
  await put(ben, { body: "y", state: "in_review" });
  expect((await ann("POST", `/canned-responses/${draft.id}/discard`, {})).status).toBe(200);
  await test.work();
  expect(await returned()).toHaveLength(2);
  expect((await told(ann)).filter(([kind]: string[]) => kind === "review_returned")).toEqual([]);
});

it("a review date that has come is told once: to the owner, and to approvers of what is shared", async () => {
  await make(ben, { name: "Mine", scope: "private", review_at: "2026-01-01" });
  const shared = await make(ann, { name: "Ours", scope: "workspace", review_at: "2026-01-01" });
  await make(ann, { name: "Not yet", scope: "workspace", review_at: "2999-01-01" });
  for (let i = 0; i < 2; i++) {
    await remindReviews(test.platform, {}, AbortSignal.timeout(5000));
    await test.work();
  }
  expect((await told(ben)).filter(([kind]: string[]) => kind === "review_due")).toEqual([["review_due", "", "Mine"]]);
  expect((await told(ann)).filter(([kind]: string[]) => kind === "review_due")).toEqual([["review_due", "", "Ours"]]);
  // Another date is another reminder; what is deleted is shown no more.
  await ann("PATCH", `/canned-responses/${shared.id}`, { review_at: "2026-02-01" });
  await remindReviews(test.platform, {}, AbortSignal.timeout(5000));
  await test.work();
  expect((await told(ann)).filter(([kind]: string[]) => kind === "review_due")).toHaveLength(2);
  const { unread } = (await ann("GET", "/notifications/count")).data;
  await ann("DELETE", `/canned-responses/${shared.id}`);
  expect((await ann("GET", "/notifications/count")).data.unread).toBe(unread - 2);
});

it("what was missed is mailed with its place, in the member's language or else the workspace's", async () => {
  const sent: { to: string; text: string }[] = [];
  const platform = {
    ...test.platform,
    mailer: { canSend: true, send: async (mail: { to: string; text: string }) => void sent.push(mail) },
  } as unknown as typeof test.platform;
  await test.platform.db.asSystem("the test lets time pass", (tx) =>
    tx.run(sql`update notifications set created_at = now() - interval '1 hour'`),
  );
  expect((await ann("PATCH", "/workspace", { language: "de" })).status).toBe(200);
  const { mailMissed } = await import("./mail.ts");
  await mailMissed(platform, {}, AbortSignal.timeout(5000));
  const mail = sent.find((one) => one.to === "ben@example.test")!;
  expect(mail.text).toMatch(/Ein Textbaustein ist zu prüfen — Mine[\s\S]*Einstellungen → Benachrichtigungen/);
  await ann("PATCH", "/workspace", { language: "en" });
  expect(mail.text).toMatch(/\/w\/[\w-]+\/responses\/[0-9a-f-]{36}/);
});

it("says changes of tickets without keys", () => {
  const missed = { kind: "ticket_updated", actor_name: "", ticket_id: "1" };
  const words = mailWords("de");
  expect(words.line.ticket_updated!("", true)).toBe("Jemand hat ein Ticket geändert");
  expect(words.detail({ ...missed, text: "in_progress" })).toBe("In Arbeit");
  expect(words.detail({ ...missed, text: "priority: low → urgent; title: low → high; Farbe: a → b" })).toBe(
    "Priorität: Niedrig → Dringend; Titel: low → high; Farbe: a → b",
  );
  expect(words.detail({ ...missed, kind: "mention", text: "priority: low → high" })).toBe("priority: low → high");
  expect(mailWords("")).toBe(mailWords("fr"));
  expect(Object.keys(words.line)).toEqual(Object.keys(mailWords("en").line));
});
