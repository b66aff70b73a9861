/** A response as its form has it, and back. */
import type { CannedResponse, Macro, ResponseInput, ResponseScope } from "@omniflow/contract";
import type { Attached } from "./FileFields.tsx";
import { type Prefill, withVariables } from "./prefill.ts";
import type { TextValue } from "./TextEditor.tsx";

export type Values = {
  name: string;
  shortcut: string;
  folder: string;
  scope: ResponseScope;
  team_id: string;
  texts: TextValue[];
  actions: Macro;
  files: Attached[];
  review_at: string;
};

export function valuesOf(response: CannedResponse | null, from: Prefill | null = null): Values {
  return {
    name: response?.name ?? from?.name ?? "",
    shortcut: response?.shortcut ?? "",
    folder: response?.folder ?? "",
    scope: response?.scope ?? "private",
    team_id: response?.team_id ?? "",
    texts: response
      ? [
          { language: response.language ?? "", html: response.body_html },
          ...response.variants.map((variant) => ({ language: variant.language, html: variant.body_html })),
        ]
      : [{ language: "", html: from ? withVariables(from.html, from.proposals) : "" }],
    actions: response?.actions ?? {},
    files: response?.attachments.filter((file) => !file.inline).map(({ id, name, size }) => ({ id, name, size })) ?? [],
    review_at: response?.review_at ?? "",
  };
}

export function inputOf(values: Values): ResponseInput {
  const [first, ...rest] = values.texts;
  return {
    name: values.name.trim(),
    shortcut: values.shortcut.trim(),
    folder: values.folder.trim(),
    scope: values.scope,
    team_id: values.scope === "team" ? values.team_id : null,
    language: first!.language || null,
    body_html: first!.html,
    variants: rest.map((text) => ({ language: text.language, body_html: text.html })),
    actions: values.actions,
    attachment_ids: values.files.map((file) => file.id),
    review_at: values.review_at || null,
  };
}
