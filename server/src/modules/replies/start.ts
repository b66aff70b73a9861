/** A conversation we begin: to a contact, or to an address nobody has written from yet. */
import type { Conversation, Message, OutboundConversation, ReplyRoute } from "@omniflow/contract";
import { type IdentityKind, limitsOf } from "../../channels/adapter.ts";
import { findAdapter } from "../../channels/registry.ts";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { rootOf } from "../../platform/merged.ts";
import { newId } from "../../platform/uuid.ts";
import { assignByDomain } from "../companies/index.ts";
import { cleanName } from "../contacts/index.ts";
import { getRow, lockConversation, requireVisible, showMessage } from "../conversations/index.ts";
import { queueMessage } from "./queue.ts";
import { kindOf, listFirstRoutes, normaliseAddress } from "./reach.ts";

type Input = OutboundConversation;

export async function startConversation(
  ctx: Caller,
  input: Input,
): Promise<{ conversation: Conversation; message: Message; created: boolean }> {
  const id = input.id ?? newId();
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const begun = input.id ? await findBegun(ctx, tx, id) : null;
    if (begun) return { ...begun, created: false };
    const contactId = await contactOf(ctx, tx, input);
    if (!(await insertConversation(ctx, tx, id, contactId, input))) {
      // The same request came twice at once, and the other one was first.
      const first = await findBegun(ctx, tx, id);
      if (first) return { ...first, created: false };
    }
    const conversation = await lockConversation(
      { ...ctx, permissions: new Set([...ctx.permissions, "conversations.view_all"]) },
      tx,
      id,
    );
    const route = await routeFor(ctx, tx, contactId, input);
    const messageId = await freshMessageId(ctx, tx, input);
    await queueMessage(ctx, tx, conversation, route, messageId, { ...input, to: undefined });
    return {
      conversation: await getRow(ctx, tx, id),
      message: await showMessage(ctx, tx, id, messageId),
      created: true,
    };
  });
}

/** What a repeated request made before. A conversation somebody else began, or that is not the caller's to see, is none of it. */
async function findBegun(ctx: Caller, tx: Tx, id: string) {
  const first = await tx.row<{ id: string; author_id: string | null; direction: string }>(sql`
    select m.id, m.author_id, m.direction from conversations c
      left join messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.id
    where c.workspace_id = ${ctx.workspaceId} and c.id = ${id} order by m.created_at, m.id limit 1`);
  if (!first) return null;
  await requireVisible(ctx, tx, id);
  if (first.direction !== "out" || first.author_id !== ctx.memberId)
    throw new AppError("already_exists", "A conversation with this id is there already.", { field: "id" });
  return { conversation: await getRow(ctx, tx, id), message: await showMessage(ctx, tx, id, first.id) };
}

async function freshMessageId(ctx: Caller, tx: Tx, input: Input): Promise<string> {
  const id = input.message_id ?? newId();
  if (await tx.row(sql`select 1 from messages where workspace_id = ${ctx.workspaceId} and id = ${id}`))
    throw new AppError("already_exists", "A message with this id is in another conversation.", { field: "message_id" });
  return id;
}

async function insertConversation(ctx: Caller, tx: Tx, id: string, contactId: string, input: Input): Promise<boolean> {
  const connection = await tx.row<{ kind: string; team_id: string | null }>(sql`select kind, team_id from connections
    where workspace_id = ${ctx.workspaceId} and id = ${input.channel_id} and deleted_at is null`);
  if (!connection) throw new AppError("unprocessable", "This channel does not exist.", { field: "channel_id" });
  const now = ctx.platform.clock.now();
  const made =
    await tx.run(sql`insert into conversations (workspace_id, id, contact_id, subject, channel, team_id, assignee_member_id, last_message_at, created_at)
    values (${ctx.workspaceId}, ${id}, ${contactId}, ${(input.subject ?? "").replace(/\s+/g, " ").trim()}, ${connection.kind}, ${connection.team_id}, ${ctx.memberId}, ${now}, ${now})
    on conflict (workspace_id, id) do nothing`);
  if (!made) return false;
  emit(ctx, tx, {
    type: "conversation.created",
    data: { channel: connection.kind },
    conversationId: id,
    contactId,
    audience: { teamIds: [connection.team_id], memberIds: [ctx.memberId] },
  });
  return true;
}

async function routeFor(ctx: Caller, tx: Tx, contactId: string, input: Input): Promise<ReplyRoute> {
  const whom = { contact_id: contactId, ...(input.to === undefined ? {} : { to: input.to }) };
  const routes = await listFirstRoutes(ctx, tx, whom);
  const route = routes.find((r) => r.channel_id === input.channel_id);
  if (!route)
    throw new AppError(
      "unprocessable",
      input.to
        ? "This channel does not reach the contact at that address."
        : "This channel does not reach the contact: it needs an address of that kind.",
      { field: "channel_id" },
    );
  if (route.problem) throw new AppError("unprocessable", route.problem, { field: "channel_id" });
  return route;
}

async function contactOf(ctx: Caller, tx: Tx, input: Input): Promise<string> {
  if (input.contact_id) {
    const row = await tx.row<{ id: string }>(
      sql`select coalesce(merged_into, id) as id from contacts where workspace_id = ${ctx.workspaceId} and id = ${input.contact_id}`,
    );
    if (!row) throw notFound("contact");
    return row.id;
  }
  if (!input.to)
    throw new AppError("validation_failed", "Say who to write to: a contact_id, or an address in `to`.", {
      field: "to",
    });
  return contactOfAddress(
    ctx,
    tx,
    await kindFor(ctx, tx, input),
    normaliseAddress(input.to),
    cleanName(input.name ?? ""),
  );
}

async function kindFor(ctx: Caller, tx: Tx, input: Input): Promise<IdentityKind> {
  const connection = await tx.row<{ kind: string; settings: unknown }>(
    sql`select kind, settings from connections where workspace_id = ${ctx.workspaceId} and id = ${input.channel_id}`,
  );
  const adapter = connection && findAdapter(ctx.platform, connection.kind);
  const reaches = adapter ? limitsOf(adapter, connection).reaches : [];
  const kind = kindOf(input.to!, reaches);
  if (kind) return kind;
  throw new AppError("validation_failed", `“${input.to}” is not an address this channel can write to.`, {
    field: "to",
  });
}

/** The identity is claimed first: when another writer was faster, its contact is the one. */
async function contactOfAddress(ctx: Caller, tx: Tx, kind: IdentityKind, value: string, name: string): Promise<string> {
  const id = newId();
  const claimed = await tx.run(sql`insert into contact_identities (workspace_id, id, contact_id, kind, value)
    values (${ctx.workspaceId}, ${newId()}, ${id}, ${kind}, ${value}) on conflict (workspace_id, kind, value) do nothing`);
  if (claimed) {
    await tx.run(
      sql`insert into contacts (workspace_id, id, name) values (${ctx.workspaceId}, ${id}, ${name || (kind === "email" ? value.split("@")[0] : value)})`,
    );
    await assignByDomain(ctx, tx, [id]);
    emit(ctx, tx, { type: "contact.created", data: {}, contactId: id });
    return id;
  }
  const row = await tx.row<{ id: string }>(sql`select ${rootOf("c")} as id from contact_identities i
    join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id
    where i.workspace_id = ${ctx.workspaceId} and i.kind = ${kind} and i.value = ${value}`);
  return row!.id;
}
