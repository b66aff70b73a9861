/** Names for the files of a mail: what the sender called them, made harmless, or one by type. */

import { decodeWords } from "postal-mime";
import { oneLine } from "./addresses.ts";
import { headerOf } from "./headers.ts";
import { headersOf, type MimeFile } from "./mime.ts";
import { splitHeaders } from "./raw-bytes.ts";

const extensions: Record<string, string> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/gif": "gif",
  "image/webp": "webp",
  "application/pdf": "pdf",
  "text/plain": "txt",
  "text/html": "html",
  "text/csv": "csv",
  "text/calendar": "ics",
  "message/rfc822": "eml",
  "message/delivery-status": "txt",
  "text/rfc822-headers": "txt",
  "application/ms-tnef": "dat",
  "application/pgp-signature": "asc",
  "application/pkcs7-signature": "p7s",
  "application/zip": "zip",
};

const fixedNames: Record<string, string> = {
  "text/calendar": "invite.ics",
  "application/ms-tnef": "winmail.dat",
  "message/delivery-status": "delivery-report.txt",
  "text/rfc822-headers": "returned-headers.txt",
  "application/pgp-encrypted": "version.txt",
  "application/pgp-signature": "signature.asc",
};

const longestName = 150;

/** Without folders, control characters and characters that file systems refuse; the extension survives shortening. */
export function saneName(name: string): string {
  const last = oneLine(name)
    .split(/[/\\]/)
    .at(-1)!
    .replace(/[<>:"|?*]/g, "_")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  if (last.length <= longestName) return last;
  const dot = last.lastIndexOf(".");
  const extension = dot > 0 && last.length - dot <= 12 ? last.slice(dot) : "";
  return last.slice(0, longestName - extension.length) + extension;
}

/** @param nth counts unnamed files from 1. */
export async function nameOf(file: MimeFile, nth: number): Promise<string> {
  const given = saneName(file.name ?? "");
  if (given) return given;
  if (file.contentType === "message/rfc822") {
    const headers = await headersOf(splitHeaders(file.body.subarray(0, 100_000)).headers);
    const subject = saneName(decodeWords(headerOf(headers, "subject") ?? "").replace(/[/\\]/g, "-"));
    if (subject) return saneName(`${subject}.eml`);
  }
  const extension = extensions[file.contentType] ?? "bin";
  return (
    fixedNames[file.contentType] ?? `${file.contentType.startsWith("image/") ? "image" : "file"}-${nth}.${extension}`
  );
}
