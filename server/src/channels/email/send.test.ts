import type { Socket } from "node:net";
import { createServer, type Server } from "node:net";
import { Readable } from "node:stream";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { ChannelError } from "../adapter.ts";
import { createEmailAdapter } from "./adapter.ts";
import { email, mailbox, outbound, read, world } from "./testing.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

type Arrived = { from: string; to: string[]; mail: Buffer };
const reply = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code });

/** A real SMTP server with the manners a test asks for. */
async function server(options: SMTPServerOptions = {}): Promise<{ port: number; arrived: Arrived[] }> {
  const arrived: Arrived[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onRcptTo: ({ address }, _session, done) => {
      if (address.startsWith("gone")) return done(reply(550, "5.1.1 No such user"));
      if (address.startsWith("busy")) return done(reply(450, "4.2.1 Mailbox busy"));
      done();
    },
    onData: async (stream, session, done) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of stream) chunks.push(chunk as Buffer);
      } catch {
        return;
      }
      const { mailFrom, rcptTo } = session.envelope;
      arrived.push({
        from: mailFrom ? mailFrom.address : "",
        to: rcptTo.map((one) => one.address),
        mail: Buffer.concat(chunks),
      });
      done();
    },
    ...options,
  });
  await new Promise<void>((done) => smtp.listen(0, "127.0.0.1", done));
  cleanups.push(() => new Promise<void>((done) => smtp.close(() => done())));
  return { port: (smtp.server.address() as { port: number }).port, arrived };
}

/** A server that says given lines and then does as it likes with the socket. */
async function rudeServer(onLine: (line: string, socket: Socket) => void, greeting = "220 rude\r\n"): Promise<number> {
  const rude: Server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write(greeting);
    socket.on("data", (data) => {
      for (const line of data.toString().split("\r\n")) onLine(line, socket);
    });
  });
  await new Promise<void>((done) => rude.listen(0, "127.0.0.1", done));
  cleanups.push(() => new Promise<void>((done) => rude.close(() => done())));
  return (rude.address() as { port: number }).port;
}

const own = (port: number, more = {}) =>
  mailbox({
    settings: { mode: "builtin", smtp_host: "smtp.acme.test", smtp_port: port, ...more },
    secrets: { smtp_password: "right" },
  });

function send(connection: ReturnType<typeof mailbox>, changes = {}, signal = new AbortController().signal) {
  return email.send(email.render(outbound(changes), connection)[0]!, connection, signal);
}
const failure = async (attempt: Promise<unknown>): Promise<ChannelError> => {
  const error = await attempt.then(
    () => null,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ChannelError);
  return error as ChannelError;
};
const to = (...values: string[]) => values.map((value) => ({ kind: "email" as const, value }));

