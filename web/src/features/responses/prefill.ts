/** A sent message on its way to becoming a canned response: what in it is about one customer is proposed as a variable. */
import { createStore } from "../../lib/store.ts";

export type Proposal = { value: string; variable: string };
export type Prefill = { name: string; html: string; proposals: Proposal[] };

/** Read once by the editor of a new response. */
export const prefill = createStore<Prefill | null>(null);

/** Longer values first: a full name before the first name in it. What is not in the text is no proposal. Pure. */
export function proposalsFor(html: string, known: readonly Proposal[]): Proposal[] {
  const seen = new Set<string>();
  return known
    .filter(({ value }) => value.trim().length > 1)
    .toSorted((a, b) => b.value.length - a.value.length)
    .filter(({ value }) => {
      const key = value.toLowerCase();
      if (seen.has(key) || !pattern(value).test(html)) return false;
      seen.add(key);
      return true;
    });
}

/** The HTML with these values as variables, in text only: tags and addresses stay. Pure. */
export function withVariables(html: string, proposals: readonly Proposal[]): string {
  return html
    .split(/(<[^>]*>|\{\{[^}]*\}\})/)
    .map((part) => (/^(<|\{\{)/.test(part) ? part : replaceAll(part, proposals)))
    .join("");
}

/** One pass, so that nothing is replaced inside what was just put in. */
function replaceAll(text: string, proposals: readonly Proposal[]): string {
  if (proposals.length === 0) return text;
  const any = new RegExp(proposals.map(({ value }) => pattern(value).source).join("|"), "giu");
  return text.replace(any, (found) => {
    const match = proposals.find(({ value }) => escapeMarkup(value).toLowerCase() === found.toLowerCase());
    return match ? `{{${match.variable}}}` : found;
  });
}

const escapeMarkup = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** The value as a word of its own. */
const pattern = (value: string) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])${escapeMarkup(value.trim()).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}])`,
    "iu",
  );
