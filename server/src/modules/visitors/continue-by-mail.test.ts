/** Which unread answers go by mail, when, and how often. */
import { afterAll, describe, expect, test } from "vitest";
import { sql } from "../../platform/db.ts";
import { visitorTasks } from "./continue-by-mail.ts";
import { openChat } from "./testing.ts";

const { t, channelId, open, texts, conversationOf, reply } = await openChat();
afterAll(() => t.close());

describe("the way on by mail", () => {
  const email = "gone@example.com";
  const look = (thread: string) =>
    visitorTasks.mail_unread_chat!(
      t.platform,
      { workspace_id: t.workspaceId, thread_id: thread },
      AbortSignal.timeout(5000),
    );
  const mails = async (conversation: string) =>
    (await t.api("GET", `/conversations/${conversation}/messages`)).data.filter(
      (m: { channel: string }) => m.channel === "email",
    );
  /** Makes everything said and seen so far lie further back. */
  const pass = (minutes: number) =>
    t.platform.db.asSystem("tests turn back time", async (tx) => {
      const by = sql`make_interval(mins => ${minutes})`;
      await tx.run(sql`update messages set created_at = created_at - ${by}, sent_at = sent_at - ${by}`);
      await tx.run(sql`update visitors set last_seen_at = last_seen_at - ${by}`);
    });
  const threadOf = async (conversation: string) =>
    (await t.platform.db.inWorkspace(t.workspaceId, (tx) =>
      tx.row<{ id: string }>(
        sql`select id from threads where conversation_id = ${conversation} and connection_id = ${channelId}`,
      ),
    ))!.id;

  test("a visitor who left gets unread answers once, in the same conversation", async () => {
    const visitor = await open({ email });
    const conversation = await conversationOf((await visitor.say("Hi")).data);
    const thread = await threadOf(conversation);
    await reply(conversation, "First");
    const second = await reply(conversation, "Second");
    await look(thread);
    expect(await mails(conversation), "too early").toEqual([]);
    await pass(4);
    await visitor.call("POST", "receipts", { state: "delivered", message_ids: [second] });
    await look(thread);
    expect(await mails(conversation), "still there").toEqual([]);
    await pass(2);
    await look(thread);
    await look(thread);
    const sent = await mails(conversation);
    expect(sent).toHaveLength(1);
    expect(sent[0].recipients.to).toMatchObject([{ kind: "email", value: email }]);
    expect(sent[0].text).toContain("First");
    expect(sent[0].text).toContain("Second");
    expect(sent[0].text).not.toMatch(/https?:/);
    expect(await texts(visitor), "the mail is not shown again in the chat").toEqual([
      "visitor: Hi",
      "team: First",
      "team: Second",
    ]);
    await reply(conversation, "Third");
    await pass(10);
    await look(thread);
    expect((await mails(conversation)).at(-1).text).not.toContain("First");
    expect(new Set((await mails(conversation)).map((m: { thread_id: string }) => m.thread_id)).size).toBe(1);
  });

  test("not to an address that has opted out of mail: the answers say so, and it is not tried again", async () => {
    const email = "optedout@example.com";
    const visitor = await open({ email });
    const conversation = await conversationOf((await visitor.say("Hi")).data);
    const contact = (await t.api("GET", `/conversations/${conversation}`)).data.contact.id;
    const { data } = await t.api("POST", `/contacts/${contact}/identities`, { kind: "email", value: email });
    const identity_id = data.identities.find((one: { kind: string }) => one.kind === "email").id;
    await t.api("PUT", `/contacts/${contact}/consents`, { identity_id, channel: "email", state: "opted_out" });
    const id = await reply(conversation, "By chat only");
    await pass(10);
    const thread = await threadOf(conversation);
    await look(thread);
    await look(thread);
    expect(await mails(conversation)).toEqual([]);
    const steps = (await t.api("GET", `/conversations/${conversation}/messages/${id}/delivery`)).data;
    expect(JSON.stringify(steps).match(/opted out of e-mail/g)).toHaveLength(1);
  });

  test("not what was read, and not without an address", async () => {
    const visitor = await open({ email: "reader@example.com" });
    const conversation = await conversationOf((await visitor.say("Hi")).data);
    const id = await reply(conversation, "Read");
    await visitor.call("POST", "receipts", { state: "read", message_ids: [id] });
    const nobody = await open();
    const other = await conversationOf((await nobody.say("Hi")).data);
    await reply(other, "Lost");
    await pass(10);
    for (const each of [conversation, other]) {
      await look(await threadOf(each));
      expect(await mails(each)).toEqual([]);
    }
  });
});
