/** Raw bytes → headers, bodies and files. Never throws on broken mail: what cannot be taken apart comes with its original attached. */
import PostalMime, { type Attachment, type Email } from "postal-mime";
import { recodeBody, repairHeaders, splitHeaders } from "./raw-bytes.ts";

export type MimeFile = {
  name: string | null;
  contentType: string;
  contentId: string | null;
  inline: boolean;
  method: string | null;
  body: Uint8Array;
};

export type Mime = {
  /** Lower-case names, in order, unfolded. */
  headers: { key: string; value: string }[];
  text: string | null;
  html: string | null;
  files: MimeFile[];
  /** Why parts of the mail are missing here, for people; null when all of it was read. */
  damage: string | null;
};

const mostFiles = 200;
const limits = { maxNestingDepth: 60, maxHeadersSize: 1024 * 1024 };
const options = { forceRfc822Attachments: true, attachmentEncoding: "arraybuffer", ...limits } as const;

/** Takes a mail apart. Messages inside it stay whole, as files. */
export async function readMime(bytes: Uint8Array): Promise<Mime> {
  const repaired = repairHeaders(bytes);
  try {
    const mime = mimeOf(await PostalMime.parse(repaired, options), bytes);
    const recoded = isGarbled(mime) ? recodeBody(repaired) : null;
    if (!recoded) return mime;
    const { text, html } = await PostalMime.parse(recoded, options);
    return { ...mime, text: text ?? null, html: html ?? null };
  } catch (error) {
    return readOnlyHeaders(repaired, bytes, error instanceof Error ? error.message : String(error));
  }
}

const isGarbled = ({ text, html }: Mime) => text?.includes("\ufffd") || html?.includes("\ufffd");

function mimeOf(email: Email, original: Uint8Array): Mime {
  const tooMany = email.attachments.length > mostFiles;
  const files = email.attachments.slice(0, mostFiles).map(fileOf);
  if (tooMany) files.push(originalFile(original));
  return {
    headers: readHeaders(email),
    text: email.text ?? null,
    html: email.html ?? null,
    files,
    damage: tooMany ? `It has ${email.attachments.length} files; the first ${mostFiles} are shown.` : null,
  };
}

/** The way out for mail nested or padded beyond reason: who wrote what about, and the original as a file. */
export async function readOnlyHeaders(repaired: Uint8Array, original: Uint8Array, reason: string): Promise<Mime> {
  const headers = await headersOf(splitHeaders(repaired).headers.subarray(0, limits.maxHeadersSize / 2));
  return {
    headers,
    text: null,
    html: null,
    files: [originalFile(original)],
    damage: `Its content could not be read (${reason}).`,
  };
}

/** The headers alone, also when they are broken: then none. */
export async function headersOf(block: Uint8Array): Promise<Mime["headers"]> {
  try {
    const email = await PostalMime.parse(block, options);
    return readHeaders(email);
  } catch {
    return [];
  }
}

/** Without NUL, which hostile mail sends and no database stores. */
function readHeaders(email: Email): Mime["headers"] {
  return email.headers.map(({ key, value }) => ({ key, value: value.replaceAll("\0", "") }));
}

function originalFile(bytes: Uint8Array): MimeFile {
  const named = { name: "original.eml", contentType: "message/rfc822" };
  return { ...named, contentId: null, inline: false, method: null, body: bytes };
}

function fileOf(part: Attachment): MimeFile {
  const content = part.content as ArrayBuffer | Uint8Array;
  return {
    name: part.filename,
    contentType: part.mimeType,
    contentId: part.contentId?.replace(/^\s*<|>\s*$|\0/g, "") || null,
    inline: part.disposition === "inline" || part.related === true,
    method: part.method ?? null,
    body: content instanceof Uint8Array ? content : new Uint8Array(content),
  };
}
