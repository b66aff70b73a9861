/** Asks for the value of a custom field in the way its type deserves. */
import type { CustomField } from "@omniflow/contract";
import { useRef, useState } from "react";
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
  /** Where no answer is one of the answers: a box that is neither ticked nor not. */
  mayBeEmpty?: boolean;
  /** Told when what was typed is no value of this field, and when it is one again. */
  onInvalid?(invalid: boolean): void;
};

const types = { number: "text", date: "date", link: "url", text: "text" } as const;

export function FieldInput({ field, id, value, onChange, disabled, mayBeEmpty, onInvalid }: Props) {
  const { t } = useTranslation("people");
  const named = id ? { id } : { "aria-label": field.label };
  if (field.type === "checkbox" && mayBeEmpty)
    return (
      <Select
        {...named}
        disabled={disabled}
        value={typeof value === "boolean" ? String(value) : ""}
        onChange={(event) => onChange(event.target.value ? event.target.value === "true" : null)}
      >
        <option value="">{t("none")}</option>
        <option value="true">{t("yes")}</option>
        <option value="false">{t("no")}</option>
      </Select>
    );
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
  return <TypedInput {...{ field, named, value, onChange, disabled, onInvalid }} />;
}

type TypedProps = Pick<Props, "field" | "value" | "onChange"> & {
  named: { id: string } | { "aria-label": string };
  disabled: boolean | undefined;
  onInvalid: Props["onInvalid"];
};

/** Taken over on leaving it, or with Enter; what is no value is said and not taken. */
function TypedInput({ field, named, value, onChange, disabled, onInvalid }: TypedProps) {
  const { t } = useTranslation("people");
  const [invalid, setInvalid] = useState(false);
  // Somebody else may change it meanwhile: what was only looked at is not written back.
  const written = useRef(value === null || value === undefined ? "" : String(value));
  const take = (text: string) => {
    const next = readTyped(field, text);
    setInvalid(next === undefined);
    onInvalid?.(next === undefined);
    if (next === undefined || text === written.current) return;
    written.current = text;
    if (next !== (value ?? null)) onChange(next);
  };
  return (
    <>
      <Input
        {...named}
        type={types[field.type as "text"]}
        inputMode={field.type === "number" ? "decimal" : undefined}
        aria-invalid={invalid || undefined}
        defaultValue={written.current}
        disabled={disabled}
        maxLength={5000}
        placeholder={field.type === "link" ? "https://" : undefined}
        onBlur={(event) => take(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      {invalid && (
        <p role="alert" className="text-xs text-danger-ink">
          {t("number_wanted")}
        </p>
      )}
    </>
  );
}
