import { describe, expect, it } from "vitest";
import { email, fixture, mailbox, messageId, raw, threadId } from "./testing.ts";
import { bounceAddress, messageMark } from "./tokens.ts";

const box = mailbox();
const mark = messageMark(box, messageId, threadId);
const verp = bounceAddress(box, messageId)!;
const bounce = (file: string) => fixture(file).toString("latin1").replaceAll("{MARK}", mark).replaceAll("{VERP}", verp);
const parse = (text: string, headers = {}) => email.parse(raw(text, headers), box);

const of = (recipient: string, state: string, reason: string) => ({
  kind: "receipt",
  externalId: `message:${messageId}`,
  state,
  recipient,
  reason: expect.stringContaining(reason),
});

describe("bounces lead back to the message they are about", () => {
  it("Postfix: each recipient by our Message-ID in the returned headers", async () => {
    expect(await parse(bounce("bounce-postfix.eml"))).toEqual([
      of("gone@customer.test", "failed", "The address does not exist — 550 5.1.1"),
      of("full@customer.test", "failed", "The mailbox is full — 552 5.2.2 Mailbox full"),
    ]);
  });

  it("Exchange, which gave the mail another Message-ID: by our own header", async () => {
    const expected = of("paul@bigcorp.test", "failed", "refuses it by its policy — 550 5.7.133");
    expect(await parse(bounce("bounce-exchange.eml"))).toEqual([expected]);
  });

  it("Exim, which writes prose: by the address it came to", async () => {
    const expected = of("nobody@exim-customer.test", "failed", "The address does not exist — 550 No such user here");
    expect(await parse(bounce("bounce-exim.eml"))).toEqual([expected]);
  });

  it("qmail: by our Message-ID in its prose", async () => {
    expect(await parse(bounce("bounce-qmail.eml"))).toEqual([
      of("old@qmail-customer.test", "failed", "The address does not exist — Remote host said: 550 5.1.1"),
    ]);
  });

  it("Gmail: a delay is not a failure", async () => {
    const expected = of(
      "slow@customer.test",
      "deferred",
      "The receiving server does not answer; the server tries again",
    );
    expect(await parse(bounce("bounce-gmail.eml"))).toEqual([expected]);
  });

  it("by the envelope recipient alone, when the report returns nothing", async () => {
    const receipts = await parse(bounce("bounce-stranger.eml"), { "x-envelope-to": verp });
    expect(receipts).toMatchObject([{ kind: "receipt", externalId: `message:${messageId}`, state: "failed" }]);
  });
});

describe("a bounce of a mail we did not send", () => {
  it("is kept as a message nobody answers", async () => {
    const items = await parse(bounce("bounce-stranger.eml"));
    expect(items).toMatchObject([
      {
        kind: "message",
        automatic: "bounce",
        thread: null,
        text: "You never sent this.",
        inReplyTo: ["forged-by-a-spammer@evil.test"],
      },
    ]);
  });

  it("is so too when it carries a mark signed by someone else", async () => {
    const forged = messageMark(mailbox({ key: "guess" }), messageId, threadId);
    const items = await parse(fixture("bounce-postfix.eml").toString().replaceAll("{MARK}", forged));
    expect(items).toMatchObject([{ kind: "message", automatic: "bounce" }]);
  });
});
