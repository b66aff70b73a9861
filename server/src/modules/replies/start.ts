/** A conversation we begin: to a contact, or to an address nobody has written from yet. */
import type { Conversation, Message, OutboundConversation, ReplyRoute } from "@omniflow/contract";
import type { Static } from "typebox";
import type { IdentityKind } from "../../channels/adapter.ts";
import { findAdapter } from "../../channels/registry.ts";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { normalisePhone } from "../contacts/index.ts";
import { getRow, lockConversation, showMessage } from "../conversations/index.ts";
import { queueMessage } from "./queue.ts";
import { listReplyRoutes } from "./routing.ts";

type Input = Static<typeof OutboundConversation>;

export async function startConversation(
  ctx: Caller,
  input: Input,
): Promise<{ conversation: Conversation; message: Message; created: boolean }> {
  const id = input.id ?? newId();
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const existing = input.id
      ? await tx.row<{ id: string }>(sql`select id from messages where workspace_id = ${ctx.workspaceId}
      and conversation_id = ${id} order by created_at limit 1`)
      : null;
    if (existing)
      return {
        conversation: await getRow(ctx, tx, id),
        message: await showMessage(ctx, tx, id, existing.id),
        created: false,
      };
    const contactId = await contactOf(ctx, tx, input);
    await insertConversation(ctx, tx, id, contactId, input);
    const conversation = await lockConversation(
      { ...ctx, permissions: new Set([...ctx.permissions, "conversations.view_all"]) },
      tx,
      id,
    );
    const route = await routeFor(ctx, tx, id, input);
    const messageId = newId();
    await queueMessage(ctx, tx, conversation, route, messageId, { ...input, to: undefined });
    return {
      conversation: await getRow(ctx, tx, id),
      message: await showMessage(ctx, tx, id, messageId),
      created: true,
    };
  });
}

async function insertConversation(ctx: Caller, tx: Tx, id: string, contactId: string, input: Input): Promise<void> {
  const connection = await tx.row<{ kind: string; team_id: string | null }>(sql`select kind, team_id from connections
    where workspace_id = ${ctx.workspaceId} and id = ${input.channel_id} and deleted_at is null`);
  if (!connection) throw new AppError("unprocessable", "This channel does not exist.", { field: "channel_id" });
  const now = ctx.platform.clock.now();
  await tx.run(sql`insert into conversations (workspace_id, id, contact_id, subject, channel, team_id, assignee_member_id, last_message_at, created_at)
    values (${ctx.workspaceId}, ${id}, ${contactId}, ${(input.subject ?? "").replace(/\s+/g, " ").trim()}, ${connection.kind}, ${connection.team_id}, ${ctx.memberId}, ${now}, ${now})`);
  emit(ctx, tx, {
    type: "conversation.created",
    data: { channel: connection.kind },
    conversationId: id,
    contactId,
    audience: { teamIds: [connection.team_id], memberIds: [ctx.memberId] },
  });
}

async function routeFor(ctx: Caller, tx: Tx, conversationId: string, input: Input): Promise<ReplyRoute> {
  const routes = await listReplyRoutes(ctx, tx, conversationId);
  const route = routes.find((r) => r.channel_id === input.channel_id);
  if (!route)
    throw new AppError("unprocessable", "This channel does not reach the contact: it needs an address of that kind.", {
      field: "channel_id",
    });
  if (route.problem) throw new AppError("unprocessable", route.problem, { field: "channel_id" });
  return input.to
    ? {
        ...route,
        to: route.to
          .filter((p) => p.value === normalise(input.to!))
          .concat(route.to)
          .slice(0, 1),
      }
    : route;
}

const isMail = (address: string) => /^[^\s@]+@[^\s@]+$/.test(address);
const isPhone = (address: string) => /^\+?[\d ()./-]{4,}$/.test(address);

function normalise(address: string): string {
  const trimmed = address.trim();
  return isMail(trimmed) ? trimmed.toLowerCase() : isPhone(trimmed) ? normalisePhone(trimmed) : trimmed;
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
  return contactOfAddress(ctx, tx, await kindFor(ctx, tx, input), normalise(input.to));
}

async function kindFor(ctx: Caller, tx: Tx, input: Input): Promise<IdentityKind> {
  const connection = await tx.row<{ kind: string }>(
    sql`select kind from connections where workspace_id = ${ctx.workspaceId} and id = ${input.channel_id}`,
  );
  const reaches = (connection && findAdapter(ctx.platform, connection.kind)?.limits.reaches) ?? [];
  const to = input.to!.trim();
  const looksLike: IdentityKind[] = isMail(to) ? ["email", "handle"] : isPhone(to) ? ["phone", "handle"] : ["handle"];
  const kind = looksLike.find((candidate) => reaches.includes(candidate));
  if (kind) return kind;
  throw new AppError("validation_failed", `“${input.to}” is not an address this channel can write to.`, {
    field: "to",
  });
}

/** The identity is claimed first: when another writer was faster, its contact is the one. */
async function contactOfAddress(ctx: Caller, tx: Tx, kind: IdentityKind, value: string): Promise<string> {
  const id = newId();
  const claimed = await tx.run(sql`insert into contact_identities (workspace_id, id, contact_id, kind, value)
    values (${ctx.workspaceId}, ${newId()}, ${id}, ${kind}, ${value}) on conflict (workspace_id, kind, value) do nothing`);
  if (claimed) {
    await tx.run(
      sql`insert into contacts (workspace_id, id, name) values (${ctx.workspaceId}, ${id}, ${kind === "email" ? value.split("@")[0] : value})`,
    );
    emit(ctx, tx, { type: "contact.created", data: {}, contactId: id });
    return id;
  }
  const row = await tx.row<{ id: string }>(sql`select coalesce(c.merged_into, c.id) as id from contact_identities i
    join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id
    where i.workspace_id = ${ctx.workspaceId} and i.kind = ${kind} and i.value = ${value}`);
  return row!.id;
}
