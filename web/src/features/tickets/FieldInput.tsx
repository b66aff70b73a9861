/** A custom field asked for by its type. `bare`: without its label, which stands beside it under this id. */
import type { CustomField } from "@omniflow/contract";
import { useState } from "react";
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
  bare?: string;
};
const inputTypes = { text: "text", number: "number", date: "date", link: "url" } as const;

export function FieldInput({ field, value, onChange, required, disabled, bare }: Props) {
  const { t } = useTranslation("tickets");
  if (field.type === "checkbox")
    return (
      <Checkbox
        quiet={bare !== undefined}
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
  const control = (wiring: object) =>
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
      <Line wiring={wiring} type={field.type} disabled={disabled} value={value} onChange={onChange} />
    );
  if (bare) return control({ id: bare, ...(required ? { required: true } : {}) });
  return (
    <Field label={field.label} help={field.description || undefined} required={required ?? false}>
      {control}
    </Field>
  );
}

type LineProps = Pick<Props, "value" | "disabled" | "onChange"> & { wiring: object; type: CustomField["type"] };

/** What is being typed stays, also when the value changes meanwhile; it is written when the field is left. */
function Line({ wiring, type, value, disabled, onChange }: LineProps) {
  const [text, setText] = useState<string | null>(null);
  const leave = () => {
    setText(null);
    if (text === null) return;
    const written = text.trim();
    onChange(written === "" ? null : type === "number" ? Number(written) : written);
  };
  return (
    <Input
      {...wiring}
      disabled={disabled}
      type={inputTypes[type as "text"]}
      value={text ?? String(value ?? "")}
      onChange={(event) => setText(event.target.value)}
      onBlur={leave}
    />
  );
}
