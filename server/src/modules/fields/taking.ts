/**
 * Merging two records without destroying either, field by field and pure: what the target takes over from the source is remembered
 * with what it had, so that it can be given back later — also when other merges and changes by hand have come in between.
 */
import type { FieldDifference, MergeField } from "@omniflow/contract";

/** Plain fields by name, custom ones as `custom.<key>`. */
export type FieldValues = Record<string, unknown>;
export type Difference = FieldDifference;
/** What a merge made the target take, by field. */
export type Taken = Record<string, Difference>;

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || value === false || (Array.isArray(value) && !value.length);

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The fields in which two records differ, with the side a person would likely choose: what only one of them has. */
export function mergeFields(
  source: FieldValues,
  target: FieldValues,
  labels: ReadonlyMap<string, string>,
): MergeField[] {
  const names = [...new Set([...Object.keys(target), ...Object.keys(source)])];
  return names
    .filter((field) => !same(source[field], target[field]))
    .map((field) => ({
      field,
      label: labels.get(field) ?? null,
      source: source[field] ?? null,
      target: target[field] ?? null,
      suggested: suggestedSide(source[field], target[field]),
    }));
}

export const suggestedSide = (source: unknown, target: unknown): "source" | "target" =>
  isEmpty(target) && !isEmpty(source) ? "source" : "target";

/** @returns the target's values after taking `fields` over, and what is to be remembered. */
export function takeOver(
  source: FieldValues,
  target: FieldValues,
  fields: readonly string[],
): { values: FieldValues; taken: Taken } {
  const values = { ...target };
  const taken: Taken = {};
  for (const field of new Set(fields)) {
    if (same(source[field], target[field])) continue;
    taken[field] = { from: target[field] ?? null, to: source[field] ?? null };
    values[field] = source[field] ?? null;
  }
  return { values, taken };
}

/**
 * Gives back what one merge took. A merge that came later into the same target and took the same field stands on top of it: then it
 * is what that one will give back that changes. A value somebody has changed since stays.
 * @param later the merges into this target after it that are not undone, oldest first; those that change are answered
 */
export function giveBack(
  current: FieldValues,
  taken: Taken,
  later: readonly { id: string; taken: Taken }[],
): { values: FieldValues; changed: { id: string; taken: Taken }[] } {
  const values = { ...current };
  const changed = new Map<string, Taken>();
  for (const [field, { from, to }] of Object.entries(taken)) {
    const above = later.find((merge) => field in merge.taken);
    if (!above) {
      if (same(values[field], to)) values[field] = from;
      continue;
    }
    const its = (changed.get(above.id) ?? above.taken)[field]!;
    if (same(its.from, to))
      changed.set(above.id, { ...(changed.get(above.id) ?? above.taken), [field]: { ...its, from } });
  }
  return { values, changed: [...changed].map(([id, now]) => ({ id, taken: now })) };
}

/** Old → new for every field that differs: what a change log says. */
export function differencesOf(before: FieldValues, after: FieldValues): Record<string, Difference> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    names
      .filter((field) => !same(before[field], after[field]))
      .map((field) => [field, { from: before[field] ?? null, to: after[field] ?? null }]),
  );
}

/** `{custom_fields: {plan: "gold"}}` → `{"custom.plan": "gold"}`: one flat list of fields. */
export const flatten = (plain: FieldValues, custom: Record<string, unknown>): FieldValues => ({
  ...plain,
  ...Object.fromEntries(Object.entries(custom).map(([key, value]) => [`custom.${key}`, value])),
});

/** The custom fields of flat values, back as they are stored. */
export const customOf = (values: FieldValues): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([field, value]) => field.startsWith("custom.") && value !== null && value !== undefined)
      .map(([field, value]) => [field.slice("custom.".length), value]),
  );
