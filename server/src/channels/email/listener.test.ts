import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { promisify } from "node:util";
import nodemailer from "nodemailer";
import { afterEach, describe, expect, it } from "vitest";
import type { RawRequest } from "../adapter.ts";
import { createMailListener, type MailListener, type MailListenerOptions } from "./listener.ts";
import { createLimits } from "./listener-limits.ts";
import { email, mailbox } from "./testing.ts";

type Target = { name: string };
const support = { name: "support" };
const sales = { name: "sales" };
const addresses: Record<string, Target> = {
  "support@acme.test": support,
  "help@acme.test": support,
  "sales@acme.test": sales,
};

let listener: MailListener | undefined;
afterEach(() => listener?.close());

async function start(changes: Partial<MailListenerOptions<Target>> = {}) {
  const taken: { target: string; raw: RawRequest }[] = [];
  listener = await createMailListener<Target>({
    port: 0,
    host: "127.0.0.1",
    maxSize: 200_000,
    resolve: async (address) => addresses[address] ?? null,
    accept: async (target, raw) => void taken.push({ target: target.name, raw }),
    log: { warn: () => {} },
    ...changes,
  });
  const transport = nodemailer.createTransport({ host: "127.0.0.1", port: listener.port, ignoreTLS: true });
  const send = (to: string[], text = "Hello", from = "ann@customer.test") =>
    transport.sendMail({
      envelope: { from, to },
      raw: `From: ${from}\r\nMessage-ID: <m1234567@customer.test>\r\n\r\n${text}\r\n`,
    });
  return { taken, send, port: listener.port };
}

/** Says each line when the server has answered the one before. */
function talk(port: number, lines: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const replies: string[] = [];
    const socket = connect(port, "127.0.0.1");
    socket.on("error", reject);
    socket.on("close", () => resolve(replies));
    socket.on("data", (data) => {
      replies.push(...data.toString().trim().split("\r\n"));
      const line = lines.shift();
      if (line === undefined) socket.destroy();
      else socket.write(`${line}\r\n`);
    });
  });
}