describe("sending", () => {
  it("hands a mail with files to the mailbox's own server", async () => {
    const { port, arrived } = await server();
    const connection = own(port);
    const file = {
      id: "1",
      name: "a.txt",
      contentType: "text/plain",
      size: 3,
      open: async () => Readable.from(["abc"]),
    };
    const result = await send(connection, { files: [file], cc: to("bob@partner.test") });
    expect(result.recipients).toEqual([
      { address: "ann@customer.test", state: "sent" },
      { address: "bob@partner.test", state: "sent" },
    ]);
    expect(arrived[0]!.from).toMatch(/^support\+b-[a-z2-7]+@acme\.test$/);
    const message = await read(arrived[0]!.mail, {}, connection);
    expect(message).toMatchObject({ ours: true, externalId: result.externalId });
    expect(message.files.map((one) => one.name)).toEqual(["a.txt"]);
  });

  it("falls back to the relay of the installation, which may be anywhere", async () => {
    const { port, arrived } = await server({
      onAuth: (auth, _session, done) => done(null, auth.password === "p@ss" ? { user: 1 } : {}),
    });
    const guarded = createEmailAdapter({ ...world, resolveHost: () => Promise.reject(new Error("private address")) });
    const connection = mailbox({ relay: `smtp://user:p%40ss@127.0.0.1:${port}` });
    await guarded.send(guarded.render(outbound(), connection)[0]!, connection, new AbortController().signal);
    expect(arrived).toHaveLength(1);
  });

  it("notes the id a server put in place of ours", async () => {
    const port = await rudeServer((line, socket) => {
      if (line === ".") socket.write("250 2.0.0 OK <AM0PR01MB1@AM0PR01.eurprd01.prod.outlook.com> [Hostname=x]\r\n");
      else if (/^DATA/.test(line)) socket.write("354 go\r\n");
      else if (/^(EHLO|MAIL|RCPT)/.test(line)) socket.write("250 ok\r\n");
    });
    expect((await send(own(port))).externalId).toBe("AM0PR01MB1@AM0PR01.eurprd01.prod.outlook.com");
  });

  it("says what to set when there is no way to send", async () => {
    const error = await failure(send(mailbox()));
    expect(error).toMatchObject({ retry: false, reason: expect.stringContaining("OMNIFLOW_SMTP_URL") });
    expect(error.reason).toContain("SMTP server");
  });

  it("does not connect where the egress guard says no", async () => {
    const blocked = Object.assign(new Error("127.0.0.1 is a private address"), { failure: "blocked" });
    const guarded = createEmailAdapter({ ...world, resolveHost: () => Promise.reject(blocked) });
    const connection = own(1);
    const error = await failure(
      guarded.send(guarded.render(outbound(), connection)[0]!, connection, new AbortController().signal),
    );
    expect(error).toMatchObject({
      retry: false,
      reason: "smtp.acme.test cannot be used: 127.0.0.1 is a private address",
    });
  });

  it("sends to those who can have it and names those who cannot", async () => {
    const { port, arrived } = await server();
    const { recipients } = await send(own(port), { to: to("ann@customer.test", "gone@customer.test") });
    expect(recipients).toEqual([
      { address: "ann@customer.test", state: "sent" },
      { address: "gone@customer.test", state: "failed", reason: "550 5.1.1 No such user" },
    ]);
    expect(arrived[0]!.to).toEqual(["ann@customer.test"]);
  });

  it("gives up on 5xx with the server's words and comes back after 4xx", async () => {
    const { port } = await server();
    expect(await failure(send(own(port), { to: to("gone@customer.test") }))).toMatchObject({
      retry: false,
      unknown: false,
      reason: "550 5.1.1 No such user",
    });
    expect(await failure(send(own(port), { to: to("busy@customer.test") }))).toMatchObject({
      retry: true,
      unknown: false,
      reason: "450 4.2.1 Mailbox busy",
    });
  });

  it.each([
    [554, false],
    [451, true],
  ])("treats %i after the content alike", async (code, retry) => {
    const { port } = await server({
      onData: (stream, _session, done) => {
        stream.resume();
        stream.on("end", () => done(reply(code, "Content refused")));
      },
    });
    expect(await failure(send(own(port)))).toMatchObject({ retry, unknown: false, reason: `${code} Content refused` });
  });

  it("says it does not know when the connection is lost after the whole mail", async () => {
    const port = await rudeServer((line, socket) => {
      if (line === ".") socket.destroy();
      else if (/^DATA/.test(line)) socket.write("354 go\r\n");
      else if (/^(EHLO|MAIL|RCPT)/.test(line)) socket.write("250 ok\r\n");
    });
    expect(await failure(send(own(port)))).toMatchObject({
      unknown: true,
      retry: false,
      reason: expect.stringContaining("may have arrived"),
    });
  });

  it("tries again when the connection is lost before the end of the mail", async () => {
    const port = await rudeServer((line, socket) => {
      if (/^DATA/.test(line)) {
        socket.write("354 go\r\n");
        setTimeout(() => socket.destroy(), 100);
      } else if (/^(EHLO|MAIL|RCPT)/.test(line)) socket.write("250 ok\r\n");
    });
    async function* endless() {
      for (;;) yield await new Promise<Buffer>((done) => setTimeout(done, 5, Buffer.alloc(1000, 65)));
    }
    const file = {
      id: "1",
      name: "a.txt",
      contentType: "text/plain",
      size: 3,
      open: async () => Readable.from(endless()),
    };
    expect(await failure(send(own(port), { files: [file] }))).toMatchObject({ unknown: false, retry: true });
  });

  it("tries again when nobody answers, or not as a mail server", async () => {
    const error = await failure(send(own(1)));
    expect(error).toMatchObject({
      retry: true,
      unknown: false,
      reason: "smtp.acme.test: nothing answers on this port",
    });
    const closing = await rudeServer((_line, socket) => socket.destroy(), "554 no service\r\n");
    expect(await failure(send(own(closing)))).toMatchObject({ unknown: false });
  });

  it("says when the password is wrong", async () => {
    const { port } = await server({ onAuth: (_auth, _session, done) => done(null, {}) });
    const error = await failure(send(own(port, { smtp_user: "mia" })));
    expect(error).toMatchObject({
      retry: false,
      reason: expect.stringContaining("smtp.acme.test refused the user name or password: 535"),
    });
  });

  it("stops when it is told to", async () => {
    const port = await rudeServer(() => {});
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    expect(await failure(send(own(port), {}, abort.signal))).toMatchObject({ retry: true, unknown: false });
  });

  it("fails in words when a file cannot be read", async () => {
    const { port, arrived } = await server();
    const file = {
      id: "1",
      name: "a.txt",
      contentType: "text/plain",
      size: 3,
      open: () => Promise.reject(new Error("file store is away")),
    };
    expect(await failure(send(own(port), { files: [file] }))).toMatchObject({ unknown: false });
    expect(arrived).toHaveLength(0);
  });
});
