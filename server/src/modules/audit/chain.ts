/** The chain of the audit log, pure: what of an entry is hashed, and how. Changing anything here breaks every chain there is. */
import { createHash } from "node:crypto";

/** The part of an entry that its hash covers, with what comes before it. */
export type Sealed = {
  workspace_id: string;
  seq: number;
  id: string;
  at: Date;
  actor_type: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  target_type: string | null;
  target_id: string | null;
  target_name: string;
  summary: string;
  before: object | null;
  after: object | null;
  request_id: string | null;
};

/** What the first entry of a workspace follows. */
export const beginning = Buffer.alloc(32);

export const hashOf = (previous: Buffer, entry: Sealed): Buffer =>
  createHash("sha256").update(previous).update(canonical(entry)).digest();

/** JSON that is the same for the same content, whatever the order of keys it came in. */
export function canonical(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, v]) => `${JSON.stringify(key)}:${canonical(v)}`).join(",")}}`;
}

/** As the database will give it back: without what JSON does not carry, or a text column does not hold. */
export const storableJson = (value: object | null | undefined): Record<string, unknown> | null =>
  value ? (plainJson(JSON.parse(JSON.stringify(value))) as Record<string, unknown>) : null;

function plainJson(value: unknown): unknown {
  if (typeof value === "string") return plainText(value);
  if (Array.isArray(value)) return value.map(plainJson);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [plainText(key), plainJson(v)]));
}

/** A text column takes neither NUL nor half a character. */
export const plainText = (text: string): string => text.replaceAll("\0", "").toWellFormed();
