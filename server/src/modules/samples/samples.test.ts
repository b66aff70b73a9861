import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "../../platform/db.ts";
import { openTest, type Test } from "../../test/kit.ts";
import { stories } from "./stories/index.ts";
import { startOf } from "./story.ts";

let t: Test;
beforeAll(async () => {
  t = await openTest();
});
afterAll(() => t.close());

const tables = [
  "members",
  "teams",
  "team_members",
  "contacts",
  "contact_identities",
  "companies",
  "company_domains",
  "company_notes",
  "custom_fields",
  "connections",
  "conversations",
  "threads",
  "messages",
  "delivery_attempts",
  "participants",
  "files",
  "conversation_reads",
  "mentions",
  "tags",
  "ticket_types",
  "tickets",
  "ticket_conversations",
  "ticket_contacts",
  "ticket_followers",
  "ticket_checklist",
  "ticket_notes",
  "ticket_links",
];
const countAll = () =>
  t.platform.db.asSystem("the test counts", async (tx) => {
    const counts: Record<string, number> = {};
    for (const table of [...tables, "users"])
      counts[table] = (await tx.row<{ n: number }>({
        name: `count_${table}`,
        text: `select count(*)::int as n from ${table}`,
      }))!.n;
    return counts;
  });

test("no story ends in the future, whenever it is told", () => {
  for (const hour of [0, 9, 23]) {
    const now = new Date(Date.UTC(2026, 2, 4, hour, 1));
    for (const story of stories) {
      const minutes = story.steps.reduce((sum, step) => sum + step.after, 0);
      const end = startOf(story.start, now).getTime() + minutes * 60_000;
      expect(end, story.subject ?? story.contact).toBeLessThanOrEqual(now.getTime());
    }
  }
});

