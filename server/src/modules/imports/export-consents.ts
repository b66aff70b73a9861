/** Consents as cells of a file: the words the import reads, one column a channel. */
import type { Contact, ContactIdentity } from "@omniflow/contract";
import { consentChannels, consentChannelsOf } from "@omniflow/contract/consent";
import type { Context } from "../../platform/context.ts";
import type { Tx } from "../../platform/db.ts";
import { consentKey, everyChannel, readConsents, type SaidConsent } from "../contacts/index.ts";

/** @property said where it is asked for */
export type Exported = Contact & { said?: ReadonlyMap<string, SaidConsent> };

export async function withConsents(ctx: Context, tx: Tx, contacts: Contact[]): Promise<Exported[]> {
  const identities = contacts.flatMap((contact) => contact.identities);
  const said = await readConsents(tx, ctx.workspaceId, identities);
  return contacts.map((contact) => ({ ...contact, said }));
}

/** Of what a file can name; chat is spoken of for its visitors and only goes out. */
const isNamed = (channel: string, { kind }: ContactIdentity): boolean =>
  channel === "chat"
    ? consentChannelsOf[kind].includes("chat")
    : ["email", "phone", "handle"].includes(kind) &&
      (channel === everyChannel || (consentChannelsOf[kind] as readonly string[]).includes(channel));

/** One word when all of them said the same, else each that said something. */
function cellOf(channel: string, { identities, said }: Exported): unknown {
  const named = identities.filter((identity) => isNamed(channel, identity));
  const states = named.map(({ kind, value }) => said?.get(consentKey({ kind, value, channel }))?.state);
  if (states[0] && states.every((state) => state === states[0])) return states[0];
  return named.flatMap(({ value }, i) => (states[i] ? [`${value}=${states[i]}`] : []));
}

export const consentCells: Record<string, (row: Exported) => unknown> = Object.fromEntries(
  [everyChannel, ...consentChannels].map((channel) => [
    `consent_${channel === everyChannel ? "all" : channel}`,
    (row: Exported) => cellOf(channel, row),
  ]),
);
