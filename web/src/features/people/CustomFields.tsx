/** The workspace's own fields of a record, each in its type; values nobody has defined stand below, as they are. */
import type { CustomField } from "@omniflow/contract";
import { cn } from "../../lib/cn.ts";
import { useKnownFields } from "../filters/use-custom-fields.ts";
import { FieldInput } from "./FieldInput.tsx";
import { showValue } from "./field-text.ts";
import { QuietField } from "./QuietField.tsx";

type Props = {
  record: CustomField["record"];
  values: Record<string, unknown>;
  locked: boolean;
  /** Part of a form to fill in: every field is an input at once. */
  form?: boolean;
  /** Only the ones that change. */
  onChange(values: Record<string, unknown>): void;
};

/** Rows of a definition list. */
export function CustomFields({ record, values, locked, form, onChange }: Props) {
  const Value = form ? FieldInput : QuietField;
  const all = useKnownFields();
  // Until then every value would stand here under its key.
  if (!all) return null;
  const fields = all.filter((field) => field.record === record);
  const known = new Set(fields.map((field) => field.key));
  return (
    <>
      {fields.map((field) => (
        <Row key={field.id} name={field.label} hint={field.description} form={form}>
          <Value
            field={field}
            value={values[field.key]}
            disabled={locked}
            onChange={(value) => onChange({ [field.key]: value })}
          />
        </Row>
      ))}
      {Object.entries(values)
        .filter(([key]) => !known.has(key))
        .map(([key, value]) => (
          <Row key={key} name={key}>
            <bdi className="block min-h-7 truncate py-1 text-sm text-ink max-md:py-2.5">
              {showValue(undefined, value)}
            </bdi>
          </Row>
        ))}
    </>
  );
}

type RowProps = { name: string; hint?: string; form?: boolean | undefined; children: React.ReactNode };

/** The name stands at the first line of its value, however many that has. */
function Row({ name, hint, form, children }: RowProps) {
  return (
    <>
      <dt
        className={cn("self-start text-xs text-faint", form ? "pt-2.5" : "pt-1.5 max-md:pt-3")}
        title={hint ? `${name}: ${hint}` : name}
      >
        <bdi className="line-clamp-2 hyphens-auto [overflow-wrap:anywhere]">{name}</bdi>
      </dt>
      <dd className={cn("min-w-0", form ? "py-0.5" : "self-start")}>{children}</dd>
    </>
  );
}
