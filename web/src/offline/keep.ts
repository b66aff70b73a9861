/**
 * With the network down, what was opened can still be read: what the app reads is written to the browser's store a moment
 * later, and what cannot be read from the server comes from there. A connection that is back reads everything anew.
 */
import type { Me } from "@omniflow/contract";
import { hashKey, type Query, type QueryClient } from "@tanstack/react-query";
import { ApiError, setWorkspaceId } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { connection } from "../api/realtime.ts";
import { isWorthKeeping } from "./bounds.ts";
import { dropKept, forgetKept, keptMember, own, readKept, tidyKept, writeKept } from "./kept.ts";
import { registerWorker } from "./worker.ts";

export { forgetKept };

const writeAfterMs = 1000;
const gone = new Set([403, 404]);
let keeping: { memberId: string; stop: () => void } | null = null;

/** Starts keeping for this member; again for another one after the first was forgotten. */
export async function keep(client: QueryClient, me: Me): Promise<void> {
  const memberId = await own(me);
  if (!memberId || keeping?.memberId === memberId) return;
  keeping?.stop();
  keeping = { memberId, stop: begin(client, memberId) };
  registerWorker();
  await tidyKept();
}

function begin(client: QueryClient, memberId: string): () => void {
  const cache = client.getQueryCache();
  const dirty = new Set<Query>(cache.getAll().filter((query) => query.state.status === "success"));
  const restored = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const write = () => {
    timer = undefined;
    const entries = [...dirty]
      .filter((query) => isWorthKeeping(query.queryKey) && query.state.data !== undefined)
      .map((query) => ({ hash: query.queryHash, data: query.state.data, at: query.state.dataUpdatedAt }));
    dirty.clear();
    // A full or forbidden store only costs reading without a network.
    void writeKept(memberId, entries).catch(() => {});
  };
  const later = () => {
    timer ??= setTimeout(write, writeAfterMs);
  };
  const restore = async (query: Query) => {
    const kept = await readKept(memberId, query.queryHash).catch(() => null);
    if (!kept || query.state.data !== undefined) return;
    restored.add(query.queryHash);
    query.setData(kept.data, { updatedAt: kept.at, manual: true });
  };
  const stopCache = cache.subscribe((event) => {
    if (event.type !== "updated" && event.type !== "added") return;
    const { query } = event;
    if (!isWorthKeeping(query.queryKey)) return;
    if (event.type === "updated" && event.action.type === "success") {
      if (restored.has(query.queryHash) && event.action.manual) return;
      restored.delete(query.queryHash);
      dirty.add(query);
      later();
    } else if (query.state.data === undefined && isUnreachable(query)) void restore(query);
    else if (gone.has((query.state.error as ApiError | null)?.status ?? 0)) void dropKept(memberId, query.queryHash);
  });
  // What never loaded waits for nobody: it is asked for again, and so is what came from the store.
  const stopConnection = connection.subscribe(() => {
    if (connection.get() !== "online") return;
    void client.invalidateQueries({
      predicate: (query) => restored.has(query.queryHash) || query.state.status === "error",
    });
  });
  const flush = () => {
    clearTimeout(timer);
    write();
  };
  addEventListener("pagehide", flush);
  later();
  return () => {
    stopCache();
    stopConnection();
    clearTimeout(timer);
    removeEventListener("pagehide", flush);
  };
}

const unreachable = new Set(["network", "unreachable", "unavailable"]);
export const isNoConnection = (error: unknown): boolean => error instanceof ApiError && unreachable.has(error.code);
const isUnreachable = (query: Query) =>
  query.state.fetchStatus === "paused" ||
  isNoConnection(query.state.fetchFailureReason) ||
  isNoConnection(query.state.error);

/** The workspace as its member last saw it, when there is no server to ask; `why` again where that is not so. */
export async function openKept(client: QueryClient, slug: string, why: unknown): Promise<Me> {
  const memberId = isNoConnection(why) ? keptMember(slug) : null;
  const me = memberId ? ((await readKept(memberId, hashKey(keys.me)))?.data as Me | undefined) : undefined;
  if (!me) throw why;
  setWorkspaceId(me.workspace.id);
  client.setQueryData(keys.me, me, { updatedAt: 1 });
  await keep(client, me);
  return me;
}
