/** Editing and deleting notes, with a trace; and deleting a conversation for good, which leaves only the event that says so. */
import { Message } from "@omniflow/contract";
import { Type } from "typebox";
import { AppError, notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { type Route, route } from "../../platform/http.ts";
import { recordAudit } from "../audit/index.ts";
import { bodyOf } from "./body.ts";
import { mergedSet, showMessage } from "./messages.ts";
import { withdrawNote } from "./notes.ts";
import { audienceOf, type ConversationState, lockConversation } from "./scope.ts";

type Note = {
  id: string;
  author_id: string | null;
  text: string;
  html: string | null;
  details: { edits?: object[] } | null;
};

/** One's own note; any note by whoever may delete conversations. */
async function lockNote(ctx: Caller, tx: Tx, conversationId: string, id: string): Promise<Note> {
  const note =
    await tx.row<Note>(sql`select id, author_id, text, html, details from messages where workspace_id = ${ctx.workspaceId} and id = ${id}
    and conversation_id = any(${await mergedSet(ctx, tx, conversationId)}) and kind = 'note' and deleted_at is null for update`);
  if (!note) throw notFound("note");
  if (note.author_id !== ctx.memberId && !ctx.permissions.has("conversations.delete")) {
    throw new AppError("forbidden", "Only its author can change this note.");
  }
  return note;
}

const editNote = (
  ctx: Caller,
  conversationId: string,
  id: string,
  input: { text?: string; html?: string },
): Promise<Message> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const conversation = await lockConversation(ctx, tx, conversationId);
    const note = await lockNote(ctx, tx, conversationId, id);
    const body = bodyOf(input, true);
    const edits = [
      ...(note.details?.edits ?? []),
      { at: ctx.platform.clock.now().toISOString(), by: ctx.actor.id, text: note.text },
    ].slice(-50);
    await tx.run(sql`update messages set text = ${body.text}, html = ${body.html}, edited_at = now(), details = coalesce(details, '{}') || ${JSON.stringify({ edits })}::jsonb
      where workspace_id = ${ctx.workspaceId} and id = ${id}`);
    emit(ctx, tx, {
      type: "note.edited",
      data: { message_id: id },
      conversationId,
      contactId: conversation.contact_id,
      audience: audienceOf(conversation),
    });
    return showMessage(ctx, tx, conversationId, id);
  });

const deleteNote = (ctx: Caller, conversationId: string, id: string): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const conversation = await lockConversation(ctx, tx, conversationId);
    await lockNote(ctx, tx, conversationId, id);
    await withdrawNote(ctx, tx, conversation, id);
  });

async function deleteConversation(ctx: Caller, id: string): Promise<void> {
  const keys = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) =>
    eraseConversation(ctx, tx, await lockConversation(ctx, tx, id)),
  );
  // What a crash leaves here lies under a key nobody knows.
  for (const key of keys) await ctx.platform.files.remove(key);
}

/**
 * Within the transaction of a caller that has locked it. Only from the trash, so that it takes two decisions. Files and originals
 * go too; the contact stays.
 * @returns the keys of its files, to be removed from storage after the commit
 */
export async function eraseConversation(ctx: Caller, tx: Tx, conversation: ConversationState): Promise<string[]> {
  const { id } = conversation;
  if (conversation.folder !== "trash") throw new AppError("conflict", "Move the conversation to the trash first.");
  const ids = await mergedSet(ctx, tx, id);
  const gone = await removeConversations(ctx, tx, ids);
  recordAudit(ctx, tx, {
    action: "conversation.deleted",
    target: { type: "conversation", id, name: conversation.subject },
    summary: "Deleted for good",
    before: { contact_id: conversation.contact_id, conversations: ids, files: gone.length },
  });
  emit(ctx, tx, {
    type: "conversation.deleted",
    data: { subject: conversation.subject },
    conversationId: id,
    contactId: conversation.contact_id,
    audience: audienceOf(conversation),
  });
  return gone;
}

/** Takes the rows away. @returns the keys of their files, to be removed from storage after the commit */
export async function removeConversations(ctx: Context, tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (!ids.length) return [];
  const list = sql`${[...ids]}::uuid[]`;
  const files = await tx.rows<{
    storage_key: string;
  }>(sql`select f.storage_key from files f join messages m on m.workspace_id = f.workspace_id and m.id = f.message_id
    where m.workspace_id = ${ctx.workspaceId} and m.conversation_id = any(${list})`);
  await tx.run(sql`delete from raw_messages where workspace_id = ${ctx.workspaceId} and message_id in (
    select id from messages where workspace_id = ${ctx.workspaceId} and conversation_id = any(${list}))`);
  await tx.run(
    sql`update conversations set merged_into = null where workspace_id = ${ctx.workspaceId} and (id = any(${list}) or merged_into = any(${list}))`,
  );
  await tx.run(sql`delete from conversations where workspace_id = ${ctx.workspaceId} and id = any(${list})`);
  return files.map((file) => file.storage_key);
}

const tag = "Conversations";

export const removalRoutes: Route[] = [
  route({
    method: "PATCH",
    path: "/conversations/:id/messages/:message_id",
    access: "conversations.note",
    tag,
    summary: "Edit a note; what it said before is kept",
    schemas: {
      body: Type.Object(
        {
          text: Type.Optional(Type.String({ maxLength: 200_000 })),
          html: Type.Optional(Type.String({ maxLength: 1_000_000 })),
        },
        { additionalProperties: false, minProperties: 1 },
      ),
      data: Message,
    },
    handle: ({ ctx, params, body }) => editNote(ctx, params.id, params.message_id, body),
  }),
  route({
    method: "DELETE",
    path: "/conversations/:id/messages/:message_id",
    access: "conversations.note",
    tag,
    summary: "Delete a note",
    schemas: {},
    handle: ({ ctx, params }) => deleteNote(ctx, params.id, params.message_id),
  }),
  route({
    method: "DELETE",
    path: "/conversations/:id",
    access: "conversations.delete",
    tag,
    summary: "Delete for good what lies in the trash",
    schemas: {},
    handle: ({ ctx, params }) => deleteConversation(ctx, params.id),
  }),
];
