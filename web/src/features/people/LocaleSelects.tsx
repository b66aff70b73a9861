/** Choosing a language or a time zone from a list; what is there already is always among them. */
import { useTranslation } from "react-i18next";
import { languageName, offeredLanguages } from "../../lib/languages.ts";
import { Select } from "../../ui/input.tsx";

export type LocaleField = "language" | "time_zone";
type Props = { field: LocaleField; value: string | null; onChange(value: string | null): void } & Omit<
  React.ComponentProps<typeof Select>,
  "value" | "onChange"
>;

export const localeName = (field: LocaleField, value: string): string =>
  field === "language" ? languageName(value) : value.replaceAll("_", " ");

function choices(field: LocaleField, value: string | null): string[] {
  const offered = field === "language" ? offeredLanguages : Intl.supportedValuesOf("timeZone");
  const all = !value || offered.includes(value) ? offered : [value, ...offered];
  return field === "language" ? all.toSorted((a, b) => languageName(a).localeCompare(languageName(b))) : all;
}

export function LocaleSelect({ field, value, onChange, ...rest }: Props) {
  const { t } = useTranslation("people");
  return (
    <Select {...rest} value={value ?? ""} onChange={(event) => onChange(event.target.value || null)}>
      <option value="">{t("none")}</option>
      {choices(field, value).map((one) => (
        <option key={one} value={one}>
          {localeName(field, one)}
        </option>
      ))}
    </Select>
  );
}
