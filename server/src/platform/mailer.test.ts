import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMailer } from "./mailer.ts";

const received: { user: string | undefined; to: string[]; content: string }[] = [];
const relay = new SMTPServer({
  disabledCommands: ["STARTTLS"],
  onAuth: ({ username, password }, _session, done) =>
    password === "right" ? done(null, { user: username }) : done(new Error("wrong password")),
  onData: async (stream, session, done) => {
    received.push({
      user: session.user as string,
      to: session.envelope.rcptTo.map((to) => to.address),
      content: await text(stream),
    });
    done();
  },
});
let address = "";
beforeAll(async () => {
  await new Promise<void>((done) => relay.listen(0, "127.0.0.1", done));
  address = `127.0.0.1:${(relay.server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((done) => relay.close(() => done())));

const mail = { to: "ann@example.com", subject: "Grüße\r\nBcc: evil@example.com", text: "Join: https://x/y" };

test("a mail reaches the relay, says it is automatic, and cannot be given more headers", async () => {
  const mailer = createMailer({ smtpUrl: `smtp://omni:right@${address}`, from: "Omniflow <no-reply@example.com>" });
  await mailer.send(mail);
  expect(mailer.canSend).toBe(true);
  expect(received).toMatchObject([{ user: "omni", to: ["ann@example.com"] }]);
  expect(received[0]?.content).toContain("From: Omniflow <no-reply@example.com>");
  expect(received[0]?.content).toContain("Auto-Submitted: auto-generated");
  expect(received[0]?.content).toContain("https://x/y");
  expect(received[0]?.content).not.toMatch(/^Bcc:/im);
  mailer.close();
});

test("a relay that refuses, or none, is an error that says so", async () => {
  const refused = createMailer({ smtpUrl: `smtp://omni:wrong@${address}`, from: "a@b.c" });
  await expect(refused.send(mail)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("relay did not take"),
  });
  const none = createMailer({ smtpUrl: null, from: "a@b.c" });
  expect(none.canSend).toBe(false);
  await expect(none.send(mail)).rejects.toThrow("OMNIFLOW_SMTP_URL");
});
