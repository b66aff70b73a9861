/** What an adapter parsed → an arrival: text made storable, HTML made safe, files in storage. Everything slow happens here, outside the transaction. */
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { InboundFile, InboundMessage } from "../../../channels/adapter.ts";
import type { Context } from "../../../platform/context.ts";
import { newFileKey, safeName, sniff } from "../../../platform/files.ts";
import { newId } from "../../../platform/uuid.ts";
import { cleanName } from "../../contacts/index.ts";
import { cleanHtml, storable, textOf } from "../html.ts";
import type { Arrival, ReceivingConnection, StoredFile } from "./arrival.ts";
import { replyPrefix } from "./place.ts";

const maxText = 500_000;

/** @param download turns an adapter's file reference into bytes; needed only where files come by reference. */
export async function prepareArrival(
  ctx: Context,
  connection: ReceivingConnection,
  item: InboundMessage,
  download?: (file: InboundFile) => Promise<Readable>,
): Promise<Arrival> {
  const html = item.html ? cleanHtml(storable(item.html)) : null;
  const text = storable(item.text || (html ? textOf(html) : "")).slice(0, maxText);
  const subject = storable(item.subject ?? "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 998);
  const hasPrefix = replyPrefix.test(subject);
  return {
    messageId: newId(),
    connection,
    externalId: storable(item.externalId).slice(0, 998),
    ...(item.fingerprint ? { fingerprint: item.fingerprint } : {}),
    thread: item.thread === null ? null : storable(item.thread).slice(0, 998),
    inReplyTo: (item.inReplyTo ?? []).map(storable),
    from: person(item.from),
    others: (item.others ?? []).slice(0, 500).map((o) => ({ role: o.role, ...person(o.identity) })),
    subject,
    replySubject: hasPrefix ? subject.replace(replyPrefix, "").trim().toLowerCase() : "",
    text,
    html,
    quotedText: item.quoted ? storable(item.quoted).slice(0, maxText) : null,
    quotedHtml: item.quotedHtml ? cleanHtml(storable(item.quotedHtml)) : null,
    files: await storeFiles(ctx, item.files, html ?? "", download),
    sentAt: Number.isNaN(item.sentAt.getTime()) ? ctx.platform.clock.now() : item.sentAt,
    ours: item.ours ?? false,
    automatic: item.automatic ?? null,
    details: detailsOf(item),
    spam: item.verdict?.spam ?? false,
  };
}

function detailsOf(item: InboundMessage): Arrival["details"] {
  const { details, verdict, fingerprint } = item;
  if (!details && !verdict && !fingerprint) return null;
  return { ...details, ...(verdict ? { verdict } : {}), ...(fingerprint ? { fingerprint } : {}) };
}

const person = (identity: InboundMessage["from"]) => ({
  kind: identity.kind,
  value: storable(identity.value).slice(0, 320),
  name: cleanName(storable(identity.name ?? "")),
  verified: identity.verified ?? false,
});

async function storeFiles(
  ctx: Context,
  files: InboundFile[],
  html: string,
  download?: (file: InboundFile) => Promise<Readable>,
): Promise<StoredFile[]> {
  const stored: StoredFile[] = [];
  for (const file of files.slice(0, 200)) {
    const body = file.body ?? (download ? await bytesOf(await download(file)) : new Uint8Array());
    stored.push(await storeFile(ctx, { ...file, body }, html));
  }
  return stored;
}

/** Keeps one file under a random key; its type is what its bytes say. */
export async function storeFile(
  ctx: Context,
  file: { name: string; contentType: string; contentId?: string; body: Uint8Array },
  html = "",
): Promise<StoredFile> {
  const id = newId();
  const storageKey = newFileKey();
  const bytes = Buffer.from(file.body.buffer, file.body.byteOffset, file.body.byteLength);
  await ctx.platform.files.put(storageKey, bytes);
  const contentId = file.contentId ? storable(file.contentId).replace(/^<|>$/g, "").slice(0, 300) : null;
  return {
    id,
    name: safeName(storable(file.name)),
    contentType: await sniff(bytes, file.contentType),
    size: bytes.length,
    sha256: createHash("sha256").update(bytes).digest(),
    storageKey,
    contentId,
    inline: contentId !== null && html.includes(`cid:${contentId}`),
  };
}

async function bytesOf(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
