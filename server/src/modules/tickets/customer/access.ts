/** Whose requests a browser may see: proven by a link a member gave, or by a code sent to the address. Kept in a signed cookie. */
import { createHash, randomInt } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../../errors.ts";
import { type Caller, type Platform, systemContext } from "../../../platform/context.ts";
import { equal } from "../../../platform/crypto.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { rootOf } from "../../../platform/merged.ts";
import { newId } from "../../../platform/uuid.ts";
import { publicUrl } from "../../identity/index.ts";
import { fillMailText } from "../../responses/index.ts";
import { lockLiving } from "../scope.ts";

export type Customer = {
  workspaceId: string;
  slug: string;
  workspace: string;
  contactId: string;
  timeZone: string | null;
};

const linkPurpose = "ticket customer link";
const cookiePurpose = "ticket customer";
const cookieName = "omniflow_requests";
const linkDays = 30;
const cookieHours = 12;
const codeMinutes = 15;
const mostTries = 5;

/** A link for the person who asked; whoever has it sees that person's requests, so it goes to them only. */
export const customerLink = (ctx: Caller, ticketId: string): Promise<{ url: string }> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const ticket = await lockLiving(ctx, tx, ticketId);
    if (!ticket.contact_id) throw new AppError("unprocessable", "This ticket has no contact to give a link to.");
    const expiresAt = new Date(ctx.platform.clock.now().getTime() + linkDays * 86_400_000);
    const token = ctx.platform.crypto.signToken(linkPurpose, `${ctx.workspaceId} ${ticket.contact_id}`, { expiresAt });
    return { url: `${publicUrl(ctx.platform)}/requests/link/${token}` };
  });

export async function customerOf(platform: Platform, workspaceId: string, contactId: string): Promise<Customer | null> {
  return platform.db.asSystem("a proven customer leads to their workspace", (tx) =>
    tx.row<Customer>(sql`select w.id as "workspaceId", w.slug, w.name as workspace, ${rootOf("c")} as "contactId", c.time_zone as "timeZone"
      from workspaces w join contacts c on c.workspace_id = w.id where w.id = ${workspaceId} and c.id = ${contactId} and c.blocked_at is null`),
  );
}

const read = async (platform: Platform, purpose: string, token: string): Promise<Customer | null> => {
  const [workspaceId, contactId] = (platform.crypto.readToken(purpose, token, platform.clock.now()) ?? "").split(" ");
  return workspaceId && contactId ? customerOf(platform, workspaceId, contactId) : null;
};

export const readLink = (platform: Platform, token: string) => read(platform, linkPurpose, token);

export function remember(platform: Platform, request: FastifyRequest, reply: FastifyReply, customer: Customer): void {
  const expiresAt = new Date(platform.clock.now().getTime() + cookieHours * 3_600_000);
  const token = platform.crypto.signToken(cookiePurpose, `${customer.workspaceId} ${customer.contactId}`, {
    expiresAt,
  });
  const secure = request.protocol === "https" ? "; Secure" : "";
  reply.header(
    "set-cookie",
    `${cookieName}=${token}; Path=/requests; HttpOnly; SameSite=Lax; Max-Age=${cookieHours * 3600}${secure}`,
  );
}

/** The cookie's customer, when it is of this workspace. */
export async function known(platform: Platform, request: FastifyRequest, slug: string): Promise<Customer | null> {
  const token = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w.-]+)`).exec(request.headers.cookie ?? "")?.[1];
  const customer = token ? await read(platform, cookiePurpose, token) : null;
  return customer?.slug === slug ? customer : null;
}

export type Place = { id: string; name: string; slug: string };
export async function workspaceOf(platform: Platform, slug: string): Promise<Place> {
  const row = await platform.db.asSystem("the address of a workspace leads to it", (tx) =>
    tx.row<Place>(sql`select id, name, slug from workspaces where slug = ${slug}`),
  );
  if (!row) throw new AppError("not_found", "There is nothing at this address.");
  return row;
}

const hashOf = (id: string, code: string) => createHash("sha256").update(`${id} ${code}`).digest("hex");

/** @param language the browser's. Only to an address that has written here; the answer never says whether it has. */
export async function sendCode(
  platform: Platform,
  place: Place,
  email: string,
  language: string | null,
): Promise<void> {
  const [id, code] = [newId(), String(randomInt(0, 1_000_000)).padStart(6, "0")];
  const expires = new Date(platform.clock.now().getTime() + codeMinutes * 60_000);
  const kept = await platform.db.inWorkspace(place.id, async (tx) => {
    const contactId = await contactOf(tx, place, email);
    const asked =
      contactId &&
      (await tx.row(sql`select 1 from tickets t where t.workspace_id = ${place.id} and t.deleted_at is null
        and t.contact_id in ${contactsOf(place.id, contactId)} limit 1`));
    if (!asked || !platform.mailer.canSend) return null;
    await tx.run(
      sql`delete from ticket_codes where workspace_id = ${place.id} and (email = ${email} or expires_at < ${platform.clock.now()})`,
    );
    await tx.run(sql`insert into ticket_codes (workspace_id, id, email, code_hash, expires_at)
      values (${place.id}, ${id}, ${email}, ${Buffer.from(hashOf(id, code), "hex")}, ${expires})`);
    return { contactId };
  });
  // Not waited for: how long an answer takes says nothing of whether an address is known.
  if (kept) void mailCode(platform, place, email, { code, language, about: kept });
}

type Mailed = { code: string; language: string | null; about: { contactId: string } };

async function mailCode(
  platform: Platform,
  place: Place,
  email: string,
  { code, language, about }: Mailed,
): Promise<void> {
  try {
    const mail = await platform.db.inWorkspace(place.id, (tx) =>
      fillMailText(
        systemContext(platform, place.id),
        tx,
        "request_code",
        { "mail.code": code },
        { about, languages: [language] },
      ),
    );
    await platform.mailer.send({ to: email, ...mail });
  } catch (error) {
    platform.log.warn({ err: error }, "a code could not be mailed");
  }
}

/** Whose address it is: the contact, or the one it was merged into. */
const contactOf = async (tx: Tx, place: Place, email: string): Promise<string | null> =>
  (
    await tx.row<{ id: string }>(sql`select ${rootOf("c")} as id from contact_identities i
      join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id
      where i.workspace_id = ${place.id} and i.kind = 'email' and i.value = ${email} and c.blocked_at is null`)
  )?.id ?? null;

/** People merged into the customer are the customer. */
export const contactsOf = (workspaceId: string, contactId: string) =>
  sql`(select p.id from contacts p where p.workspace_id = ${workspaceId} and (p.id = ${contactId} or p.merged_into = ${contactId}))`;

/** The customer when the code is right; it works once, and is spent by too many wrong tries. */
export async function redeemCode(
  platform: Platform,
  place: Place,
  email: string,
  code: string,
): Promise<Customer | null> {
  const contactId = await platform.db.inWorkspace(place.id, async (tx) => {
    const row = await tx.row<{ id: string; code_hash: Buffer }>(sql`update ticket_codes set tries = tries + 1
      where workspace_id = ${place.id} and email = ${email} and tries < ${mostTries} and expires_at > ${platform.clock.now()} returning id, code_hash`);
    if (!row || !equal(row.code_hash.toString("hex"), hashOf(row.id, code.trim()))) return null;
    await tx.run(sql`delete from ticket_codes where workspace_id = ${place.id} and id = ${row.id}`);
    return contactOf(tx, place, email);
  });
  return contactId ? customerOf(platform, place.id, contactId) : null;
}
