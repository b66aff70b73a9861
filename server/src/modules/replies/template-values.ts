/** What the variables of a template mean here and now: the conversation's customer, the conversation, who sends, the workspace. */
import type { TemplateValue, TemplateValues } from "@omniflow/contract/template";
import { notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import { publicUrl } from "../identity/index.ts";

export type Filling = {
  values: TemplateValues;
  /** The customer's, as far as known. */
  language: string | null;
  timeZone: string | null;
};

/** About whom: a conversation with its customer, a contact alone, or a conversation that is only about to begin. */
export type About = {
  conversationId?: string | undefined;
  /** Which of the conversation's tickets is spoken of; absent: the one it is most about. */
  ticketId?: string | undefined;
  contactId?: string | undefined;
  begun?: Begun;
};
/** `stranger`: somebody of whom only what was typed is known. */
export type Begun = { id: string; subject: string; channel: string; stranger?: Stranger | undefined };
export type Stranger = { name: string; email: string | null; phone: string | null };

/** Values that later modules know about a conversation: its ticket. Filled by composition.ts. */
export type TemplateSource = (
  ctx: Caller,
  tx: Tx,
  about: { conversationId: string; ticketId?: string | undefined },
) => Promise<[string, TemplateValue][]>;
export const templateSources: TemplateSource[] = [];

type Fields = Record<string, unknown>;
type ConversationRow = {
  id: string;
  subject: string;
  channel: string;
  priority: string;
  status: string;
  custom_fields: Fields;
};
type ContactRow = {
  id: string | null;
  name: string;
  language: string | null;
  time_zone: string | null;
  custom_fields: Fields;
  email: string | null;
  phone: string | null;
};

/** Whoever calls has made sure that the caller may see the conversation. @throws not_found */
export async function templateValues(ctx: Caller, tx: Tx, about: About): Promise<Filling> {
  const known = about.conversationId ? await readConversation(ctx, tx, about.conversationId) : null;
  const conversation = known ?? (about.begun ? { ...freshConversation, ...about.begun } : null);
  const contactId = known?.contact_id ?? about.contactId;
  const [found, company, agent, workspace] = await Promise.all([
    contactId ? readContact(ctx, tx, contactId) : null,
    contactId ? readCompany(ctx, tx, contactId) : null,
    tx.row<{ name: string; email: string }>(
      sql`select name, email from members where workspace_id = ${ctx.workspaceId} and id = ${ctx.memberId}`,
    ),
    tx.row<{ name: string; slug: string }>(sql`select name, slug from workspaces where id = ${ctx.workspaceId}`),
  ]);
  if (about.contactId && !found) throw notFound("contact");
  const contact = found ?? (about.begun?.stranger ? { ...freshContact, ...about.begun.stranger } : null);
  // What stands on the person's card is filled for whoever may read the card.
  const reads = ctx.permissions.has("contacts.view");
  const asked = known && { conversationId: known.id, ticketId: about.ticketId };
  const more = asked ? await Promise.all(templateSources.map((read) => read(ctx, tx, asked))) : [];
  const url = `${publicUrl(ctx.platform)}/w/${workspace!.slug}/inbox/all/${conversation?.id ?? ""}`;
  return {
    values: new Map<string, TemplateValue>([
      ...(contact ? ofContact(contact, reads) : []),
      ...(company && reads ? ofCompany(company) : []),
      ...(conversation ? ofConversation(conversation, url) : []),
      ...more.flat(),
      ...(agent ? ofAgent(agent) : []),
      ["workspace.name", workspace!.name],
    ]),
    language: contact?.language ?? null,
    timeZone: contact?.time_zone ?? null,
  };
}

const freshConversation = { priority: "normal", status: "open", custom_fields: {} };
const freshContact = { id: null, language: null, time_zone: null, custom_fields: {} };

const readConversation = (ctx: Context, tx: Tx, id: string) =>
  tx.row<
    ConversationRow & { contact_id: string }
  >(sql`select id, contact_id, subject, channel, priority, status, custom_fields
    from conversations where workspace_id = ${ctx.workspaceId} and id = ${id}`);

const readContact = (ctx: Context, tx: Tx, id: string) =>
  tx.row<ContactRow>(sql`select k.id, k.name, k.language, k.time_zone, k.custom_fields,
      (select value from contact_identities i where i.workspace_id = k.workspace_id and i.contact_id = k.id and i.kind = 'email' order by verified desc, created_at, id limit 1) as email,
      (select value from contact_identities i where i.workspace_id = k.workspace_id and i.contact_id = k.id and i.kind = 'phone' order by verified desc, created_at, id limit 1) as phone
    from contacts c join contacts k on k.workspace_id = c.workspace_id and k.id = ${rootOf("c")}
    where c.workspace_id = ${ctx.workspaceId} and c.id = ${id}`);

const readCompany = (ctx: Context, tx: Tx, contactId: string) =>
  tx.row<{ name: string; tier: string | null; custom_fields: Fields }>(sql`select o.name, o.tier, o.custom_fields
    from contacts c join contacts k on k.workspace_id = c.workspace_id and k.id = ${rootOf("c")}
    join companies e on e.workspace_id = k.workspace_id and e.id = k.company_id
    join companies o on o.workspace_id = e.workspace_id and o.id = ${rootOf("e")}
    where c.workspace_id = ${ctx.workspaceId} and c.id = ${contactId}`);

const ofCompany = (company: {
  name: string;
  tier: string | null;
  custom_fields: Fields;
}): [string, TemplateValue][] => [
  ["company.name", company.name],
  ["company.tier", company.tier],
  ...customValues("company", company.custom_fields),
];

function ofContact(contact: ContactRow, reads: boolean): [string, TemplateValue][] {
  const name = properName(contact.name);
  const [first, last] = splitName(name);
  return [
    ["contact.name", name],
    ["contact.first_name", first],
    ["contact.last_name", last],
    ["contact.email", contact.email],
    ["contact.phone", contact.phone],
    ["contact.language", contact.language && languageName(contact.language)],
    ["contact.id", contact.id],
    ...(reads ? customValues("contact", contact.custom_fields) : []),
  ];
}

function ofConversation(conversation: ConversationRow, url: string): [string, TemplateValue][] {
  return [
    ["conversation.id", conversation.id],
    ["conversation.subject", conversation.subject],
    ["conversation.channel", conversation.channel],
    ["conversation.priority", conversation.priority],
    ["conversation.status", conversation.status.replaceAll("_", " ")],
    ["conversation.url", url],
    ...customValues("conversation", conversation.custom_fields),
  ];
}

const ofAgent = ({ name, email }: { name: string; email: string }): [string, TemplateValue][] => [
  ["agent.name", name],
  ["agent.first_name", splitName(name)[0]],
  ["agent.email", email],
];

export function customValues(noun: string, fields: Fields | null): [string, TemplateValue][] {
  return Object.entries(fields ?? {}).map(([key, value]) => [`${noun}.custom.${key}`, customValue(value)]);
}

function customValue(value: unknown): TemplateValue {
  if (typeof value === "string" && /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(value))
    return { date: value };
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : null;
}

/** An address or a number that stands where a name is missing is no name to greet by. */
const properName = (name: string): string => (/@|^[\d\s+()-]*$/.test(name) ? "" : name.trim());

const titles = /^(?:(?:dr|prof|mr|mrs|ms|mx|herr|frau|ing|dipl)\b\.?(?:-?ing\.?)?\s+)+/i;

/** "Dr. Ann Lee" and "Lee, Ann" → ["Ann", "Lee"]. */
export function splitName(name: string): [string, string] {
  const plain = name.trim().replace(titles, "").replace(/\s+/g, " ");
  const turned = /^([^,]+),\s*([^,]+)$/.exec(plain);
  if (turned) return [turned[2]!.split(" ")[0]!, turned[1]!];
  const [first = "", ...rest] = plain.split(" ");
  return [first, rest.join(" ")];
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
