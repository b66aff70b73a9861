/** Against a real Postfix as relay and as the sender's server: its bounces and its mail find their way to us. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Inbound, RawRequest } from "../adapter.ts";
import { createMailListener, type MailListener } from "./listener.ts";
import { email, freePort, mailbox, messageId, outbound } from "./testing.ts";

const run = promisify(execFile);
const postfix = "/usr/sbin/postfix";
const ports = { postfix: await freePort(), customer: await freePort(), ours: await freePort() };
const box = mailbox({ relay: `smtp://127.0.0.1:${ports.postfix}` });
/** Postfix wants to be started by root. */
const runnable = existsSync(postfix) && userInfo().uid === 0;

let folder = "";
let listener: MailListener;
let customer: SMTPServer;
const taken: RawRequest[] = [];

async function configure(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), "omniflow-postfix-"));
  for (const name of ["etc", "queue", "data"]) mkdirSync(join(folder, name));
  const main = {
    queue_directory: `${folder}/queue`,
    data_directory: `${folder}/data`,
    maillog_file: `${folder}/maillog`,
    maillog_file_prefixes: folder,
    inet_interfaces: "127.0.0.1",
    inet_protocols: "ipv4",
    myhostname: "mx.relay.test",
    mydestination: "",
    mynetworks: "127.0.0.0/8",
    smtp_dns_support_level: "disabled",
    transport_maps: `inline:{{customer.test=smtp:[127.0.0.1]:${ports.customer}} {acme.test=smtp:[127.0.0.1]:${ports.ours}}}`,
    compatibility_level: "3.6",
    smtputf8_enable: "no",
    alias_maps: "",
    local_recipient_maps: "",
    smtp_tls_security_level: "none",
  };
  writeFileSync(
    join(folder, "etc/main.cf"),
    Object.entries(main)
      .map(([key, value]) => `${key} = ${value}\n`)
      .join(""),
  );
  const services = [
    "pickup unix n - n 60 1 pickup",
    "cleanup unix n - n - 0 cleanup",
    "qmgr unix n - n 300 1 qmgr",
    "rewrite unix - - n - - trivial-rewrite",
  ];
  const others = ["bounce", "defer", "trace"].map((name) => `${name} unix - - n - 0 bounce`);
  const rest = [
    "flush unix n - n 1000? 0 flush",
    "proxymap unix - - n - - proxymap",
    "smtp unix - - n - - smtp",
    "error unix - - n - - error",
    "retry unix - - n - - error",
    "discard unix - - n - - discard",
    "local unix - n n - - local",
    "anvil unix - - n - 1 anvil",
    "scache unix - - n - 1 scache",
    "postlog unix-dgram n - n - 1 postlogd",
    "tlsmgr unix - - n 1000? 1 tlsmgr",
    "verify unix - - n - 1 verify",
    "showq unix n - n - - showq",
  ];
  writeFileSync(
    join(folder, "etc/master.cf"),
    `${[`127.0.0.1:${ports.postfix} inet n - n - - smtpd`, ...services, ...others, ...rest].join("\n")}\n`,
  );
  await run("chmod", ["755", folder]);
  await run("chown", ["postfix", join(folder, "data")]);
}

async function nextMail(): Promise<Inbound[]> {
  for (let tries = 0; tries < 150 && taken.length === 0; tries++) await new Promise((done) => setTimeout(done, 100));
  const raw = taken.shift();
  if (!raw) throw new Error("Nothing came back from Postfix");
  return email.parse(raw, box);
}

describe.skipIf(!runnable)("with a real Postfix (skipped where it is not installed or we are not root)", () => {
  beforeAll(async () => {
    await configure();
    listener = await createMailListener({
      port: ports.ours,
      host: "127.0.0.1",
      maxSize: 1_000_000,
      resolve: async (address) => (address === "support@acme.test" ? address : null),
      accept: async (_target, raw) => void taken.push(raw),
      log: { warn: () => {} },
    });
    customer = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS", "AUTH"],
      disableReverseLookup: true,
      onRcptTo: (_to, _session, done) =>
        done(Object.assign(new Error("5.1.1 No such user here"), { responseCode: 550 })),
    });
    await new Promise<void>((done) => customer.listen(ports.customer, "127.0.0.1", done));
    await run(postfix, ["-c", join(folder, "etc"), "start"]);
  }, 30_000);

  afterAll(async () => {
    await run(postfix, ["-c", join(folder, "etc"), "stop"]).catch(() => {});
    await listener?.close();
    await new Promise<void>((done) => customer.close(() => done()));
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  it("turns its bounce into a receipt of the message we sent", async () => {
    const part = email.render(outbound({ to: [{ kind: "email", value: "gone@customer.test" }] }), box)[0]!;
    await email.send(part, box, new AbortController().signal);
    expect(await nextMail()).toMatchObject([
      {
        kind: "receipt",
        externalId: `message:${messageId}`,
        state: "failed",
        recipient: "gone@customer.test",
        reason: expect.stringContaining("The address does not exist"),
      },
    ]);
  }, 30_000);

  it("takes a mail it delivers, long lines and 8-bit text included", async () => {
    const reply = outbound({
      to: [{ kind: "email", value: "support@acme.test" }],
      text: `Größe ${"x".repeat(3000)}`,
      html: null,
      automatic: true,
    });
    const other = mailbox({ address: "ann@elsewhere.test", relay: box.host.mailRelay, key: "hers" });
    await email.send(email.render(reply, other)[0]!, other, new AbortController().signal);
    expect(await nextMail()).toMatchObject([
      { kind: "message", automatic: "auto_reply", text: reply.text, from: { value: "ann@elsewhere.test" } },
    ]);
  }, 30_000);
});
