import { generateKeyPairSync } from "node:crypto";
import { dkimSign } from "mailauth/lib/dkim/sign.js";
import { beforeAll, describe, expect, it } from "vitest";
import { createEmailAdapter } from "./adapter.ts";
import { mailbox, raw, world } from "./testing.ts";
import type { ResolveDns } from "./verdict.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const zone: Record<string, string[][]> = {
  "TXT customer.test": [["v=spf1 ip4:192.0.2.0/24 ip4:8.8.8.0/24 -all"]],
  "TXT s1._domainkey.customer.test": [
    [`v=DKIM1; k=rsa; p=${publicKey.export({ type: "spki", format: "der" }).toString("base64")}`],
  ],
  "TXT _dmarc.customer.test": [["v=DMARC1; p=reject"]],
};
const dns: ResolveDns = async (name, type) => {
  const found = zone[`${type} ${name}`];
  if (!found) throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
  return found;
};
const plain =
  "From: Ann <ann@customer.test>\r\nTo: support@acme.test\r\nSubject: Hi\r\nDate: Fri, 20 Nov 2026 10:15:00 +0100\r\nMessage-ID: <v1234567@customer.test>\r\n\r\nHello\r\n";
let signed = "";

beforeAll(async () => {
  const key = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
  const signature = { signingDomain: "customer.test", selector: "s1", privateKey: key };
  const { signatures } = await dkimSign(plain, { ...signature, signatureData: [signature] });
  signed = signatures + plain;
});

async function verdict(mail: string, facts: Record<string, string> = {}, resolveDns = dns, verdictTime = 2000) {
  const [item] = await createEmailAdapter({ ...world, resolveDns, verdictTime }).parse(
    raw(Buffer.from(mail), facts),
    mailbox(),
  );
  if (item?.kind !== "message") throw new Error("not a message");
  return item.verdict;
}

const from = (ip: string) => ({
  "x-remote-address": ip,
  "x-envelope-from": "ann@customer.test",
  "x-helo": "mx.customer.test",
});

describe("the verdict on the visible sender", () => {
  it("passes by signature", async () => {
    expect(await verdict(signed)).toMatchObject({ dkim: "pass", dmarc: "pass", from: "pass" });
  });

  it("passes by sending server", async () => {
    expect(await verdict(plain, from("8.8.8.8"))).toEqual({ spf: "pass", dkim: "none", dmarc: "pass", from: "pass" });
  });

  it("fails for a stranger's server", async () => {
    expect(await verdict(plain, from("9.9.9.9"))).toMatchObject({ spf: "fail", dmarc: "fail", from: "fail" });
  });

  it("does not pass a signed mail that was changed", async () => {
    const changed = await verdict(signed.replace("Hello", "Send money"), from("9.9.9.9"));
    expect(changed?.dkim).not.toBe("pass");
    expect(changed?.from).toBe("fail");
  });

  it("does not pass a mail signed by another domain", async () => {
    const other = await verdict(
      signed.replace("From: Ann <ann@customer.test>", "From: Ann <ann@bank.test>"),
      from("8.8.8.8"),
    );
    expect(other?.from).not.toBe("pass");
  });

  it("blames nobody when the way to pass could not be looked at: fetched mail, a relay on this machine", async () => {
    expect(await verdict(signed.replace("Hello", "Footer added by a list"))).toMatchObject({ from: "unknown" });
    expect(await verdict(plain, from("127.0.0.1"))).toEqual({
      spf: "none",
      dkim: "none",
      dmarc: "none",
      from: "unknown",
    });
  });

  it("neither waits for a dead name server nor fails with it", async () => {
    const started = Date.now();
    expect(await verdict(signed, from("9.9.9.9"), () => new Promise(() => {}), 200)).toMatchObject({ from: "unknown" });
    expect(Date.now() - started).toBeLessThan(10_000);
    const broken: ResolveDns = () => Promise.reject(new Error("SERVFAIL"));
    expect(await verdict(signed, from("9.9.9.9"), broken)).toMatchObject({ from: "unknown" });
  });
});
