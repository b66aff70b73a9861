/** Thread that takes one big mail apart, so that the server goes on answering meanwhile. */
import { parentPort, workerData } from "node:worker_threads";
import { readMime } from "./mime.ts";

parentPort?.postMessage(await readMime(workerData as Uint8Array));
