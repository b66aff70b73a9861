/** A custom field asked for by its type. */
import type { CustomField } from "@omniflow/contract";
import { useTranslation } from "react-i18next";
import { Checkbox } from "../../ui/check.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";

type Props = {
  field: CustomField;
  value: unknown;
  onChange: (value: unknown) => void;
  required?: boolean;
  disabled?: boolean;
};
const inputTypes = { text: "text", number: "number", date: "date", link: "url" } as const;

export function FieldInput({ field, value, onChange, required, disabled }: Props) {
  const { t } = useTranslation("tickets");
  if (field.type === "checkbox")
    return (
      <Checkbox
        label={field.label}
        checked={value === true}
        disabled={disabled}
        onChange={(on) => onChange(on || null)}
      />
    );
  if (field.type === "multi_choice") {
    const chosen = Array.isArray(value) ? (value as string[]) : [];
    return (
      <fieldset disabled={disabled} className="grid gap-1">
        <legend className="pb-1 text-sm font-medium text-ink">{field.label}</legend>
        {field.options.map((option) => (
          <Checkbox
            key={option}
            label={option}
            checked={chosen.includes(option)}
            onChange={(on) => onChange(on ? [...chosen, option] : chosen.filter((one) => one !== option))}
          />
        ))}
      </fieldset>
    );
  }
  return (
    <Field label={field.label} help={field.description || undefined} required={required ?? false}>
      {(wiring) =>
        field.type === "choice" ? (
          <Select
            {...wiring}
            disabled={disabled}
            value={String(value ?? "")}
            onChange={(e) => onChange(e.target.value || null)}
          >
            <option value="">{required ? t("choose") : "–"}</option>
            {field.options.map((option) => (
              <option key={option} value={option}>
                {option}
              </option>
            ))}
          </Select>
        ) : (
          <Input
            {...wiring}
            disabled={disabled}
            type={inputTypes[field.type as "text"]}
            defaultValue={String(value ?? "")}
            onBlur={(event) => {
              const text = event.target.value.trim();
              const next = text === "" ? null : field.type === "number" ? Number(text) : text;
              if (next !== (value ?? null)) onChange(next);
            }}
          />
        )
      }
    </Field>
  );
}
