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
const address = "support@acme.test";

describe("signed marks", () => {
  it("lead a reply address back to its thread, whatever a server does to its case", () => {
    const reply = replyAddress(box, address, threadId)!;
    expect(reply).toMatch(/^support\+[a-z2-7]+@acme\.test$/);
    expect(reply.split("@")[0]!.length).toBeLessThanOrEqual(64);
    expect(threadOfAddress(box, address, reply)).toBe(threadId);
    expect(threadOfAddress(box, address, reply.toUpperCase())).toBe(threadId);
  });

  it("mean nothing when one character is changed, for another mailbox, key or purpose", () => {
    const reply = replyAddress(box, address, threadId)!;
    const changed = reply.replace(/\+(.)/, (_, char) => `+${char === "a" ? "b" : "a"}`);
    expect(threadOfAddress(box, address, changed)).toBeNull();
    expect(threadOfAddress(mailbox({ key: "other" }), address, reply)).toBeNull();
    expect(threadOfAddress(box, "sales@acme.test", reply)).toBeNull();
    expect(messageOfBounceAddress(box, address, reply.replace("+", "+b-"))).toBeNull();
  });

  it("lead a bounce address and a Message-ID back to the message", () => {
    expect(messageOfBounceAddress(box, address, bounceAddress(box, address, messageId)!)).toBe(messageId);
    const mark = messageMark(box, messageId, threadId);
    expect(findOwnMessage(box, `References: <x@y> <${mark}@acme.test>`)).toEqual({ messageId, threadId });
    expect(findOwnMessage(mailbox({ key: "other" }), mark)).toBeNull();
  });

  it("give no address when the local part would grow beyond what servers take", () => {
    expect(replyAddress(box, `${"long".repeat(8)}@acme.test`, threadId)).toBeNull();
  });
});
