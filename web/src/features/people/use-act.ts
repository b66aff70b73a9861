/** Does something to a contact or a company, reads it again, and says what was refused. */
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "../../api/keys.ts";
import type { RecordKind } from "../../api/records.ts";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";

export type RecordRef = { kind: RecordKind; id: string };

/** Everything that was read of it lies under this. */
export const recordKey = ({ kind, id }: RecordRef) =>
  kind === "contact" ? keys.contact(id) : ["companies", "one", id];

/** A company's is apart: what happens to its people refreshes it too, and says only who they are. */
export const timelineKey = (record: RecordRef) =>
  record.kind === "contact" ? [...recordKey(record), "timeline"] : [...keys.companies, "timeline", record.id];

export function useAct(record: RecordRef): (work: () => Promise<unknown>) => Promise<boolean> {
  const client = useQueryClient();
  return async (work) => {
    try {
      await work();
      return true;
    } catch (error) {
      notify({ tone: "error", text: errorText(error) });
      return false;
    } finally {
      void client.invalidateQueries({ queryKey: recordKey(record) });
      void client.invalidateQueries({ queryKey: timelineKey(record) });
      void client.invalidateQueries({ queryKey: [record.kind === "contact" ? "contacts" : "companies", "list"] });
    }
  };
}
