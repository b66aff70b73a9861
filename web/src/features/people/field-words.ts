/** The fields of a contact or a company in the words members know: their names, and their values before and after a change. */
import { useTranslation } from "react-i18next";
import type { RecordKind } from "../../api/records.ts";
import { useMembersById } from "../inbox/queries/lookups.ts";
import { showValue } from "./field-text.ts";
import { useFields } from "./use-records.ts";

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

/** Empty when there is none. */
export function useFieldValue(record: RecordKind): (field: string, value: unknown) => string {
  const fields = useFields(record);
  const members = useMembersById();
  const { t } = useTranslation("people");
  return (field, value) => {
    if (field === "owner_id") return members.get(String(value))?.name ?? "";
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    return showValue(
      fields.find((one) => `custom.${one.key}` === field),
      value,
    );
  };
}
