import { Action, BulkInput, Conversation, Id, Nullable, TransferInput } from "@omniflow/contract";
import { Type } from "typebox";
import { answer, type Route, route } from "../../../platform/http.ts";
import { getAction, performBulk } from "./perform.ts";
import { transferConversation } from "./transfer.ts";
import { listUndoable, undoAction } from "./undo.ts";

const tag = "Actions";
const access = ["conversations.update", "conversations.assign"] as const;

export const actionRoutes: Route[] = [
  route({
    method: "POST",
    path: "/actions",
    access,
    tag,
    summary: "Change many conversations; more than a hundred go on in the background, with progress",
    schemas: { body: BulkInput, data: Action },
    handle: async ({ ctx, body }) => answer(await performBulk(ctx, body), { status: 201 }),
  }),
  route({
    method: "POST",
    path: "/conversations/:id/transfer",
    access: "conversations.assign",
    tag: "Conversations",
    summary: "Hand over to a member or a team with a note; one action, undone as one",
    schemas: {
      body: TransferInput,
      data: Type.Object({ ...Conversation.properties, action_id: Nullable(Id), note_id: Nullable(Id) }),
    },
    handle: ({ ctx, params, body }) => transferConversation(ctx, params.id, body),
  }),
  route({
    method: "GET",
    path: "/actions",
    access,
    tag,
    summary: "What the caller can still undo, newest first",
    schemas: { query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })) }), item: Action },
    handle: async ({ ctx, query }) => answer(await listUndoable(ctx, query.limit ?? 10), { nextCursor: null }),
  }),
  route({
    method: "GET",
    path: "/actions/:id",
    access,
    tag,
    summary: "An action and its progress",
    schemas: { data: Action },
    handle: ({ ctx, params }) => getAction(ctx, params.id),
  }),
  route({
    method: "POST",
    path: "/actions/:id/undo",
    access,
    tag,
    summary: "Undo an action; what others changed since stays",
    schemas: { data: Action },
    handle: ({ ctx, params }) => undoAction(ctx, params.id),
  }),
];
