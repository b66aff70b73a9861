/**
 * What a member has written and not sent, per conversation and kind. Kept here while typing, saved to the server shortly
 * after (so it belongs to the thread, not to this tab), and restored from there.
 */
import type { Draft } from "@omniflow/contract";
import { deleteDraft, type SavedDraft, saveDraft } from "../../../api/conversations.ts";
import { createStore } from "../../../lib/store.ts";
import { isWaiting } from "./files.ts";

export type DraftKind = Draft["kind"];
export type DraftBody = Draft["body"];
export type LocalDraft = {
  body: DraftBody;
  /** Grows when the text is replaced from outside (undo send, restore): the editor starts afresh with it. */
  revision: number;
  state: "clean" | "dirty" | "saving" | "unsaved";
};

const saveAfterMs = 700;
export const emptyBody: DraftBody = { html: "", text: "" };

export const drafts = createStore<ReadonlyMap<string, LocalDraft>>(new Map());
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const onServer = new Set<string>();
/** Drafts of conversations that do not exist yet; whoever writes them keeps them. */
const here = new Set<string>();

export const draftKey = (conversationId: string, kind: DraftKind) => `${conversationId}:${kind}`;

export function splitKey(key: string): { conversationId: string; kind: DraftKind } {
  const cut = key.lastIndexOf(":");
  return { conversationId: key.slice(0, cut), kind: key.slice(cut + 1) as DraftKind };
}

/** A file that waits for a network is nobody else's yet. */
const forServer = (body: DraftBody): DraftBody =>
  body.attachments?.some(isWaiting)
    ? { ...body, attachments: body.attachments.filter((file) => !isWaiting(file)) }
    : body;

export const isEmpty = (body: DraftBody) =>
  body.text.trim() === "" && !/<img\b/i.test(body.html) && (body.attachments?.length ?? 0) === 0;

export const readDraft = (conversationId: string, kind: DraftKind): LocalDraft | undefined =>
  drafts.get().get(draftKey(conversationId, kind));

function put(key: string, draft: LocalDraft | null) {
  drafts.set((now) => {
    const next = new Map(now);
    if (draft) next.set(key, draft);
    else next.delete(key);
    return next;
  });
}

export const keepHere = (conversationId: string): void => void here.add(conversationId);
export const isKeptHere = (conversationId: string): boolean => here.has(conversationId);

/** Of what is sent, or thrown away, nothing stays. */
export function forgetDraft(conversationId: string, kind: DraftKind): void {
  const key = draftKey(conversationId, kind);
  clearTimeout(timers.get(key));
  here.delete(conversationId);
  put(key, null);
}

/** What the member typed or chose; saved when they pause. */
export function writeDraft(conversationId: string, kind: DraftKind, part: Partial<DraftBody>): void {
  const key = draftKey(conversationId, kind);
  const now = readDraft(conversationId, kind);
  put(key, { body: { ...(now?.body ?? emptyBody), ...part }, revision: now?.revision ?? 0, state: "dirty" });
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => void flushDraft(conversationId, kind), saveAfterMs),
  );
}

/** Replaces the text in the editor: a taken-back message, a draft from the server. */
export function restoreDraft(conversationId: string, kind: DraftKind, body: DraftBody, saved = false): void {
  const key = draftKey(conversationId, kind);
  const revision = (readDraft(conversationId, kind)?.revision ?? 0) + 1;
  put(key, { body, revision, state: saved ? "clean" : "dirty" });
  if (saved) onServer.add(key);
  else void flushDraft(conversationId, kind);
}

/** The member's own drafts as the server has them; what is being typed here right now wins. */
export function adoptDrafts(conversationId: string, memberId: string | null, saved: SavedDraft[]): void {
  for (const draft of saved) {
    if (draft.member_id !== memberId) continue;
    if (!readDraft(conversationId, draft.kind)) restoreDraft(conversationId, draft.kind, draft.body, true);
  }
}

/** Empties the composer, here and on the server. */
export function clearDraft(conversationId: string, kind: DraftKind): void {
  const key = draftKey(conversationId, kind);
  clearTimeout(timers.get(key));
  const revision = (readDraft(conversationId, kind)?.revision ?? 0) + 1;
  put(key, { body: emptyBody, revision, state: "clean" });
  if (onServer.delete(key)) void deleteDraft(conversationId, kind).catch(() => onServer.add(key));
}

export async function flushDraft(conversationId: string, kind: DraftKind): Promise<void> {
  const key = draftKey(conversationId, kind);
  clearTimeout(timers.get(key));
  if (isKeptHere(conversationId)) return;
  const draft = readDraft(conversationId, kind);
  if (draft?.state !== "dirty" && draft?.state !== "unsaved") return;
  const settle = (state: LocalDraft["state"]) => {
    const after = readDraft(conversationId, kind);
    // Typed on meanwhile: stays dirty, its own timer is running.
    if (after && after.body === draft.body) put(key, { ...after, state });
  };
  put(key, { ...draft, state: "saving" });
  const body = forServer(draft.body);
  try {
    if (isEmpty(body)) {
      if (onServer.delete(key)) await deleteDraft(conversationId, kind);
    } else {
      onServer.add(key);
      await saveDraft(conversationId, { kind, body });
    }
    settle(body === draft.body ? "clean" : "unsaved");
  } catch {
    settle("unsaved");
  }
}

/** Saves everything that is not saved yet: on leaving the page and when the connection is back. */
export function flushDrafts(): void {
  for (const [key, draft] of drafts.get()) {
    if (draft.state !== "dirty" && draft.state !== "unsaved") continue;
    const { conversationId, kind } = splitKey(key);
    void flushDraft(conversationId, kind);
  }
}
