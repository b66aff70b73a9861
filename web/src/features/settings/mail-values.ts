/** The texts of a mail as its form has them: by language, "" for any. */
import type { MailText, MailTextInput, MailVariant } from "@omniflow/contract";
import { ApiError } from "../../api/client.ts";

export type Words = Pick<MailVariant, "subject" | "body">;
/** Undefined: taken away. */
export type Values = Record<string, Words | undefined>;

export const valuesOf = (mail: MailText): Values =>
  Object.fromEntries(
    [{ ...mail, language: mail.language ?? "" }, ...mail.variants].map(({ language, subject, body }) => [
      language,
      { subject, body },
    ]),
  );

export const languagesOf = (values: Values): string[] => {
  const all = Object.keys(values).filter((language) => values[language]);
  // What is for any language comes first, as the server has it.
  return all.includes("") ? ["", ...all.filter(Boolean)] : all;
};

export function inputOf(mail: MailText, values: Values): MailTextInput {
  const [first, ...rest] = languagesOf(values).map((language) => ({ language, ...values[language]! }));
  return { kind: mail.kind, version: mail.version, ...first!, language: first!.language || null, variants: rest };
}

/** The words the product has in a language; none where one text is for every language. */
export function originalOf(mail: MailText, values: Values, language: string): Words | null {
  if (values[""]) return null;
  const found = mail.originals.find((one) => one.language === language);
  return found ? { subject: found.subject, body: found.body } : null;
}

/** Where a refusal belongs: `body`, `variants.fr.subject`. */
export function placeOf(error: unknown, languages: readonly string[]): { language: string; field: string } | null {
  const path = error instanceof ApiError ? (error.field?.replace(/^\//, "").replaceAll("/", ".") ?? "") : "";
  const [, variant, field = path] = /^variants\.([\w-]+)\.(\w+)$/.exec(path) ?? [];
  // The schema counts them, the server's own checks name them.
  const language = variant && /^\d+$/.test(variant) ? languages[Number(variant) + 1] : (variant ?? languages[0]);
  return language !== undefined && ["subject", "body"].includes(field) ? { language, field } : null;
}
