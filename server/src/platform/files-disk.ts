/** Files on disk. A file appears under its key only when all of it is on the disk; a crash leaves at most a draft. */
import { createHash } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import {
  type FileBody,
  type FileStore,
  fileMissing,
  fileTooLarge,
  newFileKey,
  pathOf,
  type StoredFile,
} from "./files.ts";

export function createDiskFiles(directory: string): FileStore {
  return {
    async put(key, body, options = {}) {
      const path = join(directory, pathOf(key));
      const draft = join(directory, "drafts", newFileKey());
      await Promise.all([mkdir(dirname(path), { recursive: true }), mkdir(dirname(draft), { recursive: true })]);
      try {
        const stored = await writeDraft(draft, body, options.maxBytes);
        await rename(draft, path);
        await syncDirectory(dirname(path));
        return stored;
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    async open(key, range) {
      const path = join(directory, pathOf(key));
      const file = await open(path, "r").catch(ignoreMissing);
      if (!file) throw fileMissing();
      const { size } = await file.stat();
      return {
        stream: file.createReadStream({
          start: range?.start ?? 0,
          ...(range?.end === undefined ? {} : { end: range.end }),
        }),
        size,
      };
    },
    async remove(key) {
      await rm(join(directory, pathOf(key)), { force: true });
    },
  };
}

/** Writes the body to `path` and onto the disk, and tells what it was. Also how S3 learns size and hash before it sends. */
export async function writeDraft(
  path: string,
  body: FileBody,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<StoredFile> {
  const hash = createHash("sha256");
  let size = 0;
  const file = await open(path, "wx", 0o600);
  try {
    for await (const chunk of body instanceof Readable ? body : [body]) {
      const bytes: Uint8Array = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      size += bytes.byteLength;
      if (size > maxBytes) throw fileTooLarge(maxBytes);
      hash.update(bytes);
      await file.writeFile(bytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { size, sha256: hash.digest() };
}

/** A rename is durable once the directory is. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
