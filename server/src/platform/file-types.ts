/** What a file is, by its content: what the sender claims is believed only where it cannot do harm. */
import { fileTypeFromBuffer } from "file-type";

const unknown = "application/octet-stream";

/** Shown in the page itself. Nothing that can carry script: no SVG, HTML, XML, PDF. */
const inlineSafe = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "audio/mpeg",
  "audio/ogg",
  "audio/wav",
  "audio/aac",
  "audio/mp4",
  "audio/webm",
  "audio/flac",
  "video/mp4",
  "video/webm",
  "video/ogg",
  "text/plain",
]);

/** Whether a file of this type may be answered with `content-disposition: inline`; everything else is a download. */
export const isInlineSafe = (contentType: string): boolean => inlineSafe.has(bareType(contentType));

/** Text formats that a claim may choose between, since their content looks alike. */
const textTypes = new Set([
  "text/plain",
  "text/csv",
  "text/calendar",
  "text/vcard",
  "text/markdown",
  "application/json",
  "message/rfc822",
]);

/**
 * The content type of a file.
 * @param head its beginning, 4,100 bytes or more (or all of it).
 * @param claimed what the sender said, if anything.
 */
export async function sniff(head: Uint8Array, claimed = ""): Promise<string> {
  const text = readText(head);
  if (text !== null) return textType(text, bareType(claimed));
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found) return aliases[found.mime] ?? bareType(found.mime);
  const older = readOlderText(head);
  return older === null ? unknown : textType(older, bareType(claimed));
}

const aliases: Record<string, string> = {
  "audio/vnd.wave": "audio/wav",
  "audio/x-m4a": "audio/mp4",
  "audio/x-flac": "audio/flac",
  "video/x-m4v": "video/mp4",
};

function textType(text: string, claimed: string): string {
  const start = text
    .replace(/^\ufeff/, "")
    .trimStart()
    .slice(0, 4000)
    .toLowerCase();
  if (/<svg[\s>/]/.test(start)) return "image/svg+xml";
  if (
    /<(!doctype html|html|head|body|script|iframe|style|a|img|div|table|p|h1|meta|link|form|object|embed)[\s>/]/.test(
      start,
    )
  )
    return "text/html";
  if (start.startsWith("<?xml") || start.startsWith("<!doctype") || start.startsWith("<!--")) return "application/xml";
  if (start.startsWith("%pdf-")) return "application/pdf";
  if (start.startsWith("{\\rtf")) return "application/rtf";
  return textTypes.has(claimed) ? claimed : "text/plain";
}

/** The text, if the bytes are text in UTF-8 (or UTF-16 with its mark); null for anything else. */
function readText(head: Uint8Array): string | null {
  const utf16 =
    head[0] === 0xff && head[1] === 0xfe ? "utf-16le" : head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : null;
  return withoutControls(decode(utf16 ?? "utf-8", head));
}

/** Text in an encoding from before UTF-8: few bytes above 127, and nothing that only binary formats have. */
function readOlderText(head: Uint8Array): string | null {
  const high = head.reduce((count, byte) => count + (byte > 0x7f ? 1 : 0), 0);
  return high / head.length < 0.3 ? withoutControls(decode("windows-1252", head)) : null;
}

function decode(encoding: string, bytes: Uint8Array): string | null {
  try {
    // A character cut in two at the end of the beginning is no error.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

function withoutControls(text: string | null): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what tells binary from text.
  return text !== null && !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? text : null;
}

function bareType(contentType: string): string {
  return contentType.split(";")[0]!.trim().toLowerCase();
}
