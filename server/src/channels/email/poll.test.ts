/** Against a real Dovecot, and a server of our own making for what Dovecot does too well. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, connect as dial, type Server } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { ImapFlow } from "imapflow";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ChannelError } from "../adapter.ts";
import { type Polled, pollMailbox } from "./poll.ts";
import { email, freePort, mailbox, world } from "./testing.ts";

const dovecot = "/usr/sbin/dovecot";
const port = await freePort();
let folder = "";
let daemon: ChildProcess | undefined;

const box = (changes = {}, password = "secret") =>
  mailbox({
    settings: {
      mode: "imap",
      imap_host: "imap.acme.test",
      imap_port: port,
      imap_secure: false,
      imap_user: "support",
      ...changes,
    },
    secrets: { imap_password: password },
  });

async function client(): Promise<ImapFlow> {
  const imap = new ImapFlow({
    host: "127.0.0.1",
    port,
    secure: false,
    auth: { user: "support", pass: "secret" },
    logger: false,
  });
  await imap.connect();
  return imap;
}

async function deliver(subject: string, body = "Hello", path = "INBOX", date?: Date): Promise<void> {
  const imap = await client();
  await imap.append(
    path,
    `From: ann@customer.test\r\nMessage-ID: <${subject}.1234567@customer.test>\r\nSubject: ${subject}\r\n\r\n${body}\r\n`,
    [],
    date,
  );
  await imap.logout();
}

/** Follows a mailbox until `count` mails were taken; cursor-only steps are noted but not counted. */
async function take(
  count: number,
  options: {
    connection?: ReturnType<typeof box>;
    cursor?: string | null;
    maxSize?: number;
    onStart?: () => Promise<void>;
  } = {},
) {
  const abort = new AbortController();
  const steps: Polled[] = [];
  const source = pollMailbox(options.connection ?? box(), options.cursor ?? null, abort.signal, {
    resolve: world.resolveHost,
    maxSize: options.maxSize ?? 1_000_000,
    lookEvery: 30_000,
  });
  let mails = 0;
  if (count === 0) {
    const first = await source.next();
    if (first.value) steps.push(first.value);
  } else {
    for await (const step of source) {
      steps.push(step);
      if (step.raw.headers["x-cursor-only"]) await options.onStart?.();
      else if (++mails === count) break;
    }
  }
  await source.return(undefined);
  abort.abort();
  return {
    steps,
    subjects: steps.filter((step) => !step.raw.headers["x-cursor-only"]).map(subjectOf),
    cursor: steps.at(-1)!.cursor,
  };
}

const subjectOf = (step: Polled) =>
  /^Subject: (.*)$/m.exec(Buffer.from(step.raw.body).toString())?.[1]?.trim() ?? step.raw.headers["x-mail-problem"];

async function listening(at: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const up = await new Promise<boolean>((done) => {
      const socket = dial(at, "127.0.0.1");
      socket.once("data", () => {
        socket.destroy();
        done(true);
      });
      socket.once("error", () => done(false));
    });
    if (up) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("Dovecot did not start");
}

