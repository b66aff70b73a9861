/** Thread that takes one big mail apart, so that the server goes on answering meanwhile. */
import { parentPort, workerData } from "node:worker_threads";
import { readMime } from "./mime.ts";

const mime = await readMime(workerData as Uint8Array);
// Handed over, not copied: the files are most of a big mail.
const buffers = new Set(mime.files.map((file) => file.body.buffer as ArrayBuffer));
parentPort?.postMessage(mime, [...buffers]);
