/** The texts of a response made ready to store: safe HTML, plain text from it, variables checked, words for search. */
import type { ResponseVariant } from "@omniflow/contract";
import { beginsWithMarkup, escapeMarkup, textToHtml } from "@omniflow/contract/template";
import { AppError } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import type { Tx } from "../../platform/db.ts";
import { refuseTemplate } from "../../platform/template.ts";
import { cleanHtml, plainOf, storable } from "../conversations/index.ts";
import { listFields } from "../fields/index.ts";

export type Texts = { body: string; body_html: string };

/** @throws validation_failed for nothing at all and for wrong variables, with their place in what was sent. */
export function textsOf(
  input: { body?: string | undefined; body_html?: string | undefined },
  isField: (name: string) => boolean,
  field = "body",
): Texts {
  // Scripts send HTML as `body` too: it is taken as what it is.
  const sent = input.body_html ?? (input.body && beginsWithMarkup(input.body) ? input.body : undefined);
  if (sent !== undefined) {
    refuseTemplate(sent, "html", field, { isField });
    const html = cleanHtml(storable(withFileReferences(sent))) ?? "";
    const body = plainOf(html);
    if (!body && !html.includes("<img")) throw empty(field);
    return { body, body_html: html };
  }
  const body = storable(input.body ?? "")
    .replaceAll("\r\n", "\n")
    .trim();
  if (!body) throw empty(field);
  refuseTemplate(body, "text", field, { isField });
  return { body, body_html: textToHtml(body) };
}

/** Whether `contact.custom.plan` is a field of the workspace. */
export async function knownFields(ctx: Context, tx: Tx): Promise<(name: string) => boolean> {
  const names = new Set((await listFields(ctx, tx)).map((field) => `${field.record}.custom.${field.key}`));
  return (name) => names.has(name);
}

const empty = (field: string) => new AppError("validation_failed", "Write the text of the response.", { field });

/** Pictures are kept by their file, not by an address that expires. */
const withFileReferences = (html: string): string =>
  html.replace(/(<img\b[^>]*\bsrc=")[^"]*\/api\/v1\/files\/([0-9a-f-]{36})[^"]*"/gi, '$1cid:$2"');

/** A plain text as the editor of plain channels has it: every line a paragraph, empty ones too. */
export const linesToHtml = (text: string): string =>
  text
    .split("\n")
    .map((line) => `<p>${escapeMarkup(line)}</p>`)
    .join("");

export const imagesOf = (html: string): string[] =>
  [...html.matchAll(/\bsrc="cid:([0-9a-f-]{36})"/gi)].map(([, id]) => id!);

export const wordsOf = (row: {
  name: string;
  shortcut: string;
  folder: string;
  body: string;
  variants: readonly ResponseVariant[];
}) =>
  [row.name, row.shortcut, row.folder, row.body, ...row.variants.map((variant) => variant.body)]
    .join(" ")
    .slice(0, 200_000);

/** Letters and digits only, so that two texts that differ in commas are the same. */
export const fingerprintOf = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .slice(0, 2000);

/** The beginning of a text, variables as what stands for them when there is no value. */
export const previewText = (text: string): string =>
  text
    .slice(0, 500)
    .replace(/\{\{[^{}|]*(?:\|([^{}]*))?(?:\}\}|$)/g, (_, fallback?: string) => fallback?.trim() || "…")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 240);
