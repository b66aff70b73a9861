/**
 * What the visitor wrote and the server has not yet acknowledged. Each entry is kept on the host page before anything is sent, so
 * that a reload, a lost network or a restarting server loses nothing; its id makes sending it twice harmless.
 */
import type { UploadedFile, WidgetMessage, WidgetPage } from "@omniflow/contract/widget";
import { ApiError, backoff } from "./api.ts";

export type Pending = {
  id: string;
  text: string;
  files: UploadedFile[];
  page: WidgetPage;
  answers?: Record<string, string>;
  created_at: string;
  /** Why it will not be tried again by itself. */
  failed?: string;
};

export type OutboxDoors = {
  send(pending: Pending): Promise<WidgetMessage>;
  keep(name: string, value: string | null): void;
  /** The list changed. */
  changed(list: Pending[]): void;
  sent(message: WidgetMessage): void;
  /** Replaces setTimeout in tests. */
  wait?(ms: number, run: () => void): unknown;
};

export type Outbox = {
  add(pending: Pending): void;
  retry(id: string): void;
  drop(id: string): void;
  /** Something changed for the better (network back, socket open): do not wait any longer. */
  wake(): void;
  list(): Pending[];
};

const prefix = "outbox.";

/** @param kept what the host page kept, from earlier loads. */
export function createOutbox(kept: Record<string, string>, doors: OutboxDoors): Outbox {
  let list = readKept(kept);
  let busy = false;
  let attempt = 0;
  let timer: unknown = null;
  const wait = doors.wait ?? ((ms: number, run: () => void) => setTimeout(run, ms));

  const store = (pending: Pending) => doors.keep(prefix + pending.id, JSON.stringify(pending));
  const remove = (id: string) => {
    list = list.filter((entry) => entry.id !== id);
    doors.keep(prefix + id, null);
    doors.changed(list);
  };
  const replace = (pending: Pending) => {
    list = list.map((entry) => (entry.id === pending.id ? pending : entry));
    store(pending);
    doors.changed(list);
  };
  /** One at a time, in the order written. */
  const work = async () => {
    const next = list.find((entry) => !entry.failed);
    if (busy || !next) return;
    busy = true;
    timer = null;
    try {
      const message = await doors.send(next);
      attempt = 0;
      // The message first, so that the bubble never blinks.
      doors.sent(message);
      remove(next.id);
    } catch (error) {
      const passing = !(error instanceof ApiError) || error.passing;
      if (passing) pause(Math.max(backoff(attempt++), error instanceof ApiError ? error.retryAfter * 1000 : 0));
      else replace({ ...next, failed: error.message || "?" });
    }
    busy = false;
    if (timer === null) work();
  };
  const pause = (ms: number) => {
    const mine = {};
    timer = mine;
    wait(ms, () => {
      if (timer !== mine) return;
      timer = null;
      work();
    });
  };
  const wake = () => {
    timer = null;
    work();
  };
  return {
    list: () => list,
    wake,
    drop: remove,
    add: (pending) => {
      list = [...list, pending];
      store(pending);
      doors.changed(list);
      if (timer === null) work();
    },
    retry: (id) => {
      const entry = list.find((each) => each.id === id);
      if (!entry) return;
      replace({ ...entry, failed: undefined });
      wake();
    },
  };
}

function readKept(kept: Record<string, string>): Pending[] {
  const found: Pending[] = [];
  for (const [name, value] of Object.entries(kept)) {
    if (!name.startsWith(prefix)) continue;
    try {
      const entry = JSON.parse(value) as Pending;
      if (typeof entry.id === "string" && typeof entry.text === "string" && Array.isArray(entry.files))
        found.push(entry);
    } catch {}
  }
  return found.sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
}
