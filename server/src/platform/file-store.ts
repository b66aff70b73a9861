/** Chooses where files lie: S3 when the settings name a bucket, else the data directory. */
import { join } from "node:path";
import type { FileStore } from "./files.ts";
import { createDiskFiles } from "./files-disk.ts";
import { createS3Files, type S3Place } from "./files-s3.ts";

export const openFileStore = (s3: S3Place | null, directory: string): FileStore =>
  s3 ? createS3Files(s3, join(directory, "drafts")) : createDiskFiles(directory);
