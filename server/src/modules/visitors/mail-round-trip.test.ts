/** Out of the chat by mail and back: a real SMTP server receives the unread answer, and the reply to it lands in the same conversation. */
import { randomUUID } from "node:crypto";
import { type ParsedMail, simpleParser } from "mailparser";
import nodemailer from "nodemailer";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "../../platform/db.ts";
import { openTest, type Test } from "../../test/kit.ts";
import { visitorTasks } from "./continue-by-mail.ts";

const received: ParsedMail[] = [];
let relay: SMTPServer;
let t: Test;

beforeAll(async () => {
  relay = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        received.push(mail);
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const { port } = relay.server.address() as { port: number };
  t = await openTest({ settings: { OMNIFLOW_SMTP_URL: `smtp://127.0.0.1:${port}` } });
});
afterAll(async () => {
  await t.close();
  await new Promise<void>((resolve) => relay.close(() => resolve()));
});

test("an unread answer goes by mail; the reply continues the conversation", async () => {
  const { key } = (await t.api("GET", "/channels")).data.find((channel: { kind: string }) => channel.kind === "chat");
  const call = (path: string, body: object, headers = {}) => t.as(headers)("POST", `/api/widget/${key}/${path}`, body);
  const page = { url: "https://shop.example/", title: "Shop" };
  const who = { email: "jane@example.com", name: "Jane" };
  const session = await call("session", {
    origin: "https://shop.example",
    page,
    language: "en",
    time_zone: "UTC",
    ...who,
  });
  const authorization = `Bearer ${session.data.token}`;
  await call("messages", { id: randomUUID(), text: "Where is my lamp?", file_ids: [], page }, { authorization });
  const [conversation] = (await t.api("GET", "/conversations")).data;
  await t.api("POST", `/conversations/${conversation.id}/messages`, { kind: "message", text: "In Hamburg." });
  await t.work();
  const thread = await t.platform.db.asSystem("tests turn back time", async (tx) => {
    await tx.run(
      sql`update messages set created_at = created_at - interval '9 minutes', sent_at = sent_at - interval '9 minutes'`,
    );
    await tx.run(sql`update visitors set last_seen_at = last_seen_at - interval '9 minutes'`);
    return tx.row<{ id: string }>(sql`select id from threads`);
  });
  const payload = { workspace_id: t.workspaceId, thread_id: thread!.id };
  await visitorTasks.mail_unread_chat!(t.platform, payload, AbortSignal.timeout(5000));
  await t.work();
  await expect.poll(() => received.length, { timeout: 5000 }).toBe(1);
  const [mail] = received;
  expect(mail!.text).toContain("In Hamburg.");
  expect(mail!.headers.get("auto-submitted")).toBeUndefined();
  const replyTo = mail!.replyTo!.value[0]!.address!;

  const sender = nodemailer.createTransport({
    host: "127.0.0.1",
    port: t.running.smtpPort!,
    secure: false,
    ignoreTLS: true,
  });
  await sender.sendMail({
    from: "Jane <jane@example.com>",
    to: replyTo,
    subject: `Re: ${mail!.subject}`,
    text: "Please hurry.",
    inReplyTo: mail!.messageId,
  });
  sender.close();
  await t.work();
  const all = (await t.api("GET", "/conversations")).data;
  expect(all.map((each: { id: string }) => each.id)).toEqual([conversation.id]);
  const messages = (await t.api("GET", `/conversations/${conversation.id}/messages`)).data;
  expect(messages.map((m: { channel: string; direction: string }) => `${m.channel} ${m.direction}`)).toEqual([
    "chat in",
    "chat out",
    "email out",
    "email in",
  ]);
  // Whoever reads the mailbox of that address may answer; whoever merely typed it into the chat does not see it there.
  const chat = await t.as({ authorization })("GET", `/api/widget/${key}/messages`);
  expect(chat.data.messages.map((m: { text: string }) => m.text)).toEqual(["Where is my lamp?", "In Hamburg."]);
});
