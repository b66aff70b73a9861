/** Files in any S3: path-style addresses, signed requests, bodies spooled to disk first so that their hash can be signed too. */
import { openAsBlob } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { AwsClient } from "aws4fetch";
import { AppError } from "../errors.ts";
import { type FileStore, fileMissing, newFileKey, pathOf } from "./files.ts";
import { writeDraft } from "./files-disk.ts";

export type S3Place = {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};

/** @param draftDirectory a place on disk for bodies on their way. */
export function createS3Files(place: S3Place, draftDirectory: string): FileStore {
  const { accessKeyId, secretAccessKey, region } = place;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: 3 });
  const urlOf = (key: string) => `${place.endpoint}/${place.bucket}/${pathOf(key)}`;
  return {
    async put(key, body, options = {}) {
      await mkdir(draftDirectory, { recursive: true });
      const draft = join(draftDirectory, newFileKey());
      try {
        const stored = await writeDraft(draft, body, options.maxBytes);
        const headers = {
          "x-amz-content-sha256": stored.sha256.toString("hex"),
          "content-type": "application/octet-stream",
        };
        const response = await client.fetch(urlOf(key), { method: "PUT", headers, body: await openAsBlob(draft) });
        await drain(response);
        return stored;
      } finally {
        await rm(draft, { force: true });
      }
    },
    async open(key, range) {
      const headers = range ? { range: `bytes=${range.start}-${range.end ?? ""}` } : undefined;
      const response = await client.fetch(urlOf(key), { method: "GET", ...(headers ? { headers } : {}) });
      if (response.status === 404) throw fileMissing();
      if (!response.ok) await drain(response);
      if (!response.body) throw refused(response.status);
      const total = response.headers.get("content-range")?.split("/")[1] ?? response.headers.get("content-length");
      return { stream: Readable.fromWeb(response.body as WebStream), size: Number(total) };
    },
    async remove(key) {
      const response = await client.fetch(urlOf(key), { method: "DELETE" });
      if (response.status !== 404) await drain(response);
    },
  };
}

/** Reads an answer to its end, so that the connection can be used again. @throws AppError unless it says yes */
async function drain(response: Response): Promise<void> {
  const text = await response.text();
  if (!response.ok) throw refused(response.status, /<Code>([^<]+)<\/Code>/.exec(text)?.[1]);
}

const refused = (status: number, code = "") =>
  new AppError("unavailable", `The file storage answered ${status} ${code}. Check the OMNIFLOW_S3_ settings.`);
