import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeAdapter } from "../contract.ts";
import { email, fixture, mailbox, raw } from "./testing.ts";

const files = readdirSync(new URL("./fixtures/", import.meta.url)).filter((name) => name.endsWith(".eml"));
const again = Buffer.concat([
  Buffer.from("Received: by another.test; Fri, 20 Nov 2026 10:20:00 +0100\r\n"),
  fixture("gmail-reply.eml"),
]);

describeAdapter(email, {
  connection: mailbox({ relay: "smtp://127.0.0.1:1" }),
  unreachable: mailbox({ relay: "smtp://127.0.0.1:1" }),
  fixtures: [
    ...files.map((name) => ({ name, request: raw(fixture(name)) })),
    { name: "gmail-reply.eml by another way", request: raw(again), again: "gmail-reply.eml" },
    { name: "nobody named", request: raw("Subject: x\n\nx\n"), unreadable: true },
    {
      name: "could not be fetched",
      request: raw("From: a@b.test\n\n", { "x-mail-problem": "Too big." }),
      unreadable: true,
    },
    { name: "cursor only", request: raw("", { "x-cursor-only": "1" }) },
  ],
  outbound: [{ automatic: true }, { subject: "x\r\nBcc: victim@evil.test" }, { html: null }],
});

describe("the e-mail channel", () => {
  it("makes up an address only for mail that comes through our listener, and polls only what is fetched", () => {
    expect(email.address?.generated?.({ mode: "builtin" })).toBe(true);
    expect(email.address?.generated?.({ mode: "imap" })).toBe(false);
    expect(email.polls?.(mailbox())).toBe(false);
    expect(email.polls?.(mailbox({ settings: { mode: "imap" } }))).toBe(true);
  });
});
