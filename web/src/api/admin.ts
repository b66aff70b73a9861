/** Custom fields and the audit log: what admins define, and what was done. */
import type {
  AuditEntry,
  AuditVerification,
  CustomField,
  CustomFieldChange,
  CustomFieldInput,
} from "@omniflow/contract";
import { del, get, getPage, patch, post, put } from "./client.ts";

export const listAllFields = (signal?: AbortSignal) =>
  get<CustomField[]>("/fields", { query: { archived: true }, signal });
export const createField = (input: CustomFieldInput) => post<CustomField>("/fields", input);
export const changeField = (id: string, change: CustomFieldChange) => patch<CustomField>(`/fields/${id}`, change);
export const deleteField = (id: string) => del<unknown>(`/fields/${id}`);
export const orderFields = (record: CustomField["record"], ids: string[]) =>
  put<CustomField[]>("/fields/order", { record, ids });

export type AuditFilter = { q?: string; action?: string; from?: string; to?: string };
export const listAudit = (filter: AuditFilter, cursor: string | null, signal?: AbortSignal) =>
  getPage<AuditEntry>("/audit", { query: { ...filter, cursor, limit: 50 }, signal });
export const verifyAudit = () => get<AuditVerification>("/audit/verify");
