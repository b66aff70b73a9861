/** Where attachments lie: on disk or in S3, behind the same three functions. Keys are random and say nothing of names or owners. */
import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import { AppError } from "../errors.ts";

export { safeName } from "./file-names.ts";
export { isInlineSafe, sniff } from "./file-types.ts";

export type FileBody = Readable | Uint8Array;
export type StoredFile = { size: number; sha256: Buffer };
/** Bytes `start` to `end`, both included. */
export type ByteRange = { start: number; end?: number };

export type FileStore = {
  /** Stores the whole body, or nothing when it fails. Storing a key again replaces it. @throws AppError too_large beyond `maxBytes` */
  put(key: string, body: FileBody, options?: { maxBytes?: number }): Promise<StoredFile>;
  /** The bytes, or a part of them. `size` is that of the whole file. @throws AppError not_found */
  open(key: string, range?: ByteRange): Promise<{ stream: Readable; size: number }>;
  /** Does nothing when there is no such file. */
  remove(key: string): Promise<void>;
};

export const newFileKey = (): string => randomBytes(16).toString("hex");

/** The place of a key, spread over folders so that none grows too large. A key from anywhere else than newFileKey is refused. */
export function pathOf(key: string): string {
  if (!/^[0-9a-f]{32}$/.test(key)) throw new Error("This is not a file key.");
  return `${key.slice(0, 2)}/${key.slice(2, 4)}/${key}`;
}

export const fileMissing = () => new AppError("not_found", "This file is no longer stored.");
export const fileTooLarge = (maxBytes: number) =>
  new AppError(
    "too_large",
    `This file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB, the most that is taken.`,
  );
