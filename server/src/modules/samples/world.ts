/** Makes what the stories refer to — teammates, teams, tags, channels, customers — where the workspace has it not already. */
import { randomBytes, randomInt } from "node:crypto";
import { getAdapter } from "../../channels/registry.ts";
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { newId } from "../../platform/uuid.ts";
import {
  type ChannelKey,
  type CompanyKey,
  type ContactKey,
  channels,
  companies,
  contacts,
  domain,
  type FileKey,
  fields,
  type MemberKey,
  members,
  type TeamKey,
  tags,
  teams,
} from "./people.ts";
import type { StoredSample, World } from "./rows.ts";
import { insertSamples } from "./write.ts";

/** Ids of everything made, by kind: exactly what a removal takes away again. */
export type Made = {
  users: string[];
  members: string[];
  teams: string[];
  tags: string[];
  connections: string[];
  /** Absent where the samples were added before there were any. */
  companies?: string[];
  fields?: string[];
  contacts: string[];
  conversations: string[];
  tickets?: string[];
  ticket_types?: string[];
};

const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
const mark = (length: number) => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");

const mapKeys = <K extends string, V>(keys: readonly string[], value: (key: K) => V) =>
  Object.fromEntries(keys.map((key) => [key, value(key as K)])) as Record<K, V>;

export async function makeWorld(
  ctx: Context,
  tx: Tx,
  files: Record<FileKey, StoredSample>,
): Promise<{ world: World; made: Made }> {
  const now = ctx.platform.clock.now();
  const made: Made = {
    users: [],
    members: [],
    teams: [],
    tags: [],
    connections: [],
    companies: [],
    fields: [],
    contacts: [],
    conversations: [],
  };
  const teamIds = await makeTeams(ctx, tx, made);
  const people = await makeMembers(ctx, tx, teamIds, made);
  await makeTags(ctx, tx, made);
  const lines = await makeChannels(ctx, tx, teamIds, made);
  const companyIds = await makeCompanies(ctx, tx, people, now, made);
  const { ids, values } = await makeContacts(ctx, tx, companyIds, now, made);
  const person = (key: ContactKey, kind: string) => ({
    ...values[key][kind === "chat" ? "visitor" : kind === "api" ? "phone" : "email"]!,
    name: contacts[key].name,
  });
  return { made, world: { now, members: people, teams: teamIds, channels: lines, contacts: ids, files, person } };
}

async function makeTeams(ctx: Context, tx: Tx, made: Made): Promise<Record<TeamKey, string>> {
  const rows = Object.values(teams).map((team) => ({ id: newId(), ...team }));
  await insertSamples(tx, ctx.workspaceId, "teams", rows);
  const found = await tx.rows<{ id: string; name: string }>(
    sql`select id, lower(name) as name from teams where workspace_id = ${ctx.workspaceId}`,
  );
  made.teams = rows.map((row) => row.id).filter((id) => found.some((team) => team.id === id));
  return mapKeys<TeamKey, string>(
    Object.keys(teams),
    (key) => found.find((team) => team.name === teams[key].name.toLowerCase())!.id,
  );
}

/** Teammates are persons without a way to prove who they are: nobody can sign in as them, be invited as them or ask for their password. */
async function makeMembers(
  ctx: Context,
  tx: Tx,
  teamIds: Record<TeamKey, string>,
  made: Made,
): Promise<World["members"]> {
  const rows = (Object.keys(members) as MemberKey[]).map((key) => {
    const { name, role, availability } = members[key];
    return { key, id: newId(), user_id: newId(), name, role, availability, email: `${key}@${domain}` };
  });
  await tx.run(sql`insert into users (id, name, email) select user_id, name, user_id || '@sample.invalid'
    from json_to_recordset(${JSON.stringify(rows)}) as r(user_id text, name text)`);
  await insertSamples(tx, ctx.workspaceId, "members", rows);
  const seats = rows.flatMap((row) =>
    members[row.key].teams.map((team) => ({ team_id: teamIds[team], member_id: row.id })),
  );
  await insertSamples(tx, ctx.workspaceId, "team_members", seats);
  made.users = rows.map((row) => row.user_id);
  made.members = rows.map((row) => row.id);
  const asking = await tx.row<{ id: string; name: string }>(sql`select id, name from members
    where workspace_id = ${ctx.workspaceId} and deactivated_at is null and not id = any(${made.members}::uuid[])
    order by id = ${ctx.actor.type === "member" ? ctx.actor.id : null}::uuid desc nulls last, role = 'admin' desc, created_at limit 1`);
  const known = mapKeys<MemberKey, { id: string; name: string }>(
    Object.keys(members),
    (key) => rows.find((row) => row.key === key)!,
  );
  return { ...known, me: asking ?? known.mara };
}

