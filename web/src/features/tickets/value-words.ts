/** Fields of a ticket and their values in the reader's words, where they are written down as the API has them. */
import { useTranslation } from "react-i18next";
import { useTicketFields } from "./data.ts";

export function useFieldWords() {
  const { t } = useTranslation("tickets");
  const fields = useTicketFields();
  const labelOf = (key: string) => fields.find((field) => field.key === key)?.label ?? key;
  return {
    name: (field: string): string =>
      field.startsWith("custom.") ? labelOf(field.slice(7)) : t(`field.${field as "title"}`),
    value: (field: string, value: string | null): string => {
      if (!value) return "–";
      return field === "priority" ? t(`priority.${value as "low"}`, { ns: "common", defaultValue: value }) : value;
    },
  };
}
