/** A ticket's description: HTML made safe, and its words for search, export and the activity. */
import { cleanHtml, escapeHtml, storable, textOf } from "../conversations/index.ts";
import { referPictures } from "./pictures.ts";

export function describe(input: string): { description: string; description_text: string } {
  const given = storable(input).trim();
  const looksLikeHtml = /<[a-z!/][^>]*>/i.test(given);
  const html = looksLikeHtml ? (cleanHtml(referPictures(given)) ?? "") : paragraphs(given);
  return { description: html, description_text: looksLikeHtml ? textOf(html) : given };
}

const paragraphs = (text: string) =>
  text
    .split(/\n{2,}/)
    .filter(Boolean)
    .map((block) => `<p>${escapeHtml(block).replaceAll("\n", "<br>")}</p>`)
    .join("");
