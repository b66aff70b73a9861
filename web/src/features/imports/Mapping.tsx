/** Which column is what, with a look at the first rows, and how the file is read. */
import type { Import, ImportChange, importEncodings, importFields } from "@omniflow/contract";
import { useTranslation } from "react-i18next";
import { Checkbox } from "../../ui/check.tsx";
import { Select } from "../../ui/input.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";
import { useCustomFields } from "../filters/use-custom-fields.ts";

/** As the contract has them, checked by the compiler; importing its schemas would cost the browser 15 kB. */
const targets = {
  name: "plain",
  first_name: "plain",
  last_name: "plain",
  email: "plain",
  phone: "plain",
  handle: "plain",
  company: "plain",
  company_domain: "plain",
  tier: "plain",
  language: "plain",
  time_zone: "plain",
  consent_all: "consent",
  consent_email: "consent",
  consent_sms: "consent",
  consent_voice: "consent",
  consent_social: "consent",
  consent_api: "consent",
} as const satisfies Record<(typeof importFields)[number], "plain" | "consent">;
const targetsOf = (group: "plain" | "consent") =>
  (Object.keys(targets) as (keyof typeof targets)[]).filter((target) => targets[target] === group);
const encodings = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "iso-8859-2",
  "windows-1250",
  "windows-1251",
  "koi8-r",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "windows-1256",
  "shift_jis",
  "euc-jp",
  "gb18030",
  "big5",
  "euc-kr",
] as const satisfies readonly (typeof importEncodings)[number][];
const delimiters = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" } as const;
const several = new Set<string>(["email", "phone", "handle"]);

function Targets({ group }: { group: "plain" | "consent" }) {
  const { t } = useTranslation("imports");
  return targetsOf(group).map((target) => (
    <option key={target} value={target}>
      {t(`target.${target}`)}
    </option>
  ));
}

type Props = { one: Import; onChange(change: ImportChange): void };

export function Mapping({ one, onChange }: Props) {
  const { t } = useTranslation("imports");
  const fields = useCustomFields().filter((field) => field.record === "contact");
  const choose = (column: number, target: string) => {
    const mapping = one.columns.map((_, i) => {
      if (i === column) return target || null;
      const now = one.mapping[i] ?? null;
      return now === target && !several.has(target) ? null : now;
    });
    onChange({ mapping });
  };
  return (
    <section aria-label={t("mapping")} className="grid gap-4">
      <div>
        <h2 className="text-sm font-semibold text-ink">{t("mapping")}</h2>
        <p className="text-sm text-muted">{t("mapping_lead")}</p>
      </div>
      <Table label={t("mapping")}>
        <thead>
          <tr>
            <Th>{t("column")}</Th>
            <Th>{t("becomes")}</Th>
            <Th>{t("example")}</Th>
          </tr>
        </thead>
        <tbody>
          {one.columns.map((column, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
            <tr key={i}>
              <Td className="max-w-56 truncate font-medium text-ink">
                <bdi>{column}</bdi>
              </Td>
              <Td>
                <Select
                  className="w-52"
                  aria-label={t("becomes_of", { column })}
                  value={one.mapping[i] ?? ""}
                  onChange={(event) => choose(i, event.target.value)}
                >
                  <option value="">{t("leave_out")}</option>
                  <Targets group="plain" />
                  <optgroup label={t("consent")}>
                    <Targets group="consent" />
                  </optgroup>
                  {fields.length > 0 && (
                    <optgroup label={t("custom")}>
                      {fields.map((field) => (
                        <option key={field.id} value={`custom.${field.key}`}>
                          {field.label}
                        </option>
                      ))}
                    </optgroup>
                  )}
                </Select>
              </Td>
              <Td className="max-w-80 truncate text-muted">
                <bdi>
                  {one.sample
                    .map((row) => row[i])
                    .filter(Boolean)
                    .slice(0, 3)
                    .join(" · ")}
                </bdi>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {one.mapping.some((target) => target?.startsWith("consent_")) && (
        <p className="max-w-prose text-sm text-muted">{t("consent_hint")}</p>
      )}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3 text-sm">
        <fieldset className="flex flex-wrap items-center gap-4">
          <legend className="sr-only">{t("existing")}</legend>
          <span className="text-muted">{t("existing")}</span>
          {(["update", "skip"] as const).map((rule) => (
            <label key={rule} className="flex items-center gap-1.5 text-ink">
              <input
                type="radio"
                name="existing"
                className="accent-accent"
                checked={one.existing === rule}
                onChange={() => onChange({ existing: rule })}
              />
              {t(`existing_${rule}`)}
            </label>
          ))}
        </fieldset>
      </div>
      <details className="text-sm">
        <summary className="cursor-pointer text-muted hover:text-ink">
          {t("form", { encoding: one.encoding, delimiter: t(`delimiter.${delimiters[one.delimiter as ","]}`) })}
        </summary>
        <div className="flex flex-wrap items-center gap-4 pt-3">
          <span className="flex items-center gap-2">
            {t("encoding")}
            <Select
              aria-label={t("encoding")}
              value={one.encoding}
              onChange={(event) => onChange({ encoding: event.target.value as (typeof encodings)[number] })}
            >
              {encodings.map((encoding) => (
                <option key={encoding}>{encoding}</option>
              ))}
            </Select>
          </span>
          <span className="flex items-center gap-2">
            {t("delimiter_label")}
            <Select
              aria-label={t("delimiter_label")}
              value={one.delimiter}
              onChange={(event) => onChange({ delimiter: event.target.value as "," })}
            >
              {Object.entries(delimiters).map(([value, name]) => (
                <option key={name} value={value}>
                  {t(`delimiter.${name}`)}
                </option>
              ))}
            </Select>
          </span>
          <Checkbox label={t("has_head")} checked={one.has_head} onChange={(has_head) => onChange({ has_head })} />
        </div>
      </details>
    </section>
  );
}
