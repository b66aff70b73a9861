/**
 * The browser's own store of what was read: one entry per query, under the name of the member it was read for. It belongs to
 * one person at a time: the next one to sign in here finds it empty, and signing out empties it.
 */
import type { Me } from "@omniflow/contract";
import { clear, createStore, del, delMany, get, keys as namesOf, setMany } from "idb-keyval";
import { type Marks, mostBytesOfOne, surplus } from "./bounds.ts";

export type Kept = { data: unknown; at: number };
/** Whose the store is: the person, and their member of each workspace that was opened. */
type Owner = { email: string; members: Record<string, string> };

const store = createStore("omniflow", "read");
const MARKS = "marks";
const OWNER = "omniflow.kept";

function owner(): Owner | null {
  try {
    return JSON.parse(localStorage.getItem(OWNER) ?? "null");
  } catch {
    return null;
  }
}

/** Makes the store this member's. What another person left is gone before anything can be read. */
export async function own(me: Me): Promise<string | null> {
  if (!me.member) return null;
  const { email, id } = me.member;
  const before = owner();
  if (before && before.email !== email) await forgetKept();
  const members = before?.email === email ? before.members : {};
  localStorage.setItem(OWNER, JSON.stringify({ email, members: { ...members, [me.workspace.slug]: id } }));
  return id;
}

/** Another tab may have signed out, or somebody else in: then this tab neither reads nor writes any more. */
const isMine = (memberId: string) => Object.values(owner()?.members ?? {}).includes(memberId);
/** Whose it was when a workspace was last opened here; for opening it without a server to ask. */
export const keptMember = (slug: string): string | null => owner()?.members[slug] ?? null;

export async function readKept(memberId: string, hash: string): Promise<Kept | null> {
  if (!isMine(memberId)) return null;
  return (await get<Kept>(`${memberId} ${hash}`, store)) ?? null;
}

export async function writeKept(memberId: string, entries: readonly (Kept & { hash: string })[]): Promise<void> {
  if (entries.length === 0 || !isMine(memberId)) return;
  const marks = (await get<Marks>(MARKS, store)) ?? {};
  const fit = entries
    .map(({ hash, data, at }) => ({ name: `${memberId} ${hash}`, data, at, size: JSON.stringify(data)?.length ?? 0 }))
    .filter(({ size }) => size <= mostBytesOfOne);
  for (const { name, at, size } of fit) marks[name] = { at, size };
  const gone = surplus(marks, Date.now());
  for (const name of gone) delete marks[name];
  const left = fit.filter(({ name }) => marks[name]);
  // Asked again: signing out may have happened while this waited.
  if (!isMine(memberId)) return;
  await setMany([...left.map(({ name, data, at }) => [name, { data, at }] as [string, Kept]), [MARKS, marks]], store);
  await delMany(gone, store);
}

export const dropKept = (memberId: string, hash: string): Promise<void> => del(`${memberId} ${hash}`, store);

/** What two tabs writing at once left without a mark would stay for ever. */
export async function tidyKept(): Promise<void> {
  const marks = (await get<Marks>(MARKS, store)) ?? {};
  const unknown = (await namesOf<string>(store)).filter((name) => name !== MARKS && !marks[name]);
  await delMany([...unknown, ...surplus(marks, Date.now())], store);
}

export async function forgetKept(): Promise<void> {
  localStorage.removeItem(OWNER);
  await clear(store);
}