describe("the mail listener", () => {
  it("hands a mail over with what the envelope said", async () => {
    const { taken, send } = await start();
    await send(["Support+Token@acme.test"]);
    expect(taken[0]).toMatchObject({
      target: "support",
      raw: {
        headers: {
          "x-envelope-from": "ann@customer.test",
          "x-envelope-to": "support+token@acme.test",
          "x-remote-address": "127.0.0.1",
        },
      },
    });
    const [message] = await email.parse(taken[0]!.raw, mailbox());
    expect(message).toMatchObject({ kind: "message", text: "Hello", from: { value: "ann@customer.test" } });
  });

  it("gives each mailbox a mail once, however many of its addresses were named", async () => {
    const { taken, send } = await start();
    await send(["support@acme.test", "support+x@acme.test", "help@acme.test", "sales@acme.test"]);
    expect(taken.map((one) => one.target)).toEqual(["support", "sales"]);
    expect(taken[0]!.raw.headers["x-envelope-to"]).toBe("support@acme.test, support+x@acme.test, help@acme.test");
  });

  it("keeps the envelopes of one connection apart", async () => {
    const { taken, port } = await start();
    const mail = (to: string) => ["MAIL FROM:<a@b.test>", `RCPT TO:<${to}>`, "DATA", "From: a@b.test\r\n\r\nx\r\n."];
    await talk(port, ["EHLO x", ...mail("support@acme.test"), ...mail("sales@acme.test"), "QUIT"]);
    expect(taken.map((one) => one.raw.headers["x-envelope-to"])).toEqual(["support@acme.test", "sales@acme.test"]);
  });

  it("is no relay: an address that is none of ours gets 550, and the others their mail", async () => {
    const { taken, send } = await start();
    await expect(send(["stranger@elsewhere.test"])).rejects.toMatchObject({
      responseCode: 550,
      response: expect.stringContaining("is not a mailbox here"),
    });
    const info = await send(["stranger@elsewhere.test", "sales@acme.test"]);
    expect(info.rejected).toEqual(["stranger@elsewhere.test"]);
    expect(taken.map((one) => one.target)).toEqual(["sales"]);
  });

  it("says 250 only when the mail is stored, else 451; a second try of a stored mail is the same message", async () => {
    let broken = true;
    const stored: { target: string; raw: RawRequest }[] = [];
    const { send } = await start({
      accept: async (target, raw) => {
        if (target === sales && broken) throw new Error("database is down");
        stored.push({ target: target.name, raw });
      },
    });
    await expect(send(["support@acme.test", "sales@acme.test"])).rejects.toMatchObject({ responseCode: 451 });
    broken = false;
    await send(["support@acme.test", "sales@acme.test"]);
    expect(stored.map((one) => one.target)).toEqual(["support", "support", "sales"]);
    const ids = await Promise.all(stored.slice(0, 2).map(async (one) => (await email.parse(one.raw, mailbox()))[0]));
    expect(ids[0]).toMatchObject({ externalId: (ids[1] as { externalId: string }).externalId });
  });

  it("answers in the host's own words", async () => {
    const paused = Object.assign(new Error("4.2.1 This mailbox is paused"), { responseCode: 450 });
    const { send } = await start({ resolve: () => Promise.reject(paused) });
    await expect(send(["support@acme.test"])).rejects.toMatchObject({ response: "450 4.2.1 This mailbox is paused" });
  });

  it("says 451 when it cannot look a mailbox up", async () => {
    const { send } = await start({ resolve: () => Promise.reject(new Error("database is down")) });
    await expect(send(["support@acme.test"])).rejects.toMatchObject({ responseCode: 451 });
  });

  it("refuses what is too big, announced or not, and goes on", async () => {
    const { taken, send, port } = await start();
    await expect(send(["support@acme.test"], "x".repeat(300_000))).rejects.toMatchObject({ responseCode: 552 });
    const big = `From: a@b.test\r\n\r\n${`${"y".repeat(70)}\r\n`.repeat(4000)}.`;
    const replies = await talk(port, [
      "EHLO x",
      "MAIL FROM:<a@b.test>",
      "RCPT TO:<support@acme.test>",
      "DATA",
      big,
      "QUIT",
    ]);
    expect(replies.at(-2)).toMatch(/^552 /);
    await send(["support@acme.test"]);
    expect(taken).toHaveLength(1);
  });

  it("takes nothing of a mail whose sender vanished in the middle", async () => {
    const { taken, send, port } = await start();
    await new Promise<void>((done) => {
      const lines = ["EHLO x", "MAIL FROM:<a@b.test>", "RCPT TO:<support@acme.test>", "DATA"];
      const socket = connect(port, "127.0.0.1");
      socket.on("data", (data) => {
        if (!/^\d{3} /m.test(data.toString().split("\r\n").at(-2) ?? "")) return;
        const line = lines.shift();
        if (line) socket.write(`${line}\r\n`);
        else socket.write("From: a@b.test\r\n\r\nhalf a mail", () => socket.destroy());
      });
      socket.on("close", () => done());
    });
    await send(["sales@acme.test"]);
    expect(taken.map((one) => one.target)).toEqual(["sales"]);
  });

  it("takes 8-bit mail and addresses in any script", async () => {
    const { taken, port } = await start({
      resolve: async (address) => (address === "prodaja@čaj.test" ? sales : null),
    });
    const replies = await talk(port, [
      "EHLO x",
      "MAIL FROM:<ž@kupac.test> SMTPUTF8 BODY=8BITMIME",
      "RCPT TO:<prodaja@čaj.test>",
      "DATA",
      "From: ž@kupac.test\r\nSubject: Šećer\r\n\r\nžuti\r\n.",
      "QUIT",
    ]);
    expect(replies.filter((line) => line.startsWith("250 ")).length).toBeGreaterThanOrEqual(4);
    const [message] = await email.parse(taken[0]!.raw, mailbox());
    expect(message).toMatchObject({ text: "žuti", subject: "Šećer", from: { value: "ž@kupac.test" } });
  });

  it.skipIf(!existsSync("/usr/bin/swaks"))("talks with swaks (skipped where swaks is not installed)", async () => {
    const { taken, port } = await start();
    const args = [
      "--server",
      `127.0.0.1:${port}`,
      "--from",
      "ann@customer.test",
      "--to",
      "support@acme.test",
      "--header",
      "Subject: From swaks",
      "--body",
      "works",
    ];
    const { stdout } = await promisify(execFile)("/usr/bin/swaks", args);
    expect(stdout).toContain("2.0.0 Stored");
    expect(await email.parse(taken[0]!.raw, mailbox())).toMatchObject([{ subject: "From swaks", text: "works" }]);
  });
});

describe("limits of the mail listener", () => {
  it("count connections and mails by address, and spare relays on this machine", () => {
    const limits = createLimits({ connectionsPerAddress: 2, mailsPerMinute: 3 }, 1000);
    expect(["a", "b", "c"].map((id) => limits.refuseConnection(id, "192.0.2.1")?.message)).toEqual([
      undefined,
      undefined,
      expect.stringContaining("Too many"),
    ]);
    limits.forgetConnection("a");
    expect(limits.refuseConnection("d", "192.0.2.1")).toBeNull();
    expect(Array.from({ length: 5 }, () => limits.refuseMail("192.0.2.1") === null)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(Array.from({ length: 5 }, (_, i) => limits.refuseConnection(`l${i}`, "127.0.0.1"))).toEqual(
      Array(5).fill(null),
    );
  });

  it("end the patience with one who guesses addresses", () => {
    const limits = createLimits({ unknownRecipients: 2 }, 1000);
    const codes = Array.from(
      { length: 3 },
      () => (limits.unknownRecipient("s", "x@y.test") as Error & { responseCode: number }).responseCode,
    );
    expect(codes).toEqual([550, 550, 421]);
  });
});
