/** What was changed of a record: each field by its name, with the value before and after. */
import { useTranslation } from "react-i18next";
import type { RecordKind } from "../../../api/records.ts";
import { useMembersById } from "../../inbox/queries/lookups.ts";
import { showValue } from "../field-text.ts";
import { useFields } from "../use-records.ts";

export type Differences = Record<string, { from: unknown; to: unknown }>;

/** Fields that hold the id of something else, which the sentence names already. */
const ids = new Set(["company_id", "sla_policy_id"]);
const most = 6;

/** A field as members call it. */
export function useFieldName(record: RecordKind): (field: string) => string {
  const { t } = useTranslation("people");
  const fields = useFields(record);
  return (field) => {
    if (field.startsWith("external.")) return `${t("column.external_ids")} ${field.slice("external.".length)}`;
    if (!field.startsWith("custom.")) return t(`column.${field as "name"}`, { defaultValue: field });
    const key = field.slice("custom.".length);
    return fields.find((one) => one.key === key)?.label ?? key;
  };
}

export function Changes({ record, changes }: { record: RecordKind; changes: Differences }) {
  const name = useFieldName(record);
  const fields = useFields(record);
  const members = useMembersById();
  const show = (field: string, value: unknown): string =>
    field === "owner_id"
      ? (members.get(String(value))?.name ?? "")
      : showValue(
          fields.find((one) => `custom.${one.key}` === field),
          value,
        );
  const shown = Object.entries(changes)
    .filter(([field]) => !ids.has(field))
    .slice(0, most);
  return (
    <ul className="pt-0.5 text-xs text-muted">
      {shown.map(([field, { from, to }]) => (
        <li key={field} className="truncate">
          {name(field)}: <bdi className="text-faint line-through">{show(field, from)}</bdi>
          {" → "}
          <bdi className="text-ink">{show(field, to) || "–"}</bdi>
        </li>
      ))}
    </ul>
  );
}
