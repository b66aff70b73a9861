/** Which column is what: by its name in English or German, else by what stands in it. Only a proposal; a member corrects it. */
import type { ImportMapping } from "@omniflow/contract";

/** A custom field of contacts, as far as a column needs to know it. */
export type FieldName = { key: string; label: string };

const names: Record<string, string> = {
  name: "name|full name|contact|contact name|customer|customer name|display name|kunde|kundenname|kontakt|ansprechpartner|vollstandiger name|person",
  first_name: "first name|firstname|given name|forename|vorname",
  last_name: "last name|lastname|surname|family name|nachname|familienname|zuname",
  email:
    "email|e mail|mail|email address|e mail address|emails|email 1|email 2|work email|private email|e mail adresse|email adresse|mailadresse|mail adresse|primary email|secondary email|other email",
  phone:
    "phone|telephone|tel|phone number|mobile|mobile phone|mobile number|cell|cell phone|work phone|home phone|telefon|telefonnummer|handy|handynummer|mobil|mobilnummer|mobiltelefon|rufnummer|festnetz|phones",
  handle: "handle|handles|social handle|social handles|social network|soziales netzwerk",
  company:
    "company|company name|organisation|organization|organisation name|organization name|account|account name|employer|firma|firmenname|unternehmen|organisation",
  company_domain: "domain|company domain|website|web site|url|homepage|webseite|internetseite|company website",
  tier: "tier|plan|level|segment|stufe|kundenstufe|vip|kategorie|customer tier",
  language: "language|locale|lang|sprache|preferred language",
  time_zone: "time zone|timezone|tz|zeitzone",
  consent_all: "consent all|consent|einwilligung",
  consent_email: "consent email|email consent|consent e mail|e mail consent|einwilligung e mail|e mail einwilligung",
  consent_sms: "consent sms|sms consent|einwilligung sms",
  consent_voice: "consent voice|consent calls|einwilligung anrufe",
  consent_social: "consent social|consent social networks|einwilligung soziale netzwerke",
  consent_api: "consent api",
};
const byName = new Map(
  Object.entries(names).flatMap(([field, list]) => list.split("|").map((name) => [name, field] as const)),
);

const plain = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** May be given to several columns; everything else only once. */
const repeatable = new Set(["email", "phone", "handle"]);

/** @param fields the workspace's custom fields of contacts */
export function guessMapping(columns: string[], sample: string[][], fields: readonly FieldName[]): ImportMapping {
  const custom = new Map(
    fields.flatMap(
      ({ key, label }) =>
        [
          [plain(key), key],
          [plain(label), key],
        ] as const,
    ),
  );
  const taken = new Set<string>();
  const take = (field: string | null): string | null => {
    if (!field || (taken.has(field) && !repeatable.has(field))) return null;
    taken.add(field);
    return field;
  };
  const named = columns.map((column) => {
    const key = custom.get(plain(column));
    // What the workspace calls a thing itself goes before what the world calls it.
    return take(key ? `custom.${key}` : (byName.get(plain(column)) ?? null));
  });
  return named.map((field, i) => field ?? take(byValues(sample.map((row) => row[i] ?? ""))));
}

/** Only what can hardly be anything else. */
function byValues(values: string[]): string | null {
  const filled = values.map((value) => value.trim()).filter(Boolean);
  if (!filled.length) return null;
  const most = (test: RegExp) => filled.filter((value) => test.test(value)).length >= filled.length * 0.7;
  if (most(/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/)) return "email";
  if (most(/^(\+|00|0)[\d ()./-]{6,20}$/)) return "phone";
  if (most(/^[A-Z][a-z]+\/[A-Z][A-Za-z_]+/)) return "time_zone";
  if (most(/^[a-z]{2}([-_][A-Z]{2})$/)) return "language";
  return null;
}
