/** Files chosen without a network: kept by this browser, under an id of its own, until the server has them. */
import type { Attachment } from "@omniflow/contract";
import i18next from "i18next";
import { createStore, del, entries, get, set } from "idb-keyval";
import { ApiError, post } from "../../../api/client.ts";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { type DraftBody, drafts, splitKey, writeDraft } from "./drafts.ts";
import { type DraftFile, isWaiting } from "./files.ts";

type Kept = { file: File; at: number };
const store = createStore("omniflow-files", "waiting");
const mostDays = 30;
/** What went up in this window: asked for again by a message that was sent meanwhile. */
const uploaded = new Map<string, DraftFile>();
/** So long after it went up a reload may still know the file by its old id. */
const forgetAfterMs = 10_000;
const passing = new Set(["network", "unreachable", "unavailable", "conflict", "rate_limited"]);

/** @throws when the browser has no room for it, or keeps nothing */
export async function keepFile(file: File): Promise<DraftFile> {
  const id = `local:${crypto.randomUUID()}`;
  await set(id, { file, at: Date.now() } satisfies Kept, store);
  return { id, name: file.name, size: file.size };
}

/** @throws ApiError */
async function uploadKept(file: DraftFile): Promise<DraftFile> {
  const known = uploaded.get(file.id);
  if (known) return known;
  const kept = await get<Kept>(file.id, store);
  if (!kept) throw new ApiError("not_found", i18next.t("file.gone", { ns: "inbox", name: file.name }));
  const form = new FormData();
  form.set("file", kept.file, kept.file.name);
  // Its own id makes a repeated upload the same file, also from two windows.
  const { id, name, size } = await post<Attachment>("/files", form, { idempotencyKey: file.id });
  uploaded.set(file.id, { id, name, size });
  setTimeout(() => void del(file.id, store), forgetAfterMs);
  return { id, name, size };
}

/** The same text with every file on the server. @throws ApiError */
export async function withUploaded(body: DraftBody): Promise<DraftBody> {
  const attachments: DraftFile[] = [];
  for (const file of body.attachments ?? []) attachments.push(isWaiting(file) ? await uploadKept(file) : file);
  return { ...body, attachments };
}

let busy = false;

/** Puts up what the drafts of this member wait with. What the server refuses is taken out, and said. */
export async function uploadWaiting(): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    for (const [key, { body }] of drafts.get())
      for (const file of body.attachments?.filter(isWaiting) ?? []) if (!(await settle(key, file))) return;
  } finally {
    busy = false;
  }
}

/** False when there is no point in trying the next one. */
async function settle(key: string, file: DraftFile): Promise<boolean> {
  try {
    replace(key, file.id, [await uploadKept(file)]);
    return true;
  } catch (error) {
    if (error instanceof ApiError && passing.has(error.code)) return false;
    replace(key, file.id, []);
    notify({ tone: "error", text: `${file.name}: ${errorText(error)}` });
    return true;
  }
}

function replace(key: string, id: string, by: DraftFile[]): void {
  const now = drafts.get().get(key)?.body.attachments ?? [];
  if (!now.some((file) => file.id === id)) return;
  const { conversationId, kind } = splitKey(key);
  writeDraft(conversationId, kind, { attachments: now.flatMap((file) => (file.id === id ? by : [file])) });
}

/** What no draft came back for in a month. */
export async function sweepFiles(): Promise<void> {
  const oldest = Date.now() - mostDays * 86_400_000;
  for (const [id, kept] of await entries<string, Kept>(store)) if (kept.at < oldest) await del(id, store);
}
