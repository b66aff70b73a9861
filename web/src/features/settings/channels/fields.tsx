/** The inputs of a channel's own settings, drawn from its kind. */
import { useTranslation } from "react-i18next";
import { Checkbox } from "../../../ui/check.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input, Select, Textarea } from "../../../ui/input.tsx";
import { type FormItem, groupsOf, type Value, type Values } from "./from-schema.ts";

type FieldsProps = {
  items: readonly FormItem[];
  values: Values;
  secretsSet: readonly string[];
  problem: (name: string) => string | undefined;
  onChange: (name: string, value: Value) => void;
};

export function KindFields({ items, values, secretsSet, problem, onChange }: FieldsProps) {
  return groupsOf(items, values).map(({ heading, items: inside }) => (
    <fieldset key={heading} className="grid gap-4">
      {heading && <legend className="mb-3 text-base font-semibold text-ink">{heading}</legend>}
      {inside.map((item) => (
        <KindField
          key={item.name}
          item={item}
          value={values[item.name] ?? ""}
          set={secretsSet.includes(item.name)}
          problem={problem(item.name)}
          onChange={(value) => onChange(item.name, value)}
        />
      ))}
    </fieldset>
  ));
}

type KindFieldProps = {
  item: FormItem;
  value: Value;
  /** A secret that has a value, which is never shown. */
  set: boolean;
  problem: string | undefined;
  onChange: (value: Value) => void;
};

function KindField({ item, value, set, problem, onChange }: KindFieldProps) {
  const { t } = useTranslation(["settings", "common"]);
  if (item.input === "checkbox") {
    return <Checkbox label={item.label} help={problem ?? item.help} checked={value === true} onChange={onChange} />;
  }
  const text = String(value);
  return (
    <Field
      label={item.label}
      help={item.help}
      error={problem}
      required={item.required && !set}
      aside={item.required || item.fallback !== "" ? null : t("common:optional")}
      className={item.input === "number" ? "max-w-40" : ""}
    >
      {(wiring) => {
        const common = { ...wiring, name: item.name, placeholder: item.placeholder };
        const change = (event: { target: { value: string } }) => onChange(event.target.value);
        if (item.input === "choice") {
          return (
            <Select {...wiring} name={item.name} value={text} onChange={change}>
              {item.options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </Select>
          );
        }
        if (item.input === "textarea" || item.input === "list") {
          return <Textarea {...common} rows={item.input === "list" ? 2 : 3} value={text} onChange={change} />;
        }
        if (item.input === "color") return <ColorInput wiring={common} value={text} onChange={onChange} />;
        if (item.input === "password") {
          const placeholder = set ? t("channels.secretSet") : item.placeholder;
          return (
            <Input
              {...common}
              type="password"
              autoComplete="new-password"
              placeholder={placeholder}
              value={text}
              onChange={change}
            />
          );
        }
        return (
          <Input {...common} inputMode={item.input === "number" ? "numeric" : "text"} value={text} onChange={change} />
        );
      }}
    </Field>
  );
}

type ColorInputProps = { wiring: { id: string; name: string }; value: string; onChange: (value: string) => void };

/** The platform's colour picker beside the value itself, which can be typed or pasted. */
function ColorInput({ wiring, value, onChange }: ColorInputProps) {
  const { t } = useTranslation("settings");
  return (
    <span className="flex max-w-40 gap-2">
      <input
        type="color"
        aria-label={t("channels.pickColor")}
        value={/^#[0-9a-f]{6}$/i.test(value) ? value : "#000000"}
        onChange={(event) => onChange(event.target.value)}
        className="size-8 shrink-0 rounded-md border border-line-strong bg-surface p-1"
      />
      <Input {...wiring} value={value} onChange={(event) => onChange(event.target.value)} className="font-mono" />
    </span>
  );
}
