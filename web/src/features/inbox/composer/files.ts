/** Files on their way into a message: checked against the route's limits, uploaded one by one with progress. */
import type { Attachment, ReplyRoute } from "@omniflow/contract";
import { currentWorkspaceId, failure, noAnswer } from "../../../api/client.ts";
import { loadSaid } from "../../../said/index.ts";

export type DraftFile = { id: string; name: string; size: number };
export type Upload = { key: string; name: string; size: number; done: number; error: string | null };
/** Chosen without a network, and still only in this browser. */
export const isWaiting = ({ id }: { id: string }): boolean => id.startsWith("local:");

type Limits = Pick<ReplyRoute["limits"], "max_files" | "max_file_bytes">;

export type Refusal = "too_many" | "too_large";

/** Why this file cannot join those already there; null when it can. Pure. */
export function refusalOf(file: { size: number }, there: { size: number }[], limits: Limits): Refusal | null {
  if (there.length >= limits.max_files) return "too_many";
  const total = there.reduce((sum, one) => sum + one.size, 0);
  return total + file.size > limits.max_file_bytes ? "too_large" : null;
}

/** `fetch` does not tell how much has gone out; this does. */
export function upload(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const headers = { get: (name: string) => request.getResponseHeader(name) };
    request.open("POST", "/api/v1/files");
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("idempotency-key", crypto.randomUUID());
    const workspace = currentWorkspaceId();
    if (workspace) request.setRequestHeader("x-omniflow-workspace", workspace);
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => {
      const answer = parse(request.responseText);
      if (request.status < 300 && answer?.success) resolve(answer.data);
      else void loadSaid().then(() => reject(failure({ status: request.status, headers }, answer)));
    };
    request.onerror = () => reject(noAnswer());
    signal.addEventListener("abort", () => request.abort());
    request.onabort = () => reject(new DOMException("", "AbortError"));
    const body = new FormData();
    body.set("file", file, file.name);
    request.send(body);
  });
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of unknown shape; the caller checks `success`
function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What goes out names pictures by their file (`cid:`), not by an address that expires. Pure. */
export function withFileReferences(html: string): { html: string; ids: string[] } {
  const ids: string[] = [];
  const replaced = html.replace(/<img\b[^>]*>/gi, (tag) => {
    const id = /\bsrc="[^"]*\/api\/v1\/files\/([0-9a-f-]{36})[^"]*"/i.exec(tag)?.[1];
    if (!id) return tag;
    ids.push(id);
    return tag.replace(/\bsrc="[^"]*"/i, `src="cid:${id}"`).replace(/\sdata-file="[^"]*"/i, "");
  });
  return { html: replaced, ids };
}