describe.skipIf(!existsSync(dovecot))("polling a real Dovecot (skipped where /usr/sbin/dovecot is missing)", () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "omniflow-dovecot-"));
    mkdirSync(join(folder, "mail"));
    const { username, uid, gid } = userInfo();
    const root = uid === 0;
    const owner = root ? "mail" : username;
    writeFileSync(join(folder, "users"), "support:{PLAIN}secret::::::\n");
    writeFileSync(
      join(folder, "dovecot.conf"),
      `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0 secs
default_internal_user = ${root ? "dovecot" : owner}
default_login_user = ${root ? "dovenull" : owner}
mail_location = maildir:${folder}/mail/%u
first_valid_uid = 1
mail_uid = ${root ? "mail" : uid}
mail_gid = ${root ? "mail" : gid}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = allow_all_users=yes home=${folder}/mail/%u
}
`,
    );
    if (root)
      await new Promise((done) => spawn("chown", ["-R", "mail:mail", join(folder, "mail")]).once("close", done));
    if (root) await new Promise((done) => spawn("chmod", ["755", folder]).once("close", done));
    daemon = spawn(dovecot, ["-F", "-c", join(folder, "dovecot.conf")], { stdio: "ignore" });
    await listening(port);
  }, 20_000);

  afterAll(async () => {
    if (daemon) {
      const gone = new Promise((done) => daemon!.once("close", done));
      daemon.kill("SIGTERM");
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it("starts with now, then pushes what comes, and goes on after the last cursor", async () => {
    await deliver("before");
    const first = await take(1, { onStart: () => deliver("pushed") });
    expect(first.subjects).toEqual(["pushed"]);
    await deliver("while-away-1");
    await deliver("while-away-2");
    const second = await take(2, { cursor: first.cursor });
    expect(second.subjects).toEqual(["while-away-1", "while-away-2"]);
  });

  it("stores where it began before any mail came, so that nothing is missed", async () => {
    const { cursor, steps } = await take(0);
    expect(await email.parse(steps[0]!.raw, box())).toEqual([]);
    await deliver("right-after-the-start");
    expect((await take(1, { cursor })).subjects).toEqual(["right-after-the-start"]);
  });

  it("imports the days asked for, and no more", async () => {
    const imap = await client();
    await imap.mailboxCreate("Old");
    await imap.logout();
    await deliver("ancient", "x", "Old", new Date(Date.now() - 30 * 86_400_000));
    await deliver("recent", "x", "Old", new Date(Date.now() - 2 * 86_400_000));
    const connection = box({ imap_folder: "Old", import_days: 7 });
    expect((await take(1, { connection })).subjects).toEqual(["recent"]);
  });

  it("reads and nothing else: no flag is set, nothing is removed", async () => {
    await deliver("untouched");
    const imap = await client();
    const counts = async () =>
      (await imap.status("INBOX", { messages: true, unseen: true })) || { messages: 0, unseen: 0 };
    const before = await counts();
    const { cursor } = await take(0);
    await deliver("also-untouched");
    await take(1, { cursor });
    expect(await counts()).toMatchObject({
      messages: before.messages! + 1,
      unseen: before.unseen! + 1,
    });
    await imap.logout();
  });

  it("is not held up by a mail that is too big: a note takes its place", async () => {
    const { cursor } = await take(0);
    await deliver("huge", "x".repeat(60_000));
    await deliver("after-huge");
    const { steps, subjects } = await take(2, { cursor, maxSize: 50_000 });
    expect(subjects[1]).toBe("after-huge");
    expect(steps[0]!.raw.headers["x-mail-problem"]).toContain("too big to fetch");
    await expect(async () => email.parse(steps[0]!.raw, box())).rejects.toMatchObject({
      retry: false,
      reason: expect.stringContaining("still in the mailbox"),
    });
  });

  it("takes the last day again when the folder was rebuilt, and a cursor it cannot read as a start", async () => {
    const { cursor } = await take(0);
    await deliver("before-rebuild");
    const rebuilt = cursor.replace(/^\d+:\d+/, "1:999999");
    const { subjects } = await take(1, { cursor: rebuilt });
    expect(subjects).toEqual(["before"]);
  });

  it("hands over attachments byte by byte", async () => {
    const { cursor } = await take(0);
    await deliver("bytes", "Größe\r\n.\r\nFrom the start of a line");
    const { steps } = await take(1, { cursor });
    const [message] = await email.parse(steps[0]!.raw, box());
    expect(message).toMatchObject({ kind: "message", text: "Größe\n.\nFrom the start of a line" });
  });

  it("fails in words for a wrong password, a missing folder, a closed port", async () => {
    await expect(take(1, { connection: box({}, "wrong") })).rejects.toMatchObject({
      retry: false,
      reason: expect.stringContaining("imap.acme.test refused the user name or password"),
    });
    await expect(take(1, { connection: box({ imap_folder: "Nowhere" }) })).rejects.toMatchObject({
      retry: false,
      reason: expect.stringContaining("folder does not exist"),
    });
    await expect(take(1, { connection: box({ imap_port: 1 }) })).rejects.toMatchObject({
      retry: true,
      reason: "imap.acme.test: nothing answers on this port",
    });
  });

  it("ends quietly when told to stop", async () => {
    const abort = new AbortController();
    const source = pollMailbox(box(), null, abort.signal, {
      resolve: world.resolveHost,
      maxSize: 1000,
      lookEvery: 30_000,
    });
    await source.next();
    const next = source.next();
    setTimeout(() => abort.abort(), 50);
    expect(await next).toEqual({ value: undefined, done: true });
  });

  it("tests the mailbox: both ways, in words", async () => {
    const smtp: Server = createServer((socket) => {
      socket.write("220 hi\r\n");
      socket.on("data", () => socket.write("250 ok\r\n"));
      socket.on("error", () => {});
    });
    await new Promise<void>((done) => smtp.listen(0, "127.0.0.1", done));
    const { port: smtpPort } = smtp.address() as { port: number };
    const { report } = await email.test(
      box({ smtp_host: "smtp.acme.test", smtp_port: smtpPort }),
      new AbortController().signal,
    );
    expect(report[0]).toMatch(
      /^Incoming: logged in to imap\.acme\.test, folder INBOX has \d+ mails; new mail arrives at once\.$/,
    );
    expect(report[1]).toBe(`Outgoing: this mailbox's server smtp.acme.test:${smtpPort} accepts us.`);
    smtp.close();
    await expect(email.test(box(), new AbortController().signal)).rejects.toThrow("OMNIFLOW_SMTP_URL");
  });

  it("says so when the connection breaks, so that the caller comes back", async () => {
    const proxy = createServer((socket) => {
      const up = dial(port, "127.0.0.1");
      socket.pipe(up).pipe(socket);
      for (const one of [socket, up]) one.on("error", () => {});
      setTimeout(() => {
        socket.destroy();
        up.destroy();
      }, 700);
    });
    await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
    const connection = box({ imap_port: (proxy.address() as { port: number }).port });
    const error = await take(1, { connection }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ChannelError);
    expect(error).toMatchObject({ retry: true });
    proxy.close();
  });
});

describe("a plain server without IDLE, ESEARCH or UIDPLUS", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  it("is asked again and again, and a mail it cannot hand over delays nothing", async () => {
    const mails = ["one", "two", "three"];
    let shown = 1;
    server = createServer((socket) => {
      socket.on("error", () => {});
      socket.write("* OK plain\r\n");
      let rest = "";
      socket.on("data", (data) => {
        rest += data.toString();
        for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
          const line = rest.slice(0, end);
          rest = rest.slice(end + 2);
          socket.write(plainAnswer(line, mails, shown));
          if (/ NOOP/.test(line)) shown = 3;
        }
      });
    });
    await new Promise<void>((done) => server!.listen(0, "127.0.0.1", done));
    const connection = box({ imap_port: (server.address() as { port: number }).port, import_days: 1 });
    const abort = new AbortController();
    const got: string[] = [];
    for await (const step of pollMailbox(connection, "9:0:0", abort.signal, {
      resolve: world.resolveHost,
      maxSize: 1000,
      lookEvery: 50,
    })) {
      got.push(subjectOf(step)!);
      if (got.length === 3) abort.abort();
    }
    expect(got).toEqual(["one", expect.stringContaining("could not hand over this mail"), "three"]);
  });
});