describe("sample data", () => {
  test("comes, comes only once, reads well, and goes without a trace", async () => {
    const before = await countAll();
    const [first, second] = await Promise.all([t.api("POST", "/sample-data"), t.api("POST", "/sample-data")]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.data.conversations).toBeGreaterThanOrEqual(38);
    expect(second.data).toEqual(first.data);
    const ann = await t.signIn();
    const list = await ann("GET", "/conversations?view=all&limit=100");
    const spam = await ann("GET", "/conversations?view=spam");
    expect(list.data.length + spam.data.length).toBe(first.data.conversations);
    expect(new Set(list.data.map((c: any) => c.channel))).toEqual(new Set(["email", "chat", "api"]));
    expect(list.data.some((c: any) => c.unread) && list.data.some((c: any) => !c.unread)).toBe(true);
    for (const view of ["mine", "snoozed", "pending", "on_hold", "resolved", "mentions", "unassigned"]) {
      const { data } = await ann("GET", `/conversations?view=${view}`);
      expect(data.length, view).toBeGreaterThan(0);
    }
    expect((await ann("GET", "/onboarding")).data.sample_data).toBe(true);
    const [obi] = (await ann("GET", "/companies?domain=obicafe.example")).data;
    expect(obi).toMatchObject({ name: "Obi Café Group", tier: "VIP", contact_count: 2, custom_fields: { cafes: 14 } });
    const [nkechi] = (await ann("GET", "/contacts?email=nkechi@obicafe.example")).data;
    const { data: same } = await ann("PATCH", `/contacts/${nkechi.id}`, { custom_fields: nkechi.custom_fields });
    expect(same.version, "the values fit the fields").toBe(nkechi.version);
    const tickets = (await ann("GET", "/tickets?limit=100")).data;
    expect(new Set(tickets.map((one: any) => one.status)).size).toBeGreaterThanOrEqual(4);
    expect(new Set(tickets.map((one: any) => one.type?.name)).size).toBe(4);
    expect((await ann("GET", "/tickets?view=mine")).data.length).toBeGreaterThan(0);
    for (const { id, conversation_count, created_at } of tickets) {
      const [one, events] = await Promise.all([ann("GET", `/tickets/${id}`), ann("GET", `/tickets/${id}/events`)]);
      expect([one.status, events.status, one.data.conversations.length]).toEqual([200, 200, conversation_count]);
      expect(events.data[0]).toMatchObject({ type: "ticket.created", at: created_at });
      const same = await ann("PATCH", `/tickets/${id}`, { custom_fields: one.data.custom_fields });
      expect(same.status, "the values fit the fields").toBe(200);
    }
    expect((await ann("GET", `/tickets/${tickets.find((one: any) => /Ikeja/.test(one.title)).id}`)).data).toMatchObject(
      {
        links: [{ kind: "child" }],
        checklist_progress: { done: 2, total: 5 },
        contacts: [{ name: expect.stringContaining("Accounts") }],
      },
    );
    const removed = await ann("DELETE", "/sample-data");
    expect(removed.data).toEqual(first.data);
    expect(await countAll()).toEqual(before);
    const left = await t.platform.db.asSystem("the test looks", (tx) =>
      tx.rows(sql`select 1 from events where conversation_id is not null or ticket_id is not null`),
    );
    expect(left).toEqual([]);
    expect((await ann("DELETE", "/sample-data")).data.conversations).toBe(0);
  });

  test("every conversation can be opened: messages, files, ledger and timeline are as the real thing's", async () => {
    await t.api("POST", "/sample-data");
    const ann = await t.signIn();
    const { data } = await ann("GET", "/conversations?view=all&limit=100");
    let failed = 0;
    let pictures = 0;
    for (const { id, message_count } of data) {
      const [detail, messages, events] = await Promise.all([
        ann("GET", `/conversations/${id}`),
        ann("GET", `/conversations/${id}/messages?limit=100`),
        ann("GET", `/conversations/${id}/events`),
      ]);
      expect([detail.status, messages.status, events.status]).toEqual([200, 200, 200]);
      expect(messages.data.length).toBe(message_count);
      expect(events.data[0].type).toBe("conversation.created");
      const times = events.data.map((e: any) => e.at);
      expect(times).toEqual([...times].sort());
      for (const message of messages.data) {
        if (message.delivery?.state === "failed") failed++;
        for (const file of message.attachments) {
          const bytes = await t.app.http.inject({ url: file.url });
          expect([bytes.statusCode, bytes.rawPayload.length]).toEqual([200, file.size]);
          if (file.content_type === "image/png") pictures++;
        }
      }
    }
    expect([failed, pictures]).toEqual([1, 2]);
    await t.api("DELETE", "/sample-data");
  });

  test("what is real stays: a customer written to from elsewhere, and a channel that took a real message", async () => {
    await t.api("POST", "/sample-data");
    const channel = (await t.api("GET", "/channels")).data.find((c: any) => c.kind === "api");
    const real = await t.api("POST", `/channels/${channel.id}/messages`, {
      external_id: "real-1",
      from: { email: "someone@real.example" },
      text: "hello",
    });
    expect(real.status).toBeLessThan(300);
    await t.api("DELETE", "/sample-data");
    const { data } = await t.api("GET", "/conversations?view=all");
    expect(data.map((c: any) => c.id)).toEqual([real.data.conversation_id]);
    expect((await t.api("GET", "/channels")).data.some((c: any) => c.id === channel.id)).toBe(false);
  });

  test("nobody can sign in as a sample teammate, and nothing of it waits to be sent", async () => {
    await t.api("POST", "/sample-data");
    const accounts = await t.platform.db.asSystem("the test looks", (tx) =>
      tx.rows(sql`select 1 from accounts a join users u on u.id = a.user_id where u.email like '%@sample.invalid'`),
    );
    expect(accounts).toEqual([]);
    const { rows } = await t.platform.db.ownerPool.query(
      "select count(*)::int as n from messages where delivery_state in ('queued', 'sending')",
    );
    expect(rows[0].n).toBe(0);
  });
});
