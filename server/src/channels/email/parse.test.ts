import { describe, expect, it } from "vitest";
import { email, fixture, mailbox, messageId, processorTime, raw, read, threadId } from "./testing.ts";
import { bounceAddress, messageMark, replyAddress } from "./tokens.ts";

const box = mailbox();
const mark = messageMark(box, messageId, threadId);
const own = (text: string, changes = {}) => read(text, {}, mailbox(changes));
const mail = (headers: string, body = "Hello") =>
  `From: Ann <ann@customer.test>\nTo: support@acme.test\nDate: Fri, 20 Nov 2026 10:15:00 +0100\n${headers}\n\n${body}\n`;

describe("what real mail programs send", () => {
  const cases: [file: string, text: string, quoted: RegExp | null][] = [
    [
      "gmail-reply.eml",
      "Thanks, that works for me.\n\nCan you also send the invoice?",
      /^On Thu, Nov 19[\s\S]*it is on its way/,
    ],
    ["gmail-html-only.eml", "Only HTML here & bold.", /Hello Ann/],
    ["outlook-2010.eml", "Guten Tag,\n\ndie Lieferung passt für uns.", /Von: Mia Agent[\s\S]*Hallo Petra, kommt/],
    [
      "outlook-365.eml",
      "Please see the picture.\n\n[cid:image001.png@01DB3B3A.1234]",
      /From: Mia Agent[\s\S]*on its way/,
    ],
    ["apple-mail.eml", "Before the file.\n\n\nAfter the file.", /On 19. Nov 2026/],
    ["yahoo.eml", "Please cancel it.", /Hello Yana/],
    ["quote-german.eml", "Vielen Dank, das passt.", /schrieb Mia/],
    ["quote-german-web.eml", "Vielen Dank, das passt.", /Hallo Petra/],
    ["quote-french.eml", "Parfait, merci beaucoup.", /^Le jeu\.[\s\S]*c'est parti/],
    ["quote-japanese.eml", "ありがとうございます。", /発送しました/],
    ["quote-croatian.eml", "Hvala, stiglo je.", /^čet, 19/],
    ["quote-polish.eml", "Dziękuję.", /Wysłane/],
    ["quote-outlook-croatian.eml", "Primljeno, hvala.", /Šalje: Mia[\s\S]*Pozdrav/],
    ["quote-below.eml", "I answer below, as one should.", /it is on its way/],
    [
      "quote-interleaved.eml",
      "On Thu, Nov 19, 2026 at 4:03 PM Mia Agent <support@acme.test> wrote:\n> Which colour?\n\nBlue.\n\n> Which size?\n\nLarge.",
      null,
    ],
    [
      "quote-only.eml",
      "On Thu, Nov 19, 2026 at 4:03 PM Mia Agent <support@acme.test> wrote:\n> Hello Ann,\n> it is on its way.",
      null,
    ],
    ["signature-phone.eml", "Where is my parcel?", /iPhone/],
    ["empty.eml", "", null],
    ["latin1-raw-headers.eml", "Größe: 5 m².", null],
    ["wrong-charset.eml", "München", null],
    ["koi8-r.eml", "Добрый день", null],
    ["calendar-invite.eml", "You have been invited to Demo.", null],
    ["pgp-signed.eml", "I sign what I say ✓", null],
    ["smime-signed.eml", "Signed by certificate.", null],
    ["tnef.eml", "See attached.", null],
    ["nested-message.eml", "Two mails attached.", null],
    ["broken-mime.eml", "The end is missing", null],
    ["lf-only.eml", "bare line feeds", null],
  ];
  it.each(cases)("%s", async (file, text, quoted) => {
    const message = await read(fixture(file));
    expect(message.text).toBe(text);
    if (quoted) expect(message.quoted).toMatch(quoted);
    else expect(message.quoted).toBeUndefined();
  });

  it("keeps what was forwarded in sight", async () => {
    const message = await read(fixture("forward.eml"));
    expect(message.text).toContain("Please handle.");
    expect(message.text).toContain("The box was broken.");
  });

  it.each([
    [
      "an old answer below initials",
      "Hello Tom,\n\nMonday, October 7, 2002, 4:45:02 PM, you wrote:\n\nT> One.\nT> Two.\n\nWow, three.",
    ],
    [
      "an answer after a shortened quote",
      "Hi,\n\nOn Sun, 01 Sep 2002 00:05:03 MDT Reg wrote:\n\n[...]\n> in messages\n\nYes, the key.",
    ],
  ])("never hides %s", async (_name, body) => {
    expect((await read(mail("Message-ID: <abc123456@x.test>", body))).text).toBe(body);
  });

  it("reads HTML whose head never ends", async () => {
    const html = "<html><head><title>x</title><style>p{}</style><div>Seen</div>";
    expect((await read(mail("Message-ID: <abc123456@x.test>\nContent-Type: text/html", html))).text).toBe("Seen");
  });

  it("cuts the HTML where only history follows, and loses none of it", async () => {
    const outlook = await read(fixture("outlook-365.eml"));
    expect(outlook.html).toContain('<img src="cid:image001.png@01DB3B3A.1234">');
    expect(outlook.html).not.toContain("divRplyFwdMsg");
    expect(outlook.quotedHtml).toMatch(/^<div id="appendonsend">[\s\S]*Hello Paul/);
    for (const file of ["gmail-html-only.eml", "outlook-2010.eml", "yahoo.eml"]) {
      const { html, quotedHtml } = await read(fixture(file));
      expect(html, file).not.toMatch(/Hello Ann|Hallo Petra, kommt|Hello Yana/);
      expect(`${html}${quotedHtml}`, file).toMatch(/^<[\s\S]*(Hello Ann|Hallo Petra, kommt|Hello Yana)[\s\S]*>\s*$/);
    }
  });

  it.each([
    ["an answer below the quote", '<blockquote type="cite">Q</blockquote><p>A</p>'],
    [
      "answers between the quotes",
      '<p>Hi</p><blockquote type="cite">Q1</blockquote><p>A1</p><blockquote type="cite">Q2</blockquote>',
    ],
    ["a mail that is only a quote", '<blockquote type="cite">Q</blockquote>'],
    ["no quote at all", "<p>Hi</p><blockquote>cited poem</blockquote>"],
  ])("leaves HTML whole for %s", async (_name, html) => {
    const message = await read(mail("Message-ID: <abc123456@x.test>\nContent-Type: text/html", html));
    expect(message.html?.trim()).toBe(html);
    expect(message.quotedHtml).toBeUndefined();
  });

  it("decodes names and subjects, also raw and wrongly encoded ones", async () => {
    expect((await read(fixture("latin1-raw-headers.eml"))).from.name).toBe("Jürgen Müller");
    expect((await read(fixture("latin1-raw-headers.eml"))).subject).toBe("Grüße aus Köln");
    expect((await read(fixture("koi8-r.eml"))).subject).toBe("Заказ");
    expect((await read(fixture("quote-japanese.eml"))).from.name).toBe("田中");
    expect((await read(fixture("outlook-2010.eml"))).from.name).toBe("Petra Müller");
  });

  it("tells who else is in it, without ourselves", async () => {
    const message = await read(fixture("outlook-365.eml"));
    expect(message.others?.map((one) => [one.role, one.identity.value])).toEqual([
      ["cc", "eve@bigcorp.test"],
      ["cc", "fred@bigcorp.test"],
    ]);
    const tagged = replyAddress(box, threadId);
    const list = await read(
      mail(`Message-ID: <abc123456@x.test>\nCc: ${tagged}, Bob <bob@partner.test>\nReply-To: other@customer.test`),
    );
    expect(list.others?.map((one) => [one.role, one.identity.value])).toEqual([
      ["reply_to", "other@customer.test"],
      ["cc", "bob@partner.test"],
    ]);
  });

  it("takes the stated date, but no date of the future and none that is no date", async () => {
    expect((await read(fixture("gmail-reply.eml"))).sentAt.toISOString()).toBe("2026-11-20T09:15:00.000Z");
    const facts = { "x-received-at": "2026-11-20T12:00:00.000Z" };
    expect((await read(fixture("broken-mime.eml"), facts)).sentAt.toISOString()).toBe("2026-11-20T12:00:00.000Z");
    const ahead = mail("Message-ID: <abc123456@x.test>").replace("2026", "2096");
    expect((await read(ahead, facts)).sentAt.toISOString()).toBe("2026-11-20T12:00:00.000Z");
  });
});

describe("files", () => {
  const names = async (file: string) => (await read(fixture(file))).files.map((one) => [one.name, one.contentType]);

  it("come with sane names and their content ids", async () => {
    const [image] = (await read(fixture("outlook-365.eml"))).files;
    expect(image).toMatchObject({
      name: "image001.png",
      contentType: "image/png",
      contentId: "image001.png@01DB3B3A.1234",
    });
    expect(image?.body?.length).toBe(70);
    expect(await names("apple-mail.eml")).toEqual([["Rechnung ü.pdf", "application/pdf"]]);
    expect(await names("calendar-invite.eml")).toEqual([
      ["invite.ics", "text/calendar"],
      ["invite.ics", "application/ics"],
    ]);
    expect(await names("tnef.eml")).toEqual([["winmail.dat", "application/ms-tnef"]]);
    expect(await names("smime-signed.eml")).toEqual([["smime.p7s", "application/pkcs7-signature"]]);
    expect(await names("nested-message.eml")).toEqual([
      ["Inner ü-one.eml", "message/rfc822"],
      ["file-2.eml", "message/rfc822"],
    ]);
    expect(await names("broken-mime.eml")).toEqual([["half.png", "image/png"]]);
  });

  it("cannot smuggle folders, hidden characters or turned-round endings", async () => {
    const message = await read(fixture("hostile-names.eml"));
    expect(message.files.map((one) => one.name)).toEqual(["evil.bat", "htaccess", "CON______.html"]);
    expect(message.subject).toBe("Hi Bcc: victim@x.test gpj.exe");
    expect(message.from.name).not.toMatch(/[\r\n]/);
  });
});

describe("which message and which thread", () => {
  it("uses the Message-ID when it can tell mails apart", async () => {
    expect((await read(fixture("gmail-reply.eml"))).externalId).toBe("CAK7b2x8_9Zq1=abcdefgh1234567@mail.gmail.com");
  });

  it("makes one up for a missing, empty or meaningless one: another for another mail, the same for the same bytes", async () => {
    const ids: string[] = [];
    for (const file of ["no-message-id.eml", "empty-message-id.eml", "weak-message-id.eml"]) {
      const once = await read(fixture(file), { "x-received-at": "2026-11-20T10:00:00Z" });
      const again = await read(fixture(file), { "x-received-at": "2026-11-20T10:09:00Z" });
      expect(once.externalId).toMatch(/^made-up:[0-9a-f]{40}$/);
      expect(again.externalId).toBe(once.externalId);
      ids.push(once.externalId);
    }
    expect(new Set(ids).size).toBe(3);
  });

  it("takes a mail with neither id nor date as new each time it arrives", async () => {
    const text = "From: alarm@device.test\nTo: support@acme.test\n\nALARM\n";
    const first = await read(text, { "x-imap-uid": "7" });
    const second = await read(text, { "x-imap-uid": "8" });
    expect(second.externalId).not.toBe(first.externalId);
  });

  it("gives mails that share an id different fingerprints, and one mail that comes twice the same", async () => {
    const first = await read(fixture("repeated-message-id-1.eml"));
    const second = await read(fixture("repeated-message-id-2.eml"));
    const again = await read(
      Buffer.concat([Buffer.from("Received: by another.test\r\n"), fixture("repeated-message-id-1.eml")]),
    );
    expect(second.externalId).toBe(first.externalId);
    expect(second.fingerprint).not.toBe(first.fingerprint);
    expect([again.externalId, again.fingerprint]).toEqual([first.externalId, first.fingerprint]);
  });

  it("names what it answers, nearest first", async () => {
    const message = await read(
      mail("Message-ID: <abc123456@x.test>\nIn-Reply-To: <c@x>\nReferences: <a@x> <b@x>\n <c@x>"),
    );
    expect(message.inReplyTo).toEqual(["c@x", "b@x", "a@x"]);
    expect(message.thread).toBeNull();
  });

  const token = replyAddress(box, threadId)!;
  it.each([
    ["To", `To: ${token}`],
    ["Cc", `Cc: "Acme" <${token}>`],
    ["Delivered-To", `Delivered-To: ${token}`],
    ["X-Original-To", `X-Original-To: ${token.toUpperCase()}`],
    ["In-Reply-To", `In-Reply-To: <${mark}@acme.test>`],
    ["References", `References: <x@y> <${mark}@acme.test> <z@customer.test>`],
  ])("finds our token in %s", async (_where, header) => {
    expect((await read(mail(`Message-ID: <abc123456@x.test>\n${header}`))).thread).toBe(`thread:${threadId}`);
  });

  it("finds our token in the envelope", async () => {
    expect((await read(mail("Message-ID: <abc123456@x.test>"), { "x-envelope-to": token })).thread).toBe(
      `thread:${threadId}`,
    );
  });

  it("believes no token of another mailbox and no forged one", async () => {
    const other = mailbox({ key: "another key" });
    const forged = replyAddress(other, threadId);
    const id = messageMark(other, messageId, threadId);
    const message = await read(mail(`Message-ID: <abc123456@x.test>\nCc: ${forged}\nIn-Reply-To: <${id}@acme.test>`));
    expect(message.thread).toBeNull();
  });

  it("knows a copy of our own mail by our signed id, never by From alone", async () => {
    const from = (id: string) =>
      `From: Mia <support@acme.test>\nTo: ann@customer.test\nMessage-ID: <${id}>\nDate: Fri, 20 Nov 2026 10:15:00 +0100\n\nHi\n`;
    expect(await own(from(`${mark}@acme.test`))).toMatchObject({ ours: true, externalId: `${mark}@acme.test` });
    expect((await own(from("someone-1234567@evil.test"))).ours).toBeUndefined();
    const stranger = from(`${mark}@acme.test`).replace("support@", "eve@evil.");
    expect((await own(stranger.replace("evil.acme", "evil"))).ours).toBeUndefined();
  });
});

describe("mail no person wrote", () => {
  it.each([
    ["mailing-list.eml", "list"],
    ["out-of-office.eml", "auto_reply"],
    ["bounce-stranger.eml", "bounce"],
    ["gmail-reply.eml", undefined],
    ["calendar-invite.eml", undefined],
  ] as const)("%s → %s", async (file, kind) => {
    expect((await read(fixture(file))).automatic).toBe(kind);
  });

  it.each([
    ["Auto-Submitted: no", undefined],
    ["Auto-Submitted: auto-replied (vacation)", "auto_reply"],
    ["X-Autoreply: yes", "auto_reply"],
    ["Precedence: bulk", "list"],
    ["Return-Path: <>", "auto_reply"],
    ["Subject: Réponse automatique : absence", "auto_reply"],
    ["Subject: Out of office plants for sale?", "auto_reply"],
    ["X-Auto-Response-Suppress: All", undefined],
  ] as const)("%s → %s", async (header, kind) => {
    expect((await read(mail(`Message-ID: <abc123456@x.test>\n${header}`))).automatic).toBe(kind);
  });

  it("keeps an out-of-office note that came to the bounce address, and says which message it answers", async () => {
    const facts = { "x-envelope-to": bounceAddress(box, messageId)! };
    const message = await read(fixture("out-of-office.eml"), facts);
    expect(message.automatic).toBe("auto_reply");
    expect(message.inReplyTo).toEqual(["first.1234567@acme.test", `message:${messageId}`]);
  });
});

describe("mail that cannot be read", () => {
  it("is refused with words only when nobody can be named", async () => {
    await expect(email.parse(raw("Subject: x\n\nwho am I\n"), box)).rejects.toMatchObject({
      retry: false,
      reason: expect.stringContaining("no sender"),
    });
    expect((await read("From: broken\nReply-To: real@customer.test\n\nx\n")).from.value).toBe("real@customer.test");
    expect((await read("Subject: x\n\nx\n", { "x-envelope-from": "env@customer.test" })).from.value).toBe(
      "env@customer.test",
    );
  });

  it("nested beyond reason keeps its headers, and the original as a file", async () => {
    let body = "Content-Type: text/plain\n\ndeep\n";
    for (let i = 0; i < 300; i++)
      body = `Content-Type: multipart/mixed; boundary="b${i}"\n\n--b${i}\n${body}\n--b${i}--\n`;
    const message = await read(`From: deep@customer.test\nSubject: Deep\n${body}`);
    expect(message.subject).toBe("Deep");
    expect(message.files.map((file) => file.name)).toEqual(["original.eml"]);
    expect(message.text).toMatch(/could not be read/);
  });

  it("with thousands of parts or recipients stays small and quick", async () => {
    const parts = Array.from({ length: 20_000 }, () => "--b\n\nx\n").join("");
    const people = Array.from({ length: 10_000 }, (_, i) => `p${i}@customer.test`).join(",\n ");
    const started = processorTime();
    const many = await read(
      `From: a@customer.test\nTo: ${people}\nContent-Type: multipart/mixed; boundary="b"\n\n${parts}--b--\n`,
    );
    expect(many.others).toHaveLength(100);
    const files = Array.from({ length: 2_000 }, () => "--b\nContent-Type: image/png\n\nx\n").join("");
    const full = await read(`From: a@customer.test\nContent-Type: multipart/mixed; boundary="b"\n\n${files}--b--\n`);
    expect(full.files).toHaveLength(201);
    expect(full.details?.damage).toContain("2000 files");
    expect(processorTime() - started).toBeLessThan(10_000);
  });

  it("of 20 MB is read beside the server, whole", async () => {
    const file = `${"QUJD".repeat(18)}\r\n`.repeat(280_000);
    const text = `From: big@customer.test\nMessage-ID: <big1234567@x.test>\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nbig\n--b\nContent-Type: application/zip; name="big.zip"\nContent-Transfer-Encoding: base64\n\n`;
    let ticks = 0;
    const timer = setInterval(() => ticks++, 20);
    const message = await read(Buffer.from(`${text.replaceAll("\n", "\r\n")}${file}\r\n--b--\r\n`));
    clearInterval(timer);
    expect(message.text).toBe("big");
    expect(message.files[0]?.body?.length).toBe(15_120_000);
    expect(ticks).toBeGreaterThan(3);
  });

  it("of many megabytes takes turns with others of its kind", async () => {
    const text = (n: number) =>
      `From: a@customer.test\nMessage-ID: <turn${n}234567@x.test>\nSubject: ${n}\n\n${`${"line of text ".repeat(60)}\n`.repeat(1500)}`;
    const mails = await Promise.all([1, 2, 3].map((n) => read(text(n))));
    expect(mails.map((one) => one.subject)).toEqual(["1", "2", "3"]);
    expect(mails.every((one) => one.files[0]?.name === "full-message.txt")).toBe(true);
  });

  it("whose HTML nests without end keeps its words; the HTML becomes a file, for it would cost every parser minutes", async () => {
    const started = processorTime();
    const message = await read(`From: a@customer.test\nContent-Type: text/html\n\n${"<div>".repeat(100_000)}words`);
    expect(message).toMatchObject({ text: "words", files: [{ name: "full-message.html" }] });
    expect(message.html).toBeUndefined();
    expect(processorTime() - started).toBeLessThan(10_000);
  });

  it.each([
    ["attributions", "On 3 May 2020, x <a@b.test> wrote:\ntext\n".repeat(20_000)],
    ["attributions and quotes", `a\n${"On 3 May 2020, x <a@b.test> wrote:\n> q\ntext\n".repeat(20_000)}`],
    ["header lines", "From: a\nDate: b\n".repeat(20_000)],
    ["paragraphs", "<p>".repeat(200_000)],
  ])("of nothing but %s takes time in proportion", async (_name, body) => {
    const started = processorTime();
    await read(`From: a@customer.test\nContent-Type: text/${body.startsWith("<") ? "html" : "plain"}\n\n${body}end\n`);
    expect(processorTime() - started).toBeLessThan(10_000);
  });

  it("that is one endless text is cut, with the whole as a file", async () => {
    const message = await read(`From: a@customer.test\n\n${"word ".repeat(100_000)}\n`);
    expect(message.text.length).toBeLessThan(200_010);
    expect(message.files.map((file) => file.name)).toEqual(["full-message.txt"]);
  });

  it("never carries NUL, which no database takes", async () => {
    const message = await read(
      'From: a\0b <nul@customer.test>\nSubject: a\0b\nContent-Type: text/plain; name="a\0b"\n\nx\0y\n',
    );
    expect(JSON.stringify({ ...message, files: message.files.map((file) => file.name) })).not.toContain("\\u0000");
  });
});
