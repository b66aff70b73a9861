/** The cells about consent: `opted_in`, `opted_out`, or which of the row's addresses said what. Pure. */
import { importConsents } from "@omniflow/contract";
import { consentChannelsOf } from "@omniflow/contract/consent";
import { consentKey, everyChannel } from "../contacts/index.ts";
import type { IdentityKey } from "./row.ts";

export type WantedConsent = IdentityKey & { channel: string; state: "opted_in" | "opted_out" };

/** As our own export and others write it. A bare yes or no is refused: under “unsubscribed” it means the opposite. */
const words: Record<string, WantedConsent["state"] | null> = {
  "opted in": "opted_in",
  "opt in": "opted_in",
  optin: "opted_in",
  subscribed: "opted_in",
  angemeldet: "opted_in",
  eingewilligt: "opted_in",
  "opted out": "opted_out",
  "opt out": "opted_out",
  optout: "opted_out",
  unsubscribed: "opted_out",
  abgemeldet: "opted_out",
  widersprochen: "opted_out",
  none: null,
};

/** @param parts the row's cells by field; @param identities what it names, in their stored form */
export function readConsentCells(
  parts: Record<string, string>,
  identities: readonly IdentityKey[],
  stored: (address: string, kind: IdentityKey["kind"]) => string,
): { consents: WantedConsent[]; problems: string[] } {
  const read = importConsents.flatMap((field) =>
    parts[field] ? readCell(field, parts[field], identities, stored) : [],
  );
  const said = new Map<string, WantedConsent>();
  const problems = new Set<string>();
  for (const one of read) {
    if (typeof one === "string") problems.add(one);
    else if ((said.get(consentKey(one)) ?? one).state === one.state) said.set(consentKey(one), one);
    else problems.add(`The row says both opted_in and opted_out of ${one.value}.`);
  }
  return { consents: [...said.values()], problems: [...problems] };
}

function readCell(
  field: (typeof importConsents)[number],
  cell: string,
  identities: readonly IdentityKey[],
  stored: (address: string, kind: IdentityKey["kind"]) => string,
): (WantedConsent | string)[] {
  const name = field.slice("consent_".length);
  const channel = name === "all" ? everyChannel : name;
  const reached = identities.filter(
    ({ kind }) => name === "all" || (consentChannelsOf[kind] as string[]).includes(name),
  );
  return cell.split(/[;,|\n]/).flatMap((part): (WantedConsent | string)[] => {
    const [, address, word = ""] = /^(?:(.*)=)?(.*)$/s.exec(part.trim())!;
    if (!word.trim() && !address) return [];
    const state = words[word.trim().toLowerCase().replace(/[_-]/g, " ")];
    if (state === null) return [];
    if (!state) return [`“${word.trim().slice(0, 60)}” is no consent. Write opted_in or opted_out.`];
    const whom = address ? reached.filter(({ kind, value }) => value === stored(address.trim(), kind)) : reached;
    if (whom.length) return whom.map(({ kind, value }) => ({ kind, value, channel, state }));
    return [
      address
        ? `“${address.trim().slice(0, 60)}” in ${field} is none of the row's addresses, numbers and handles it could hold for.`
        : `The row has no address, number or handle that ${field} could hold for.`,
    ];
  });
}
