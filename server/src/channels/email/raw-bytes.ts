/** Work on raw bytes before they are parsed: where the headers end, and bare 8-bit text that is not UTF-8. */

/** The header block and what follows its blank line. */
export function splitHeaders(bytes: Uint8Array): { headers: Uint8Array; body: Uint8Array } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = [buffer.indexOf("\r\n\r\n"), buffer.indexOf("\n\n"), buffer.indexOf("\r\r")]
    .filter((at) => at >= 0)
    .sort((a, b) => a - b);
  if (ends.length === 0) return { headers: bytes, body: new Uint8Array() };
  const end = ends[0]!;
  const blank = bytes[end] === 13 && bytes[end + 1] === 10 ? 4 : 2;
  return { headers: bytes.subarray(0, end + blank), body: bytes.subarray(end + blank) };
}

/**
 * Old programs write names and subjects as bare Latin-1, Shift_JIS or the like. Such a block is re-encoded as UTF-8 with
 * the charset the mail names for its body, so that names do not turn into question marks.
 */
export function repairHeaders(bytes: Uint8Array): Uint8Array {
  const { headers, body } = splitHeaders(bytes);
  if (headers.length > 1024 * 1024 || isUtf8(headers)) return bytes;
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(Buffer.from(headers).toString("latin1"))?.[1];
  return Buffer.concat([Buffer.from(decoderFor(charset).decode(headers)), body]);
}

/** Bare 8-bit text that names no charset, or a wrong one, as UTF-8; null when the bytes are not to blame. */
export function recodeBody(bytes: Uint8Array): Uint8Array | null {
  if (isUtf8(bytes)) return null;
  const charsets = Buffer.from(bytes)
    .toString("latin1")
    .matchAll(/charset\s*=\s*"?([\w.:-]+)/gi);
  if ([...charsets].some(([, name]) => !/^(utf-?8|us-ascii)$/i.test(name!))) return null;
  return Buffer.from(new TextDecoder("windows-1252").decode(bytes));
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function decoderFor(charset: string | undefined): TextDecoder {
  const wanted = charset?.toLowerCase();
  try {
    if (wanted && wanted !== "utf-8" && wanted !== "utf8" && wanted !== "us-ascii") return new TextDecoder(wanted);
  } catch {
    // A made-up charset: fall through to what most such mail is written in.
  }
  return new TextDecoder("windows-1252");
}
