/** What can be taken back, newest last. Ctrl/Cmd-Z takes the last one; a toast takes its own. */
export type Undoable = { id: string; label: string; run: () => void | Promise<void>; until: number };

const keepMs = 60_000;
let stack: Undoable[] = [];

export function pushUndo(label: string, run: Undoable["run"], lifetimeMs = keepMs): Undoable {
  const entry = { id: crypto.randomUUID(), label, run, until: Date.now() + lifetimeMs };
  stack = [...stack.filter((one) => one.until > Date.now()), entry].slice(-50);
  return entry;
}

/** Runs one entry, the last when none is named. False when there was nothing (left) to take back. */
export function undo(id?: string): boolean {
  const live = stack.filter((entry) => entry.until > Date.now());
  const entry = id ? live.find((one) => one.id === id) : live.at(-1);
  stack = live.filter((one) => one !== entry);
  if (!entry) return false;
  void entry.run();
  return true;
}

export function forgetUndo(id: string): void {
  stack = stack.filter((entry) => entry.id !== id);
}

export const hasUndo = (): boolean => stack.some((entry) => entry.until > Date.now());
