/** What the lists of people and companies read: rows page by page, how many, segments and custom fields. */
import type { Company, Contact, CustomField, Segment } from "@omniflow/contract";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import {
  countRecords,
  type ListQuery,
  listRecords,
  listSegments,
  type RecordKind,
  type Selection,
} from "../../api/records.ts";
import { useCustomFields } from "../filters/use-custom-fields.ts";

export type Row = Contact | Company;

/** Prefixes that the table of refreshes names. */
export const listKey = (kind: RecordKind) => (kind === "contact" ? ["contacts", "list"] : ["companies", "list"]);

export function useRecords(kind: RecordKind, query: ListQuery) {
  return useInfiniteQuery({
    queryKey: [...listKey(kind), "table", query],
    queryFn: ({ pageParam, signal }) => listRecords<Row>(kind, query, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

export const useCount = (kind: RecordKind, selection: Selection, enabled = true) =>
  useQuery({
    queryKey: [...listKey(kind), "count", selection],
    queryFn: ({ signal }) => countRecords(kind, selection, signal),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    enabled,
  }).data;

const staleTime = 5 * 60_000;
const noSegments: Segment[] = [];

export const useSegments = () =>
  useQuery({ queryKey: ["segments"], queryFn: ({ signal }) => listSegments(signal), staleTime }).data ?? noSegments;

export function useFields(record: CustomField["record"]): CustomField[] {
  return useCustomFields().filter((field) => field.record === record);
}
