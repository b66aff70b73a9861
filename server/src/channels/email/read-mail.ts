/** Chooses where a mail is taken apart: small ones here, big ones in a thread with a time and a memory limit. */
import { Worker } from "node:worker_threads";
import { type Mime, readMime, readOnlyHeaders } from "./mime.ts";
import { repairHeaders } from "./raw-bytes.ts";

/** Bytes from which a thread is worth its start (about 40 ms). */
const bigMail = 1024 * 1024;
const longestParse = 30_000;
/** Threads at once: each holds its mail some three times over. */
const mostThreads = 2;
let threads = 0;
const queue: (() => void)[] = [];

/** Takes a mail apart; never throws and never takes the process down. */
export async function readMail(bytes: Uint8Array): Promise<Mime> {
  if (bytes.length < bigMail) return readMime(bytes);
  if (threads < mostThreads) threads++;
  else await new Promise<void>((turn) => queue.push(turn));
  try {
    return await readInThread(bytes);
  } catch (error) {
    return readOnlyHeaders(repairHeaders(bytes), bytes, error instanceof Error ? error.message : String(error));
  } finally {
    // The next in the queue takes this place over.
    const next = queue.shift();
    if (next) next();
    else threads--;
  }
}

function readInThread(bytes: Uint8Array): Promise<Mime> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./mime-worker.ts", import.meta.url), {
      workerData: bytes,
      resourceLimits: { maxOldGenerationSizeMb: 768 },
    });
    const timer = setTimeout(() => {
      void worker.terminate();
      reject(new Error("it took too long"));
    }, longestParse);
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => {
      clearTimeout(timer);
      // After a message this changes nothing: the promise is settled.
      reject(new Error(`the reader stopped with code ${code}`));
    });
  });
}
