import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { composeMail } from "./compose.ts";
import { type MailPart, renderMail } from "./render.ts";
import { email, mailbox, messageId, outbound, raw, read, threadId } from "./testing.ts";
import { messageOfBounceAddress, threadOfAddress } from "./tokens.ts";

const box = mailbox();
const render = (changes = {}, connection = box): MailPart => renderMail(outbound(changes), connection)[0]!;
const compose = async (changes = {}, connection = box) =>
  (await buffer(composeMail(render(changes, connection)))).toString();
const headerBlock = (mail: string) => mail.slice(0, mail.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");

describe("a rendered mail", () => {
  it("names its thread by Message-ID, In-Reply-To and References", () => {
    const part = render({ references: ["a@customer.test", "made-up:0011", "b@customer.test"] });
    expect(part.messageId).toMatch(/^omf\.[a-z2-7]{67}@acme\.test$/);
    expect(part.inReplyTo).toBe("b@customer.test");
    expect(part.references).toEqual(["a@customer.test", "b@customer.test"]);
  });

  it("keeps the first reference and the latest of a long thread", () => {
    const references = Array.from({ length: 80 }, (_, i) => `m${i}@customer.test`);
    const part = render({ references });
    expect(part.references).toHaveLength(30);
    expect([part.references[0], part.references.at(-1)]).toEqual(["m0@customer.test", "m79@customer.test"]);
  });

  it("asks for answers and bounces at signed addresses", () => {
    const part = render();
    expect(part.from).toEqual({ name: "Mia Agent", address: "support@acme.test" });
    expect(threadOfAddress(box, part.replyTo!.address)).toBe(threadId);
    expect(messageOfBounceAddress(box, part.envelope.from)).toBe(messageId);
  });

  it("uses plain addresses for a mailbox elsewhere, unless it takes plus addresses", () => {
    const imap = mailbox({ settings: { mode: "imap" } });
    expect(render({}, imap)).toMatchObject({ replyTo: null, envelope: { from: "support@acme.test" } });
    expect(render({}, mailbox({ settings: { mode: "imap", plus_addressing: true } })).replyTo).not.toBeNull();
  });

  it("that no person wrote says so and has no return path", async () => {
    const part = render({ automatic: true });
    expect(part.envelope.from).toBe("");
    const mail = headerBlock(await compose({ automatic: true }));
    expect(mail).toContain("Auto-Submitted: auto-replied");
    expect(mail).toContain("X-Auto-Response-Suppress: All");
  });

  it("reaches to, cc and bcc once each, and shows no bcc", async () => {
    const to = [{ kind: "email" as const, value: "Ann@Customer.test" }];
    const bcc = [{ kind: "email" as const, value: "hidden@customer.test" }];
    expect(render({ to, cc: to, bcc }).envelope.to).toEqual(["ann@customer.test", "hidden@customer.test"]);
    expect(await compose({ to, bcc })).not.toContain("hidden@");
  });

  it("lets nobody add a header, whatever names, subjects and file names hold", async () => {
    const evil = "x\r\nBcc: victim@evil.test\r\n\r\n<script>";
    const file = {
      id: "1",
      name: `${evil}.pdf`,
      contentType: "application/pdf\r\nX-Evil: 1",
      size: 1,
      contentId: `c"\r\nX-Evil: 1>`,
      open: async () => Readable.from(["x"]),
    };
    const mail = await compose({
      subject: evil,
      author: { name: evil },
      to: [{ kind: "email", value: "ann@customer.test", name: evil }],
      references: ["ok@customer.test", "bad@x>\r\nBcc: victim@evil.test"],
      files: [file],
    });
    for (const line of mail.split("\r\n")) expect(line).not.toMatch(/^(bcc|x-evil):/i);
    expect(mail.split("\r\n\r\n")[0]).not.toMatch(/^<script>/m);
  });

  it("refuses addresses that are none instead of sending elsewhere", () => {
    const to = ["a@b.test, c@d.test", '"x@evil.test" <a@b.test>', "a@b.test\r\nRCPT TO:<c@d.test>", "no-at"].map(
      (value) => ({ kind: "email" as const, value }),
    );
    expect(render({ to }).envelope.to).toEqual([]);
  });

  it("reads back as our own copy, with text, HTML, inline image and file", async () => {
    const file = (name: string, contentId?: string) => ({
      id: name,
      name,
      contentType: contentId ? "image/png" : "application/pdf",
      size: 3,
      contentId,
      open: async () => Readable.from([Buffer.from("abc")]),
    });
    const mail = await compose({
      files: [file("logo.png", "logo@omniflow"), file("Übersicht 17.pdf")],
      html: '<p>Grüße <img src="cid:logo@omniflow"></p>',
      text: "Grüße",
    });
    const [item] = await email.parse(raw(Buffer.from(mail)), box);
    expect(item).toMatchObject({
      kind: "message",
      ours: true,
      externalId: render().messageId,
      thread: `thread:${threadId}`,
      text: "Grüße",
      subject: "Re: Order 17",
    });
    const files = item?.kind === "message" ? item.files : [];
    expect(files.map((one) => [one.name, one.contentId, one.body && Buffer.from(one.body).toString()])).toEqual([
      ["logo.png", "logo@omniflow", "abc"],
      ["Übersicht 17.pdf", undefined, "abc"],
    ]);
  });

  it("is where the history begins in an answer, even when nothing else tells", async () => {
    const ours = render().html!;
    const answer = `From: ann@customer.test\nMessage-ID: <x1234567@y>\nContent-Type: text/html\n\n<div>My answer</div><div>Unusual words before a quote</div><div>${ours.replace("omniflow-answered", "m_-77omniflow-answered")}</div>`;
    const message = await read(answer);
    expect(message.text).toBe("My answer\nUnusual words before a quote");
    expect(message.quoted).toContain("it is on its way");
  });
});
