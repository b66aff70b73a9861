/** What was changed of a record: each field by its name, with the value before and after. */
import type { RecordKind } from "../../../api/records.ts";
import { useFieldName, useFieldValue } from "../field-words.ts";

export type Differences = Record<string, { from: unknown; to: unknown }>;

/** What they hold is the id of something else, by which nobody knows it. */
const ids = new Set(["company_id", "sla_policy_id"]);
const most = 12;

export function Changes({ record, changes }: { record: RecordKind; changes: Differences }) {
  const name = useFieldName(record);
  const show = useFieldValue(record);
  const all = Object.entries(changes);
  return (
    <ul className="pt-0.5 text-xs text-muted">
      {all.slice(0, most).map(([field, { from, to }]) => {
        const before = ids.has(field) ? "" : show(field, from);
        return (
          <li key={field} className="truncate">
            {name(field)}
            {!ids.has(field) && ": "}
            {before && (
              <>
                <bdi className="line-through">{before}</bdi>
                {" → "}
              </>
            )}
            {!ids.has(field) && <bdi className="text-ink">{show(field, to) || "–"}</bdi>}
          </li>
        );
      })}
      {all.length > most && <li>…</li>}
    </ul>
  );
}