/** Just enough IMAP4rev1. The second mail is one the server itself chokes on. */
function plainAnswer(line: string, mails: string[], shown: number): string {
  const [tag, ...words] = line.split(" ");
  const command = words.join(" ").toUpperCase();
  const ok = `${tag} OK done\r\n`;
  if (command.startsWith("CAPABILITY")) return `* CAPABILITY IMAP4rev1\r\n${ok}`;
  if (command.startsWith("EXAMINE"))
    return `* ${shown} EXISTS\r\n* FLAGS ()\r\n* OK [UIDVALIDITY 9] x\r\n* OK [UIDNEXT ${shown + 1}] x\r\n${tag} OK [READ-ONLY] done\r\n`;
  if (command.startsWith("LIST")) return `* LIST () "/" INBOX\r\n${ok}`;
  if (command.startsWith("NOOP")) return `* 3 EXISTS\r\n${ok}`;
  const fetch = /^UID FETCH (\d+)(:\*)? (.*)$/.exec(command);
  if (!fetch) return ok;
  const from = Number(fetch[1]);
  if (fetch[2]) {
    const uids = mails.slice(0, shown).map((_, i) => i + 1);
    const wanted = uids.filter((uid) => uid >= from);
    // "n:*" always gives at least the last mail.
    return (
      (wanted.length > 0 ? wanted : uids.slice(-1))
        .map((uid) => `* ${uid} FETCH (UID ${uid} RFC822.SIZE 40)\r\n`)
        .join("") + ok
    );
  }
  if (from === 2) return `${tag} NO internal error\r\n`;
  const mail = `From: a@b.test\r\nSubject: ${mails[from - 1]}\r\n\r\nx\r\n`;
  return `* ${from} FETCH (UID ${from} BODY[] {${mail.length}}\r\n${mail})\r\n${ok}`;
}
