/** From whom and about what a request is that nobody could read, as far as a glance tells: to recognise it in the list. */
import { decodeWords } from "postal-mime";

export type Glance = { from: string | null; subject: string | null };

/** How much of the body a glance needs. */
export const glanceBytes = 64 * 1024;

export function glanceAt(start: Uint8Array): Glance {
  const text = Buffer.from(start.buffer, start.byteOffset, start.byteLength).toString("utf8");
  return glanceAtJson(text) ?? { from: mailHeader(text, "from"), subject: mailHeader(text, "subject") };
}

function glanceAtJson(text: string): Glance | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    const [item] = [JSON.parse(text)].flat() as Record<string, unknown>[];
    const from = item?.from as Record<string, unknown> | string | undefined;
    const sender =
      typeof from === "object" && from !== null ? (from.email ?? from.phone ?? from.handle ?? from.value) : from;
    return { from: line(sender), subject: line(item?.subject) };
  } catch {
    return { from: null, subject: null };
  }
}

function mailHeader(text: string, name: string): string | null {
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? "";
  const match = new RegExp(`^${name}:(.*(?:\\r?\\n[ \\t].*)*)`, "im").exec(head);
  return match ? line(decodeWords(match[1]!)) : null;
}

function line(value: unknown): string | null {
  if (typeof value !== "string") return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is removed.
  const text = value.replace(/[\s\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
  return text.slice(0, 300) || null;
}
