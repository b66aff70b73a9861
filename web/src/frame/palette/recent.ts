/** What this member opened last on this device: conversations and contacts, newest first. */
import { createStore } from "../../lib/store.ts";

export type Recent = { kind: "conversation" | "contact"; id: string; name: string; subject: string };
type Whose = { workspace: { id: string }; member: { id: string } | null };

const most = 12;
const keyOf = ({ workspace, member }: Whose) => `omniflow.recent.${workspace.id}.${member?.id ?? ""}`;
/** Grows when something is added. */
export const recentChanges = createStore(0);

export function readRecent(whose: Whose): Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(whose)) ?? "[]");
    return Array.isArray(kept)
      ? kept.filter((one) => typeof one?.id === "string" && typeof one?.name === "string")
      : [];
  } catch {
    return [];
  }
}

export function addRecent(whose: Whose, opened: Recent): void {
  const next = [opened, ...readRecent(whose).filter((one) => one.id !== opened.id)].slice(0, most);
  try {
    localStorage.setItem(keyOf(whose), JSON.stringify(next));
    recentChanges.set((n) => n + 1);
  } catch {
    // A full or forbidden storage only costs the list of what was open last.
  }
}

/** No longer there, or no longer theirs to see: its name must not stay behind. */
export function dropRecent(whose: Whose, id: string): void {
  const now = readRecent(whose);
  if (now.some((one) => one.id === id))
    localStorage.setItem(keyOf(whose), JSON.stringify(now.filter((one) => one.id !== id)));
}
