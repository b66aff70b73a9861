/** What the server does not have yet of a member's drafts, kept by the browser until it does: over a reload, a crash, a day without network. */
import { currentWorkspaceId } from "../../../api/client.ts";
import { connection } from "../../../api/realtime.ts";
import {
  type DraftBody,
  type DraftKind,
  drafts,
  flushDrafts,
  isKeptHere,
  readDraft,
  restoreDraft,
  splitKey,
} from "./drafts.ts";
import { isWaiting } from "./files.ts";

const afterMs = 250;
const uploadAgainMs = 15_000;

/** The files that were chosen without a network. */
function uploadFiles(): void {
  if (![...drafts.get().values()].some(({ body }) => body.attachments?.some(isWaiting))) return;
  void import("./waiting-files.ts").then(({ uploadWaiting }) => uploadWaiting());
}

/** Brings back what was left, and keeps what is typed from now on; returns the way to stop. */
export function backUpDrafts(memberId: string): () => void {
  const prefix = `omniflow.draft.${currentWorkspaceId() ?? ""}.${memberId}.`;
  const kept = new Set<string>();
  for (const name of Object.keys(localStorage)) {
    const found = name.startsWith(prefix) ? /^(.+):(message|note)$/.exec(name.slice(prefix.length)) : null;
    const body = found && readBody(name);
    if (!found || !body) continue;
    kept.add(name);
    const [conversationId, kind] = [found[1]!, found[2] as DraftKind];
    if (!readDraft(conversationId, kind)) restoreDraft(conversationId, kind, body);
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    timer = undefined;
    for (const [key, draft] of drafts.get()) {
      // Not yet a conversation: restored from here it would be saved to one that is not there.
      if (isKeptHere(splitKey(key).conversationId)) continue;
      const name = prefix + key;
      try {
        if (draft.state !== "clean") localStorage.setItem(name, JSON.stringify(draft.body));
        else if (kept.has(name)) localStorage.removeItem(name);
      } catch {
        // A full or forbidden storage only costs surviving a crash.
        continue;
      }
      if (draft.state === "clean") kept.delete(name);
      else kept.add(name);
    }
  };
  const stopDrafts = drafts.subscribe(() => {
    timer ??= setTimeout(write, afterMs);
  });
  const back = () => {
    if (connection.get() !== "online") return;
    flushDrafts();
    uploadFiles();
  };
  const stopConnection = connection.subscribe(back);
  const again = setInterval(uploadFiles, uploadAgainMs);
  addEventListener("pagehide", write);
  return () => {
    stopDrafts();
    stopConnection();
    clearTimeout(timer);
    clearInterval(again);
    write();
    removeEventListener("pagehide", write);
  };
}

function readBody(name: string): DraftBody | null {
  try {
    const body = JSON.parse(localStorage.getItem(name) ?? "") as DraftBody;
    return typeof body.text === "string" && typeof body.html === "string" ? body : null;
  } catch {
    return null;
  }
}
