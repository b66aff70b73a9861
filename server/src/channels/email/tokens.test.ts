import { describe, expect, it } from "vitest";
import { mailbox, messageId, threadId } from "./testing.ts";
import {
  bounceAddress,
  findOwnMessage,
  messageMark,
  messageOfBounceAddress,
  replyAddress,
  threadOfAddress,
} from "./tokens.ts";

const box = mailbox();

describe("signed marks", () => {
  it("lead a reply address back to its thread, whatever a server does to its case", () => {
    const reply = replyAddress(box, threadId)!;
    expect(reply).toMatch(/^support\+[a-z2-7]+@acme\.test$/);
    expect(reply.split("@")[0]!.length).toBeLessThanOrEqual(64);
    expect(threadOfAddress(box, reply)).toBe(threadId);
    expect(threadOfAddress(box, reply.toUpperCase())).toBe(threadId);
  });

  it("mean nothing when one character is changed, for another mailbox, key or purpose", () => {
    const reply = replyAddress(box, threadId)!;
    const changed = reply.replace(/\+(.)/, (_, char) => `+${char === "a" ? "b" : "a"}`);
    expect(threadOfAddress(box, changed)).toBeNull();
    expect(threadOfAddress(mailbox({ key: "other" }), reply)).toBeNull();
    expect(threadOfAddress(mailbox({ address: "sales@acme.test" }), reply)).toBeNull();
    expect(messageOfBounceAddress(box, reply.replace("+", "+b-"))).toBeNull();
  });

  it("lead a bounce address and a Message-ID back to the message", () => {
    expect(messageOfBounceAddress(box, bounceAddress(box, messageId)!)).toBe(messageId);
    const mark = messageMark(box, messageId, threadId);
    expect(findOwnMessage(box, `References: <x@y> <${mark}@acme.test>`)).toEqual({ messageId, threadId });
    expect(findOwnMessage(mailbox({ key: "other" }), mark)).toBeNull();
  });

  it("hang on the mailbox's key where its own local part is too long for them", () => {
    const long = mailbox({ address: `${"long".repeat(8)}@acme.test` });
    const reply = replyAddress(long, threadId)!;
    expect(reply).toMatch(/^k234567890123456789k\+[a-z2-7]+@desk\.test$/);
    expect(threadOfAddress(long, reply)).toBe(threadId);
    const bounce = bounceAddress(long, messageId)!;
    expect(bounce.split("@")[0]!.length).toBe(64);
    expect(messageOfBounceAddress(long, bounce.replace("desk.test", "forwarded.test"))).toBe(messageId);
  });
});
