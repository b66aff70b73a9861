/** Is the visible sender really the sender? SPF, DKIM and DMARC by mailauth, on a short leash: it may delay, never fail a mail. */
import { Resolver } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import { authenticate } from "mailauth";
import type { InboundMessage } from "../adapter.ts";
import { type Headers, headersNamed } from "./headers.ts";

export type ResolveDns = (domain: string, type: string) => Promise<string[][] | string[]>;
export type Verdict = NonNullable<InboundMessage["verdict"]>;
export type Envelope = { from: string | null; address: string | null; helo: string | null };

const unknown: Verdict = { spf: "none", dkim: "none", dmarc: "none", from: "unknown" };

export function systemDns(): ResolveDns {
  const resolver = new Resolver({ timeout: 1500, tries: 1 });
  return (domain, type) => resolver.resolve(domain, type) as unknown as Promise<string[][]>;
}

/** @param milliseconds after which the verdict is "unknown". */
export async function senderVerdict(
  raw: Uint8Array,
  headers: Headers,
  envelope: Envelope,
  resolve: ResolveDns,
  milliseconds: number,
): Promise<Verdict> {
  const ip = publicAddress(envelope.address);
  // Without a signature and without a sender on the internet there is nothing to check, so nothing to ask.
  if (!ip && headersNamed(headers, "dkim-signature").length === 0) return unknown;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Verdict>((done) => {
    timer = setTimeout(done, milliseconds, { ...unknown, spf: "temperror", dkim: "temperror", dmarc: "temperror" });
  });
  try {
    return await Promise.race([check(raw, envelope, ip, resolve), late]);
  } catch {
    return unknown;
  } finally {
    clearTimeout(timer);
  }
}

async function check(raw: Uint8Array, envelope: Envelope, ip: string | null, resolver: ResolveDns): Promise<Verdict> {
  const result = await authenticate(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), {
    resolver,
    disableBimi: true,
    disableArc: true,
    mta: "omniflow.invalid",
    ...(ip ? { ip, helo: envelope.helo ?? undefined, sender: envelope.from ?? undefined } : {}),
  });
  const signatures = result.dkim?.results ?? [];
  const signed = signatures.find((signature) => signature.status.result === "pass");
  const spf = ip ? resultOf(result.spf) : "none";
  const dmarc = resultOf(result.dmarc);
  const dkim = signed ? "pass" : (signatures[0]?.status.result ?? "none");
  return { spf, dkim, dmarc, from: fromVerdict(dmarc, ip !== null, Boolean(signed?.status.aligned)) };
}

/** "fail" needs a look at both ways to pass: without the sender's address SPF was never asked. */
function fromVerdict(dmarc: string, knowsSender: boolean, signedByDomain: boolean): Verdict["from"] {
  if (dmarc === "pass") return "pass";
  if (dmarc === "fail") return knowsSender ? "fail" : "unknown";
  return signedByDomain ? "pass" : "unknown";
}

function resultOf(check: unknown): string {
  const status = (check as { status?: { result?: string } } | false | undefined) || undefined;
  return status?.status?.result ?? "none";
}

function publicAddress(address: string | null): string | null {
  if (!address || !ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  return parsed.range() === "unicast" ? parsed.toString() : null;
}
