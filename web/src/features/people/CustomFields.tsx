/** The workspace's own fields of a record, each in its type; values nobody has defined stand below, as they are. */
import type { CustomField } from "@omniflow/contract";
import { useTranslation } from "react-i18next";
import { cn } from "../../lib/cn.ts";
import { useCustomFields } from "../filters/use-custom-fields.ts";
import { FieldInput } from "./FieldInput.tsx";
import { showValue } from "./field-text.ts";

type Props = {
  record: CustomField["record"];
  values: Record<string, unknown>;
  locked: boolean;
  /** Only the ones that change. */
  onChange(values: Record<string, unknown>): void;
};

/** Rows of a definition list. */
export function CustomFields({ record, values, locked, onChange }: Props) {
  const { t } = useTranslation("people");
  const fields = useCustomFields().filter((field) => field.record === record);
  const known = new Set(fields.map((field) => field.key));
  return (
    <>
      {fields.map((field) => (
        <Row key={field.id} name={field.label} hint={field.description} tall={field.type === "multi_choice"}>
          <FieldInput
            key={JSON.stringify(values[field.key] ?? null)}
            field={field}
            value={values[field.key]}
            disabled={locked}
            onChange={(value) => onChange({ [field.key]: value })}
          />
          {field.type === "link" && typeof values[field.key] === "string" && (
            <a
              href={values[field.key] as string}
              target="_blank"
              rel="noreferrer noopener"
              className="text-xs text-accent-ink hover:underline"
            >
              {t("open_link")}
            </a>
          )}
        </Row>
      ))}
      {Object.entries(values)
        .filter(([key]) => !known.has(key))
        .map(([key, value]) => (
          <Row key={key} name={key}>
            <bdi className="block min-h-7 truncate py-1 text-sm text-ink">{showValue(undefined, value)}</bdi>
          </Row>
        ))}
    </>
  );
}

type RowProps = { name: string; hint?: string; tall?: boolean; children: React.ReactNode };

function Row({ name, hint, tall, children }: RowProps) {
  return (
    <>
      <dt className={cn("text-xs text-faint", tall && "self-start pt-2")} title={hint ? `${name}: ${hint}` : name}>
        <bdi className="line-clamp-2 [overflow-wrap:anywhere]">{name}</bdi>
      </dt>
      <dd className="min-w-0 py-0.5">{children}</dd>
    </>
  );
}
