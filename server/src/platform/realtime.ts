/**
 * Hints: after a commit, everyone who may know is told by id that something changed. Hints may be lost, data never: whoever
 * was away sees by the mark that it missed something and asks again. Across nodes they travel in one coalesced notification,
 * because NOTIFY serialises commits and must never be part of a message's own transaction.
 */
import type { Hint } from "@omniflow/contract";
import pg from "pg";
import type { Logger } from "pino";
import { newId } from "./uuid.ts";

/** Who may learn of a change by socket; a member in any of the teams or named, or one who sees everything. `null`: no team. */
export type Audience = { teamIds: readonly (string | null)[]; memberIds: readonly (string | null)[] };
export type Listener = { memberId: string | null; teamIds: readonly string[]; seesAll: boolean };

export type Published = { hint: Hint; audience?: Audience };
/** Passing things that are never stored: presence, typing. `t` says which. */
export type Signal = { t: string } & Record<string, unknown>;
export type Batch = { hints: Published[]; signals: Signal[] };

export type Hub = {
  publish(workspaceId: string, items: Published[]): void;
  signal(workspaceId: string, signal: Signal): void;
  /** Called with everything of a workspace, a few milliseconds coalesced. Returns how to stop. */
  subscribe(workspaceId: string, listener: (batch: Batch) => void): () => void;
  /** Begins to talk with the other nodes of this database. */
  connect(databaseUrl: string): Promise<void>;
  close(): Promise<void>;
};

export const mayLearn = (listener: Listener, audience: Audience | undefined): boolean =>
  !audience ||
  listener.seesAll ||
  audience.memberIds.some((id) => id !== null && id === listener.memberId) ||
  audience.teamIds.some((id) => id === null || listener.teamIds.includes(id));

const windowMs = 10;
/** PostgreSQL takes less than 8000 bytes in one notification. */
const maxPayload = 7500;

export function createHub(log: Logger): Hub {
  const node = newId();
  const listeners = new Map<string, Set<(batch: Batch) => void>>();
  const waiting = new Map<string, Batch>();
  let timer: NodeJS.Timeout | null = null;
  let link: Link | null = null;

  const deliver = (workspaceId: string, batch: Batch) => {
    for (const listener of listeners.get(workspaceId) ?? []) {
      try {
        listener(batch);
      } catch (error) {
        log.warn({ err: error }, "a realtime listener failed");
      }
    }
  };
  const flush = () => {
    timer = null;
    const batches = [...waiting];
    waiting.clear();
    for (const [workspaceId, batch] of batches) {
      deliver(workspaceId, batch);
      link?.tell(workspaceId, batch);
    }
  };
  const gather = (workspaceId: string): Batch => {
    let batch = waiting.get(workspaceId);
    if (!batch) {
      batch = { hints: [], signals: [] };
      waiting.set(workspaceId, batch);
    }
    timer ??= setTimeout(flush, windowMs);
    return batch;
  };
  return {
    publish: (workspaceId, items) => void gather(workspaceId).hints.push(...items),
    signal: (workspaceId, signal) => void gather(workspaceId).signals.push(signal),
    subscribe: (workspaceId, listener) => {
      const set = listeners.get(workspaceId) ?? new Set();
      listeners.set(workspaceId, set.add(listener));
      return () => {
        set.delete(listener);
        if (!set.size && listeners.get(workspaceId) === set) listeners.delete(workspaceId);
      };
    },
    connect: async (url) => {
      link = await openLink(url, node, deliver, log);
    },
    close: async () => {
      if (timer) clearTimeout(timer);
      await link?.close();
    },
  };
}

type Link = { tell(workspaceId: string, batch: Batch): void; close(): Promise<void> };

/** One connection that listens and notifies; comes back by itself. What is told meanwhile is lost, as hints may be. */
async function openLink(
  url: string,
  node: string,
  deliver: (workspaceId: string, batch: Batch) => void,
  log: Logger,
): Promise<Link> {
  let client: pg.Client | null = null;
  let closed = false;
  const open = async () => {
    const made = new pg.Client({
      connectionString: url,
      keepAlive: true,
      application_name: "omniflow realtime",
      pipeline: true,
    } as pg.ClientConfig);
    const again = () => {
      if (client === made) client = null;
      if (!closed) setTimeout(() => open().catch(again), 1000).unref();
    };
    made.once("error", (error) => {
      log.warn({ err: error }, "realtime link lost");
      made.end().catch(() => {});
      again();
    });
    made.on("notification", ({ payload }) => {
      const { from, workspace, batch } = JSON.parse(payload!) as { from: string; workspace: string; batch: Batch };
      if (from !== node) deliver(workspace, batch);
    });
    await made.connect();
    await made.query("listen omniflow");
    client = made;
  };
  await open();
  return {
    tell: (workspaceId, batch) => {
      for (const part of split(batch)) {
        const payload = JSON.stringify({ from: node, workspace: workspaceId, batch: part });
        client?.query("select pg_notify('omniflow', $1)", [payload]).catch(() => {});
      }
    },
    close: async () => {
      closed = true;
      await client?.end();
    },
  };
}

function split(batch: Batch): Batch[] {
  const parts: Batch[] = [{ hints: [], signals: [] }];
  let size = 0;
  const room = (item: unknown) => {
    const length = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (size + length > maxPayload - 200) {
      parts.push({ hints: [], signals: [] });
      size = 0;
    }
    size += length;
    return parts.at(-1)!;
  };
  for (const hint of batch.hints) room(hint).hints.push(hint);
  for (const signal of batch.signals) room(signal).signals.push(signal);
  return parts;
}
