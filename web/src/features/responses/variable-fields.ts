/** The workspace's custom fields as variables: which there are, and whether a name is one. */
import { customFieldNouns } from "@omniflow/contract/template";
import { useCustomFields } from "../filters/use-custom-fields.ts";

/** `contact.custom.plan`, with what members call it. */
export function useVariableFields(): { noun: string; name: string; label: string }[] {
  const nouns: readonly string[] = customFieldNouns;
  return useCustomFields()
    .filter((field) => nouns.includes(field.record))
    .map((field) => ({ noun: field.record, name: `${field.record}.custom.${field.key}`, label: field.label }));
}
