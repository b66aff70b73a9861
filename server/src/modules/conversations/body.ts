/** What a member wrote, made ready to store: safe HTML where the channel has it, text always. */
import { AppError } from "../../errors.ts";
import { cleanHtml, escapeHtml, storable, textOf } from "./html.ts";

export type Body = { text: string; html: string | null };

/** @throws validation_failed when there is nothing to say and no file either. */
export function bodyOf(input: { text?: string; html?: string; attachment_ids?: string[] }, withHtml: boolean): Body {
  const html = input.html ? cleanHtml(storable(input.html)) : null;
  const text = storable(input.text?.trim() || (html ? textOf(html) : ""));
  if (!text && !input.attachment_ids?.length && !html?.includes("<img")) {
    throw new AppError("validation_failed", "Write something, or attach a file.", { field: "text" });
  }
  if (!withHtml) return { text, html: null };
  return { text, html: html ?? (text ? paragraphs(text) : null) };
}

const paragraphs = (text: string) =>
  text
    .split(/\n{2,}/)
    .map((block) => `<p>${escapeHtml(block).replaceAll("\n", "<br>")}</p>`)
    .join("");
