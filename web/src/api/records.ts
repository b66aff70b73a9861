/** Contacts and companies as lists, with segments, custom fields and changes to many; merging and duplicates. */
import type {
  BulkEdit,
  Company,
  CompanyChange,
  CompanyFigures,
  CompanyInput,
  Contact,
  Conversation,
  CustomField,
  Duplicate,
  MergeField,
  RecordCount,
  RecordMerge,
  Segment,
  SegmentChange,
  SegmentInput,
} from "@omniflow/contract";
import { del, get, getPage, patch, post } from "./client.ts";

export type RecordKind = "contact" | "company";
export type Selection = { q?: string; segment_id?: string; filter?: string; company_id?: string };
export type ListQuery = Selection & { sort?: string };

export const pathOf = (kind: RecordKind) => (kind === "contact" ? "/contacts" : "/companies");

export const listRecords = <T extends Contact | Company>(
  kind: RecordKind,
  query: ListQuery,
  cursor: string | null,
  signal?: AbortSignal,
) => getPage<T>(pathOf(kind), { query: { ...query, cursor, limit: 100 }, signal });
export const countRecords = (kind: RecordKind, query: Selection, signal?: AbortSignal) =>
  get<RecordCount>(`${pathOf(kind)}/count`, { query, signal });

export type BulkTarget = { ids: string[] } | { select: Selection };
export const changeMany = (kind: RecordKind, target: BulkTarget, change: object) =>
  post<BulkEdit>(`${pathOf(kind)}/bulk`, { ...target, change });
export const getBulkEdit = (id: string) => get<BulkEdit>(`/bulk-edits/${id}`);
export const undoBulkEdit = (id: string) => post<BulkEdit>(`/bulk-edits/${id}/undo`);

export const getCompany = (id: string, signal?: AbortSignal) => get<Company>(`/companies/${id}`, { signal });
export const createCompany = (input: CompanyInput) => post<Company>("/companies", input);
export const changeCompany = (id: string, change: CompanyChange) => patch<Company>(`/companies/${id}`, change);
export const deleteCompany = (id: string) => del<unknown>(`/companies/${id}`);
export const listCompanyConversations = (id: string, cursor: string | null, signal?: AbortSignal) =>
  getPage<Conversation>(`/companies/${id}/conversations`, { query: { cursor, limit: 20 }, signal });
export const getFigures = (id: string, signal?: AbortSignal) =>
  get<CompanyFigures>(`/companies/${id}/figures`, { signal });

export const listSegments = (signal?: AbortSignal) => get<Segment[]>("/segments", { signal });
export const createSegment = (input: SegmentInput) => post<Segment>("/segments", input);
export const changeSegment = (id: string, change: SegmentChange) => patch<Segment>(`/segments/${id}`, change);
export const deleteSegment = (id: string) => del<unknown>(`/segments/${id}`);

export const listFields = (signal?: AbortSignal) => get<CustomField[]>("/fields", { signal });

export type MergePreview<T> = {
  source: T;
  target: T;
  fields: MergeField[];
  conversations?: number;
  contacts?: number;
};
export const previewMerge = <T extends Contact | Company>(
  kind: RecordKind,
  id: string,
  into: string,
  signal?: AbortSignal,
) => get<MergePreview<T>>(`${pathOf(kind)}/${id}/merge-preview`, { query: { into }, signal });
export const mergeRecord = (kind: RecordKind, id: string, into: string, take: string[]) =>
  post<Contact | Company>(`${pathOf(kind)}/${id}/merge`, { into, take });
export const unmergeRecord = (kind: RecordKind, id: string) => post<Contact | Company>(`${pathOf(kind)}/${id}/unmerge`);

export const listMerges = (kind: RecordKind, id: string, signal?: AbortSignal) =>
  get<RecordMerge[]>(`${pathOf(kind)}/${id}/merges`, { signal });

export const listDuplicates = (cursor?: string | null, signal?: AbortSignal) =>
  getPage<Duplicate>("/duplicates", { query: { cursor, limit: 30 }, signal });
export const dismissDuplicate = (id: string) => post<unknown>(`/duplicates/${id}/dismiss`);
export const reopenDuplicate = (id: string) => post<unknown>(`/duplicates/${id}/reopen`);
