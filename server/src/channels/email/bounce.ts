/** Reads delivery reports: RFC 3464 fields first, then what qmail, Exim, Exchange and others write in words. */
import type { Receipt } from "../adapter.ts";
import { normalAddress, oneLine } from "./addresses.ts";
import { headerOf } from "./headers.ts";
import type { Mime } from "./mime.ts";
import { failureWords } from "./status-words.ts";

export type Report = {
  recipient: string | null;
  state: Receipt["state"];
  status: string | null;
  diagnostic: string | null;
};

const mostReports = 100;

/** What a bounce says about each recipient; empty when it says nothing that can be read. */
export function readReports(mime: Mime): Report[] {
  const fields = mime.files
    .filter((file) => /^message\/(global-)?delivery-status$/.test(file.contentType))
    .flatMap(fieldReports);
  const reports = fields.length > 0 ? fields : textReports(mime);
  return reports.slice(0, mostReports);
}

/** One line for people under the message: what happened, then the server's own words. */
export function reasonOf(report: Report): string {
  const words = failureWords(report.status, report.diagnostic);
  return oneLine([words, report.diagnostic].filter(Boolean).join(" — ")).slice(0, 500);
}

function fieldReports(file: { body: Uint8Array }): Report[] {
  const text = Buffer.from(file.body.subarray(0, 500_000)).toString("utf8").replace(/\r\n?/g, "\n");
  return text.split(/\n[ \t]*\n/).flatMap((block) => {
    const fields = readFields(block);
    const recipient = addressIn(fields.get("original-recipient")) ?? addressIn(fields.get("final-recipient"));
    const state = stateOf(fields.get("action"), fields.get("status"));
    if (!fields.has("final-recipient") && !fields.has("original-recipient")) return [];
    if (!state) return [];
    const diagnostic = fields.get("diagnostic-code")?.replace(/^\s*[\w-]+\s*;\s*/, "") ?? null;
    return [{ recipient, state, status: statusIn(fields.get("status")) ?? statusIn(diagnostic), diagnostic }];
  });
}

function readFields(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.replace(/\n[ \t]+/g, " ").split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return fields;
}

function stateOf(action: string | undefined, status: string | undefined): Receipt["state"] | null {
  const word = /^[a-z]+/i.exec(action ?? "")?.[0]?.toLowerCase();
  if (word === "failed") return "failed";
  if (word === "delayed") return "deferred";
  if (word === "delivered" || word === "relayed" || word === "expanded") return "delivered";
  const digit = statusIn(status)?.[0];
  return digit === "5" ? "failed" : digit === "4" ? "deferred" : digit === "2" ? "delivered" : null;
}

const statusIn = (text: string | undefined | null) => /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(text ?? "")?.[0] ?? null;

function addressIn(field: string | undefined): string | null {
  if (!field) return null;
  if (field.length > 1000) return null;
  const text = field.includes(";") ? field.slice(field.indexOf(";") + 1) : field;
  return normalAddress(/<([^<>]+)>/.exec(text)?.[1] ?? text.replace(/\(.*\)/, "").trim());
}

/** A bounce without fields: the reply line of the refusing server, and the address near it. */
function textReports(mime: Mime): Report[] {
  const text = (mime.text ?? "").slice(0, 20_000);
  const listed = (headerOf(mime.headers, "x-failed-recipients") ?? "")
    .split(",")
    .map(normalAddress)
    .filter((one) => one !== null);
  const diagnostic = replyLineIn(text);
  const status = statusIn(diagnostic) ?? statusIn(text);
  const delayed = /\b(delayed|warning|not yet been delivered|will be retried|still trying)\b/i.test(
    text.slice(0, 2000),
  );
  const known =
    status !== null ||
    diagnostic !== null ||
    listed.length > 0 ||
    /undeliver|not be delivered|could not deliver|wasn't able to deliver|unzustellbar|did not reach/i.test(text);
  if (!known) return [];
  const state = delayed && !status?.startsWith("5") ? "deferred" : "failed";
  const recipients = listed.length > 0 ? listed : [normalAddress(/<([^<>\s@]+@[^<>\s]+)>/.exec(text)?.[1])];
  return recipients.map((recipient) => ({ recipient, state, status, diagnostic }));
}

function replyLineIn(text: string): string | null {
  const lines = text.split("\n").filter((line) => line.length < 1000);
  const found =
    lines.find((line) => /\b[45]\d\d[ -][45]\.\d+\.\d+\b/.test(line)) ??
    lines.find((line) => /(^|[\s:])[45]\d\d[ -]\S/.test(line) && !/\b(19|20)\d\d\b/.test(line));
  return found ? oneLine(found).slice(0, 400) : null;
}

/** All text in which a bounce carries our marks: returned headers or message, and its own words. */
export function returnedText(mime: Mime): string {
  const returned = mime.files
    .filter((file) => /^(message\/rfc822|text\/rfc822-headers|message\/global(-headers)?)$/.test(file.contentType))
    .map((file) => Buffer.from(file.body.subarray(0, 100_000)).toString("latin1"));
  return [...returned, (mime.text ?? "").slice(0, 100_000), (mime.html ?? "").slice(0, 100_000)].join("\n");
}

/** Message-ID of the mail that came back, without brackets. It proves nothing, but is worth a look in the mailbox. */
export function returnedMessageId(mime: Mime): string | null {
  return /^Message-ID:\s*<([^<>\s]{3,900})>/im.exec(returnedText(mime))?.[1] ?? null;
}
