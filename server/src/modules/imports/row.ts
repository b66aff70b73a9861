/** One row of the file → the contact it wants, or why it cannot be taken. Pure. */
import type { ImportMapping } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import { cleanDomain } from "../companies/index.ts";
import { cleanLanguage, cleanName, cleanTimeZone, normalisePhone } from "../contacts/index.ts";
import { checkValues, type Definition, valueFromText } from "../fields/index.ts";
import type { FileRow } from "./csv/read.ts";
import { readConsentCells, type WantedConsent } from "./row-consents.ts";

export type IdentityKey = { kind: "email" | "phone" | "handle"; value: string };
export type Wanted = {
  name?: string;
  tier?: string;
  language?: string;
  time_zone?: string;
  custom: Record<string, unknown>;
  identities: IdentityKey[];
  consents: WantedConsent[];
  company: { name: string | null; domain: string | null } | null;
};
export type ReadRow = { number: number; wanted: Wanted; problems: string[] };
/** How the columns are read: the mapping and the shapes of the custom fields it names. */
export type Reading = { mapping: ImportMapping; fields: ReadonlyMap<string, Definition> };

const address = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]+\.[^\s@<>,;".]{2,}$/;

export function readRow(row: FileRow, reading: Reading): ReadRow {
  const wanted: Wanted = { custom: {}, identities: [], consents: [], company: null };
  const problems: string[] = [];
  const parts: Record<string, string> = {};
  reading.mapping.forEach((field, i) => {
    const text = clean(row.cells[i] ?? "");
    if (!field || !text) return;
    if (field === "email") addEmails(text, wanted, problems);
    else if (field === "phone") addPhones(text, wanted, problems);
    else if (field === "handle") addHandles(text, wanted, problems);
    else if (field.startsWith("custom.")) addCustom(text, reading.fields.get(field.slice(7)), wanted, problems);
    else parts[field] = text;
  });
  addParts(parts, wanted, problems);
  wanted.identities = [...new Map(wanted.identities.map((one) => [`${one.kind}:${one.value}`, one])).values()];
  if (!wanted.identities.length && !problems.length)
    problems.push("There is no mail address, phone number or handle to know this contact by.");
  else addConsents(parts, wanted, problems);
  return { number: row.number, wanted, problems };
}

/** Spreadsheets put an apostrophe in front of what must not become a formula; our own export does. */
const clean = (cell: string): string =>
  cell
    .replaceAll("\u0000", "")
    .trim()
    .replace(/^'(?=\s*[=+\-@])/, "")
    .slice(0, 10_000);

function addEmails(text: string, wanted: Wanted, problems: string[]): void {
  for (const part of splitList(text)) {
    const value = part
      .replace(/^mailto:/i, "")
      .replace(/^.*<([^<>]+)>$/, "$1")
      .toLowerCase();
    if (address.test(value) && value.length <= 320) wanted.identities.push({ kind: "email", value });
    else problems.push(`“${short(part)}” is not a mail address.`);
  }
}

function addPhones(text: string, wanted: Wanted, problems: string[]): void {
  for (const part of splitList(text)) {
    const value = normalisePhone(part.replace(/^tel:/i, "").replace(/^00(?=[1-9])/, "+"));
    const digits = value.replace(/\D/g, "").length;
    if (/^\+?[\d\s()./-]+$/.test(part.replace(/^tel:/i, "")) && digits >= 4 && digits <= 17)
      wanted.identities.push({ kind: "phone", value });
    else problems.push(`“${short(part)}” is not a phone number.`);
  }
}

/** What a person is called in a network; its writing counts. */
function addHandles(text: string, wanted: Wanted, problems: string[]): void {
  for (const part of splitList(text)) {
    const value = part.toWellFormed();
    if (value.length <= 320) wanted.identities.push({ kind: "handle", value });
    else problems.push(`“${short(part)}” is too long for a handle.`);
  }
}

function addCustom(text: string, field: Definition | undefined, wanted: Wanted, problems: string[]): void {
  if (!field) return;
  noting(problems, () =>
    Object.assign(wanted.custom, checkValues([field], {}, { [field.key]: valueFromText(field, text) })),
  );
}

/** A refusal of another module, as a problem of this row. */
function noting(problems: string[], work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    problems.push(error.message);
  }
}

function addParts(parts: Record<string, string>, wanted: Wanted, problems: string[]): void {
  const name = cleanName(parts.name ?? [parts.first_name, parts.last_name].filter(Boolean).join(" "));
  if (name) wanted.name = name;
  if (parts.tier) wanted.tier = cleanName(parts.tier).slice(0, 60);
  const { language, time_zone } = parts;
  if (language) noting(problems, () => Object.assign(wanted, { language: cleanLanguage(language) }));
  if (time_zone) noting(problems, () => Object.assign(wanted, { time_zone: cleanTimeZone(time_zone) }));
  addCompany(parts, wanted, problems);
}

/** What stands under “company” may also be its domain. */
function addCompany(parts: Record<string, string>, wanted: Wanted, problems: string[]): void {
  const written = cleanName(parts.company ?? "");
  const isDomain = !parts.company_domain && /^[^\s@]+\.[a-z]{2,}$/i.test(written);
  const address = parts.company_domain ?? (isDomain ? written : null);
  if (!address && !written) return;
  noting(problems, () => {
    wanted.company = { name: isDomain ? null : written || null, domain: address ? cleanDomain(address) : null };
  });
}

function addConsents(parts: Record<string, string>, wanted: Wanted, problems: string[]): void {
  const read = readConsentCells(parts, wanted.identities, stored);
  wanted.consents.push(...read.consents);
  problems.push(...read.problems);
}

/** An address, number or handle as it is stored. */
const stored = (text: string, kind: IdentityKey["kind"]): string =>
  kind === "email" ? text.toLowerCase() : kind === "phone" ? normalisePhone(text.replace(/^00(?=[1-9])/, "+")) : text;

/** Several values in one cell. */
const splitList = (text: string): string[] =>
  text
    .split(/[;,|\n]/)
    .map((part) => part.trim())
    .filter(Boolean);

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
