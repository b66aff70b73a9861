/** What went wrong on a page without an account, in the words and the language of whoever reads it. */
import { AppError } from "../../../errors.ts";
import type { PublicForm } from "./form.ts";
import { one, type Sent } from "./parts.ts";
import { filled, type Words } from "./words.ts";

/** The same error with a message in the customer's language; `form` and `sent` say more of a field of the form. */
export function spokenError(words: Words, error: AppError, form?: PublicForm, sent?: Sent): AppError {
  const { field, retryAfter } = error;
  const options = { ...(field ? { field } : {}), ...(retryAfter ? { retryAfter } : {}), cause: error };
  return new AppError(error.code, sentenceOf(words, error, form, sent), options);
}

function sentenceOf({ problems }: Words, error: AppError, form?: PublicForm, sent?: Sent): string {
  const { code, field = "", retryAfter } = error;
  const key = /^custom_fields\.(.+)$/.exec(field)?.[1];
  const label = form?.fields.find((one) => one.field.key === key)?.field.label;
  if (label) {
    const empty = sent !== undefined && !one(sent.values, `field.${key}`).trim();
    return filled(empty ? problems.needed : problems.wrong, { label });
  }
  if (code === "rate_limited") return filled(problems.wait, { seconds: Math.ceil(retryAfter ?? 60) });
  const said = (problems as Record<string, string>)[`${code}.${field}`] ?? (problems as Record<string, string>)[code];
  return said ?? problems.other;
}
