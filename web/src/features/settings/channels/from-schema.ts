/**
 * A channel's form out of its kind: the JSON Schemas say what is allowed, `form` how it is drawn. Pure: the same data gives the
 * same fields. Secrets are write-only: their inputs start empty, and empty means "leave it".
 */
import type { ChannelKind, FormField } from "@omniflow/contract";

type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  default?: unknown;
  title?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  required?: string[];
  properties?: Record<string, Schema>;
};

export type FormItem = FormField & {
  name: string;
  store: "settings" | "secrets";
  required: boolean;
  options: { value: string; label: string }[];
  fallback: Value;
  min?: number;
  max?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
};
export type Value = string | boolean;
export type Values = Record<string, Value>;

type Kind = Pick<ChannelKind, "settings" | "secrets" | "form">;

/** Every field that has a place in `form`, in its order. A property without one is not for people. */
export function formItems(kind: Kind): FormItem[] {
  return Object.entries(kind.form).flatMap(([name, field]) => {
    const store = propertyOf(kind.settings, name) ? "settings" : "secrets";
    const schema = propertyOf(kind[store], name);
    return schema ? [item(name, field, store, schema, (kind[store] as Schema).required ?? [])] : [];
  });
}

const propertyOf = (schema: Record<string, unknown>, name: string) => (schema as Schema).properties?.[name];

function item(name: string, field: FormField, store: FormItem["store"], schema: Schema, required: string[]): FormItem {
  const limits = { min: schema.minimum, max: schema.maximum, minLength: schema.minLength, maxLength: schema.maxLength };
  return {
    ...field,
    name,
    store,
    // With a default the server fills the gap itself.
    required: required.includes(name) && schema.default === undefined,
    options: optionsOf(schema),
    fallback: shown(field.input, schema.default),
    ...Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined)),
    ...(schema.pattern ? { pattern: schema.pattern } : {}),
  };
}

function optionsOf(schema: Schema): FormItem["options"] {
  const option = (value: unknown, title?: string) => ({ value: String(value), label: title ?? words(String(value)) });
  if (schema.enum) return schema.enum.map((value) => option(value));
  return (schema.anyOf ?? schema.oneOf ?? [])
    .filter((one) => one.const !== undefined)
    .map((one) => option(one.const, one.title));
}

/** `starttls_only` → "Starttls only": better than nothing where a kind names no title. */
const words = (text: string) => text.charAt(0).toUpperCase() + text.slice(1).replaceAll("_", " ");

/** A stored value as the input shows it. */
function shown(input: FormField["input"], value: unknown): Value {
  if (input === "checkbox") return value === true;
  if (input === "list") return Array.isArray(value) ? value.join("\n") : "";
  return value === undefined || value === null ? "" : String(value);
}

export function initialValues(items: readonly FormItem[], settings: Record<string, unknown> = {}): Values {
  return Object.fromEntries(
    items.map((one) => [
      one.name,
      one.store === "secrets" ? "" : one.name in settings ? shown(one.input, settings[one.name]) : one.fallback,
    ]),
  );
}

export function isShown(one: FormItem, values: Values): boolean {
  return !one.when || values[one.when.field] === one.when.is;
}

/** Shown fields by heading, in order; fields without one come first. */
export function groupsOf(items: readonly FormItem[], values: Values): { heading: string; items: FormItem[] }[] {
  const groups = new Map<string, FormItem[]>([["", []]]);
  for (const one of items.filter((each) => isShown(each, values))) {
    const heading = one.group ?? "";
    groups.set(heading, [...(groups.get(heading) ?? []), one]);
  }
  return [...groups].filter(([, list]) => list.length > 0).map(([heading, list]) => ({ heading, items: list }));
}

export type Problem = "required" | "number" | "range" | "length" | "pattern";

/** What is wrong before the server is asked, by field. `secretsSet`: secrets that need not be entered again. */
export function problemsOf(
  items: readonly FormItem[],
  values: Values,
  secretsSet: readonly string[] = [],
): Record<string, Problem> {
  const found: Record<string, Problem> = {};
  for (const one of items) {
    const problem = isShown(one, values) ? problemOf(one, values[one.name], secretsSet.includes(one.name)) : null;
    if (problem) found[one.name] = problem;
  }
  return found;
}

function problemOf(one: FormItem, value: Value | undefined, set: boolean): Problem | null {
  if (typeof value !== "string") return null;
  if (value.trim() === "") return one.required && !set ? "required" : null;
  if (one.input === "number") {
    const number = Number(value);
    if (!Number.isFinite(number)) return "number";
    return number < (one.min ?? -Infinity) || number > (one.max ?? Infinity) ? "range" : null;
  }
  if (one.input === "list") return null;
  if (value.length < (one.minLength ?? 0) || value.length > (one.maxLength ?? Infinity)) return "length";
  return one.pattern && !new RegExp(one.pattern, "u").test(value) ? "pattern" : null;
}

/** What is sent. An emptied setting falls back to its default; hidden fields keep what they were. */
export function payloadOf(items: readonly FormItem[], values: Values) {
  const settings: Record<string, unknown> = {};
  const secrets: Record<string, string> = {};
  for (const one of items) {
    const value = values[one.name];
    if (one.store === "secrets") {
      if (typeof value === "string" && value !== "" && isShown(one, values)) secrets[one.name] = value;
    } else {
      const stored = typed(one, value);
      if (stored !== undefined) settings[one.name] = stored;
    }
  }
  return { settings, secrets };
}

function typed(one: FormItem, value: Value | undefined): unknown {
  if (typeof value === "boolean" || value === undefined) return value;
  if (one.input === "number") return value.trim() === "" ? undefined : Number(value);
  if (one.input === "list")
    return value
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  if (one.input === "choice" && value === "") return undefined;
  return value;
}
