/** The workspace's custom fields: a small list that hardly changes. */
import type { CustomField } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { listFields } from "../../api/records.ts";

const none: CustomField[] = [];

/** Of every kind of record, without archived ones; null until they are known. */
export function useKnownFields(): CustomField[] | null {
  const { data, isPending } = useQuery({
    queryKey: ["fields", "active"],
    queryFn: ({ signal }) => listFields(signal),
    staleTime: 5 * 60_000,
  });
  return isPending ? null : (data ?? none);
}

export const useCustomFields = (): CustomField[] => useKnownFields() ?? none;
