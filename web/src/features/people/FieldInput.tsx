/** Asks for the value of a custom field in the way its type deserves. */
import type { CustomField } from "@omniflow/contract";
import { useTranslation } from "react-i18next";
import { Checkbox } from "../../ui/check.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { readTyped } from "./field-text.ts";

type Props = {
  field: CustomField;
  id?: string;
  value: unknown;
  /** Called with every change; on leaving the field where one types. */
  onChange(value: unknown): void;
  disabled?: boolean;
};

const types = { number: "text", date: "date", link: "url", text: "text" } as const;

export function FieldInput({ field, id, value, onChange, disabled }: Props) {
  const { t } = useTranslation("people");
  const named = id ? { id } : { "aria-label": field.label };
  if (field.type === "checkbox")
    return (
      <Checkbox
        className="py-1"
        quiet
        label={field.label}
        checked={value === true}
        disabled={disabled ?? false}
        onChange={onChange}
      />
    );
  if (field.type === "choice")
    return (
      <Select
        {...named}
        disabled={disabled}
        value={typeof value === "string" ? value : ""}
        onChange={(event) => onChange(event.target.value || null)}
      >
        <option value="">{t("none")}</option>
        {field.options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </Select>
    );
  if (field.type === "multi_choice") {
    const chosen = Array.isArray(value) ? value.map(String) : [];
    return (
      <fieldset disabled={disabled} className="grid gap-1 py-1">
        <legend className="sr-only">{field.label}</legend>
        {field.options.map((option) => (
          <Checkbox
            key={option}
            label={option}
            checked={chosen.includes(option)}
            onChange={(on) => {
              const next = on ? [...chosen, option] : chosen.filter((one) => one !== option);
              onChange(next.length ? next : null);
            }}
          />
        ))}
      </fieldset>
    );
  }
  return (
    <Input
      {...named}
      type={types[field.type]}
      inputMode={field.type === "number" ? "decimal" : undefined}
      defaultValue={value === null || value === undefined ? "" : String(value)}
      disabled={disabled}
      maxLength={5000}
      placeholder={field.type === "link" ? "https://" : undefined}
      onBlur={(event) => {
        const next = readTyped(field, event.target.value);
        if (next === undefined) event.target.setAttribute("aria-invalid", "true");
        else {
          event.target.removeAttribute("aria-invalid");
          if (next !== (value ?? null)) onChange(next);
        }
      }}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
    />
  );
}
