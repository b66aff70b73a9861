/** Imports of contacts. */
import type { Import, ImportChange, ImportOutcome, ImportRow } from "@omniflow/contract";
import { get, getPage, patch, post } from "./client.ts";

export function uploadImport(file: File) {
  const form = new FormData();
  form.append("file", file);
  return post<Import>("/imports", form);
}
export const listImports = (signal?: AbortSignal) => getPage<Import>("/imports", { query: { limit: 30 }, signal });
export const getImport = (id: string, signal?: AbortSignal) => get<Import>(`/imports/${id}`, { signal });
export const changeImport = (id: string, change: ImportChange) => patch<Import>(`/imports/${id}`, change);
export type ImportVerb = "check" | "run" | "stop" | "undo";
export const actOnImport = (id: string, verb: ImportVerb) => post<Import>(`/imports/${id}/${verb}`);
export const listImportRows = (id: string, outcome: ImportOutcome, signal?: AbortSignal) =>
  getPage<ImportRow>(`/imports/${id}/rows`, { query: { outcome, limit: 100 }, signal });