async function makeTags(ctx: Context, tx: Tx, made: Made): Promise<void> {
  const rows = Object.entries(tags).map(([name, color]) => ({ id: newId(), name, color }));
  await insertSamples(tx, ctx.workspaceId, "tags", rows);
  const ids = rows.map((row) => row.id);
  made.tags = (
    await tx.rows<{ id: string }>(
      sql`select id from tags where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[])`,
    )
  ).map((row) => row.id);
}

async function makeChannels(
  ctx: Context,
  tx: Tx,
  teamIds: Record<TeamKey, string>,
  made: Made,
): Promise<World["channels"]> {
  const own = mark(6);
  const known = mapKeys<ChannelKey, World["channels"][ChannelKey]>(Object.keys(channels), (key) => {
    const { kind, name, address, team } = channels[key];
    return { id: newId(), kind, name, address: address && `${address}-${own}@${domain}`, teamId: teamIds[team] };
  });
  for (const key of Object.keys(known) as ChannelKey[]) {
    const { id, kind, name, address, teamId } = known[key];
    const settings = defaultsOf(getAdapter(ctx.platform, kind).settings);
    await tx.run(sql`insert into connections (workspace_id, id, key, kind, name, address, settings, team_id, signature)
      values (${ctx.workspaceId}, ${id}, ${mark(20)}, ${kind}, ${name}, ${address}, ${JSON.stringify(settings)}, ${teamId}, ${channels[key].signature})`);
    made.connections.push(id);
  }
  return known;
}

const defaultsOf = (schema: { properties: Record<string, unknown> }) =>
  Object.fromEntries(
    Object.entries(schema.properties as Record<string, { default?: unknown }>).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

type Values = Record<"email" | "phone" | "visitor", { kind: string; value: string } | undefined>;

/** @returns those that are the workspace's own now: one whose domain is taken by another stays with that one. */
async function makeCompanies(
  ctx: Context,
  tx: Tx,
  people: World["members"],
  now: Date,
  made: Made,
): Promise<Record<CompanyKey, string>> {
  const own = fields.map((field, position) => ({ id: newId(), ...field, position }));
  await insertSamples(tx, ctx.workspaceId, "custom_fields", own);
  const ids = own.map((field) => field.id);
  made.fields = (
    await tx.rows<{ id: string }>(
      sql`select id from custom_fields where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[])`,
    )
  ).map((row) => row.id);
  const created_at = new Date(now.getTime() - 90 * 86_400_000);
  const rows = (Object.keys(companies) as CompanyKey[]).map((key) => ({ key, id: newId(), ...companies[key] }));
  const list = rows.map(({ id, name, tier, owner, fields: custom_fields = {} }) => {
    return { id, name, tier, owner_id: owner && people[owner].id, custom_fields, created_at };
  });
  await insertSamples(tx, ctx.workspaceId, "companies", list);
  const domains = rows.map(({ id, domain: name }) => ({ domain: name, company_id: id, created_at }));
  await insertSamples(tx, ctx.workspaceId, "company_domains", domains);
  const notes = rows.flatMap(({ id, note }) =>
    note
      ? [
          {
            id: newId(),
            company_id: id,
            author_id: people[note.by].id,
            author_name: people[note.by].name,
            text: note.text,
            created_at,
          },
        ]
      : [],
  );
  await insertSamples(tx, ctx.workspaceId, "company_notes", notes);
  made.companies = rows.map((row) => row.id);
  return mapKeys<CompanyKey, string>(Object.keys(companies), (key) => rows.find((row) => row.key === key)!.id);
}

async function makeContacts(
  ctx: Context,
  tx: Tx,
  companyIds: Record<CompanyKey, string>,
  now: Date,
  made: Made,
): Promise<{ ids: Record<ContactKey, string>; values: Record<ContactKey, Values> }> {
  const keys = Object.keys(contacts) as ContactKey[];
  const ids = mapKeys<ContactKey, string>(keys, () => newId());
  const values = mapKeys<ContactKey, Values>(keys, (key) => {
    const { email, phone, visitor } = contacts[key];
    const identity = (kind: string, value: string | undefined) => (value === undefined ? undefined : { kind, value });
    return {
      email: identity("email", email),
      phone: identity("phone", phone),
      visitor: identity("visitor", visitor && `sample-${randomBytes(8).toString("hex")}`),
    };
  });
  const rows = keys.map((key) => {
    const { name, tier, language, zone, company, fields: custom_fields = {} } = contacts[key];
    return {
      id: ids[key],
      name,
      tier,
      language,
      time_zone: zone,
      company_id: company && companyIds[company],
      company_source: company && "domain",
      custom_fields,
      last_seen_at: now,
      created_at: now,
    };
  });
  await insertSamples(tx, ctx.workspaceId, "contacts", rows);
  const identities = keys.flatMap((key) =>
    Object.values(values[key]).flatMap((found) =>
      found ? [{ id: newId(), contact_id: ids[key], ...found, created_at: now }] : [],
    ),
  );
  await insertSamples(tx, ctx.workspaceId, "contact_identities", identities);
  made.contacts = Object.values(ids);
  return { ids, values };
}
