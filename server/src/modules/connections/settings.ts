/** Settings and secrets of a connection, checked against what its adapter asks for. Messages name the field as the form calls it. */
import type { TObject } from "typebox";
import { Value } from "typebox/value";
import type { ChannelAdapter } from "../../channels/adapter.ts";
import { AppError } from "../../errors.ts";
import { wordsOfProblem } from "../../platform/schema-words.ts";

type Values = Record<string, unknown>;

/** What is stored after `change` (null takes one away, an absent one stays), with the adapter's defaults filled in. */
export function nextSettings(adapter: ChannelAdapter, before: Values, change: Values): Values {
  refuseUnknown(adapter.settings, change, "settings");
  const merged = merge(before, change);
  const settings = Value.Default(adapter.settings, merged) as Values;
  check(adapter, adapter.settings, settings, "settings");
  return settings;
}

/** As nextSettings. An empty text is a form field left alone: secrets are never shown, so forms send them empty. */
export function nextSecrets(adapter: ChannelAdapter, before: Values, change: Record<string, string | null>): Values {
  refuseUnknown(adapter.secrets, change, "secrets");
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== ""));
  const secrets = merge(before, given);
  check(adapter, adapter.secrets, secrets, "secrets");
  return secrets;
}

const merge = (before: Values, change: Values): Values =>
  Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== null));

function refuseUnknown(schema: TObject, given: Values, part: string): void {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(schema.properties, name)) continue;
    throw new AppError("validation_failed", `This kind of channel has no “${name}” in its ${part}.`, {
      field: `${part}.${name.slice(0, 100)}`,
    });
  }
}

function check(adapter: ChannelAdapter, schema: TObject, values: Values, part: string): void {
  if (Value.Check(schema, values)) return;
  const problem = Value.Errors(schema, values).at(-1) as { keyword: string; instancePath: string; params: Values } & {
    message: string;
  };
  const missing = problem.keyword === "required" ? (problem.params.requiredProperties as string[])[0] : undefined;
  const path = [...problem.instancePath.split("/").slice(1), ...(missing ? [missing] : [])];
  const label = adapter.form[path[0] ?? ""]?.label ?? path[0] ?? part;
  throw new AppError("validation_failed", `${label}: ${wordsOfProblem(problem)}.`, {
    field: [part, ...path].join("."),
  });
}
