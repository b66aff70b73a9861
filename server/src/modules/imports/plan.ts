/** What a batch of rows means for the contacts there are. Pure; the dry run and the run decide by the same function. */
import type { ImportOutcome } from "@omniflow/contract";
import { newId } from "../../platform/uuid.ts";
import { consentKey, everyChannel, type SaidConsent } from "../contacts/index.ts";
import type { IdentityKey, ReadRow, Wanted } from "./row.ts";
import type { WantedConsent } from "./row-consents.ts";

/** The fields an import changes. */
export type Values = {
  name: string;
  tier: string | null;
  language: string | null;
  time_zone: string | null;
  company_id: string | null;
  custom_fields: Record<string, unknown>;
};
export type Contact = Values & { id: string; isNew: boolean; changed: boolean };

/** Before and after of what a row changed; `identities` are the ids of those it added, `consents` what was said before and what it says. */
export type Change = Partial<Omit<Values, "custom_fields">> & {
  custom_fields?: Record<string, unknown>;
  identities?: string[];
  consents?: SaidConsent[];
};
export type RowResult = {
  row: number;
  outcome: ImportOutcome;
  reasons: string[];
  contact_id: string | null;
  before: Change | null;
  after: Change | null;
};

export type Known = {
  /** identity key → contact id */
  owners: Map<string, string>;
  contacts: Map<string, Contact>;
  /** `companyKey` → id */
  companies: Map<string, string>;
  /** mail domain → the company new contacts from there belong to */
  domains: Map<string, string>;
  /** `consentKey` → what was said */
  consents: Map<string, SaidConsent>;
  /** Who notes consents, when, and from which file. */
  source: Omit<SaidConsent, keyof WantedConsent>;
};
export type NewIdentity = IdentityKey & { id: string; contact_id: string };
export type NewConsent = { contact_id: string; was: SaidConsent | undefined; now: SaidConsent };
export type Plan = { results: RowResult[]; identities: NewIdentity[]; consents: NewConsent[]; touched: Contact[] };

export const keyOf = ({ kind, value }: IdentityKey): string => `${kind}:${value}`;
export const companyKey = ({ name, domain }: NonNullable<Wanted["company"]>): string =>
  domain ? `@${domain}` : (name ?? "").toLowerCase();

/** Adds to `known` what the rows bring, so that a later row of the same file finds the contact of an earlier one. */
export function planRows(rows: readonly ReadRow[], known: Known, existing: "update" | "skip"): Plan {
  const plan: Plan = { results: [], identities: [], consents: [], touched: [] };
  const touched = new Set<Contact>();
  for (const row of rows) plan.results.push(planRow(row, known, existing, plan, touched));
  plan.touched = [...touched];
  return plan;
}

function planRow(
  row: ReadRow,
  known: Known,
  existing: "update" | "skip",
  plan: Plan,
  touched: Set<Contact>,
): RowResult {
  const result: RowResult = {
    row: row.number,
    outcome: "failed",
    reasons: row.problems,
    contact_id: null,
    before: null,
    after: null,
  };
  if (row.problems.length) return result;
  const owners = new Set(row.wanted.identities.flatMap((identity) => known.owners.get(keyOf(identity)) ?? []));
  if (owners.size > 1)
    return {
      ...result,
      reasons: ["Its addresses and numbers belong to different contacts. Merge those first, or split the row."],
    };
  const found = known.contacts.get([...owners][0] ?? "");
  if (found && existing === "skip")
    return { ...result, outcome: "skipped", contact_id: found.id, reasons: ["This contact exists already."] };
  const lifted = row.wanted.consents.find((one) => isLifted(one, known));
  if (lifted) return { ...result, reasons: [liftedReason(lifted)] };
  const contact = found ?? newContact();
  known.contacts.set(contact.id, contact);
  const change = changeOf(contact, row.wanted, known, plan);
  const isEmpty = !Object.keys(change.after).length;
  if (!isEmpty || contact.isNew) touched.add(contact);
  if (!isEmpty) contact.changed = true;
  return {
    ...result,
    outcome: found ? (isEmpty ? "unchanged" : "updated") : "created",
    reasons: [],
    contact_id: contact.id,
    before: isEmpty ? null : change.before,
    after: isEmpty ? null : change.after,
  };
}

/** A file is often older than what a person said last: no yes of it goes over their no. */
const isLifted = (wanted: WantedConsent, known: Known): boolean =>
  wanted.state === "opted_in" && known.consents.get(consentKey(wanted))?.state === "opted_out";
const liftedReason = ({ value, channel }: WantedConsent): string =>
  `${value} has opted out${channel === everyChannel ? "" : ` of ${channel}`}, and a file does not opt in again. Change the consent on the contact's page, or take opted_in out of the row.`;

const newContact = (): Contact => ({
  id: newId(),
  isNew: true,
  changed: false,
  name: "",
  tier: null,
  language: null,
  time_zone: null,
  company_id: null,
  custom_fields: {},
});

/** Writes what the row says into the contact. An empty cell says nothing: it takes nothing away. */
function changeOf(contact: Contact, wanted: Wanted, known: Known, plan: Plan): { before: Change; after: Change } {
  const before: Change = {};
  const after: Change = {};
  const company = companyOf(contact, wanted, known);
  const set = {
    name: wanted.name ?? (contact.isNew && !contact.name ? wanted.identities[0]!.value : undefined),
    tier: wanted.tier,
    language: wanted.language,
    time_zone: wanted.time_zone,
    company_id: company,
  };
  for (const [field, value] of Object.entries(set) as [keyof typeof set, string | undefined][]) {
    if (value === undefined || contact[field] === value) continue;
    before[field] = contact[field] as string;
    after[field] = value;
    contact[field] = value;
  }
  for (const [key, value] of Object.entries(wanted.custom)) {
    if (JSON.stringify(contact.custom_fields[key]) === JSON.stringify(value)) continue;
    before.custom_fields = { ...before.custom_fields, [key]: contact.custom_fields[key] ?? null };
    after.custom_fields = { ...after.custom_fields, [key]: value };
    contact.custom_fields = { ...contact.custom_fields, [key]: value };
  }
  const added = wanted.identities.filter((identity) => !known.owners.has(keyOf(identity)));
  for (const identity of added) {
    known.owners.set(keyOf(identity), contact.id);
    plan.identities.push({ ...identity, id: newId(), contact_id: contact.id });
  }
  if (added.length) after.identities = plan.identities.slice(-added.length).map((identity) => identity.id);
  for (const wish of wanted.consents) {
    const was = known.consents.get(consentKey(wish));
    if (was?.state === wish.state) continue;
    const now = { ...wish, ...known.source };
    if (was) before.consents = [...(before.consents ?? []), was];
    after.consents = [...(after.consents ?? []), now];
    known.consents.set(consentKey(wish), now);
    plan.consents.push({ contact_id: contact.id, was, now });
  }
  return { before, after };
}

/** The company the row names; for a new contact without one, that of its mail domain. */
function companyOf(contact: Contact, wanted: Wanted, known: Known): string | undefined {
  if (wanted.company) return known.companies.get(companyKey(wanted.company));
  if (!contact.isNew || contact.company_id) return undefined;
  const domains = wanted.identities.flatMap(({ kind, value }) => (kind === "email" ? [value.split("@")[1]!] : []));
  return domains.map((domain) => known.domains.get(domain)).find((id) => id !== undefined);
}
