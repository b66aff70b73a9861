import { Conversation, Id } from "@omniflow/contract";
import { Type } from "typebox";
import { answer, type Route, route } from "../../../platform/http.ts";
import { mergeConversation, unmergeConversation } from "./merge.ts";
import { splitConversation, unsplitConversation } from "./split.ts";

const tag = "Conversations";
const access = "conversations.update";

export const mergeRoutes: Route[] = [
  route({
    method: "POST",
    path: "/conversations/:id/merge",
    access,
    tag,
    summary: "Merge into another conversation; answers the merged one",
    schemas: { body: Type.Object({ into: Id }, { additionalProperties: false }), data: Conversation },
    handle: ({ ctx, params, body }) => mergeConversation(ctx, params.id, body.into),
  }),
  route({
    method: "POST",
    path: "/conversations/:id/unmerge",
    access,
    tag,
    summary: "Undo a merge, at any later time; the id is that of the conversation merged away",
    schemas: { data: Conversation },
    handle: ({ ctx, params }) => unmergeConversation(ctx, params.id),
  }),
  route({
    method: "POST",
    path: "/conversations/:id/split",
    access,
    tag,
    summary: "Give some messages a conversation of their own; answers the new one",
    schemas: {
      body: Type.Object(
        {
          message_ids: Type.Array(Id, { minItems: 1, maxItems: 1000 }),
          subject: Type.Optional(Type.String({ maxLength: 998 })),
        },
        { additionalProperties: false },
      ),
      data: Conversation,
    },
    handle: async ({ ctx, params, body }) => answer(await splitConversation(ctx, params.id, body), { status: 201 }),
  }),
  route({
    method: "POST",
    path: "/conversations/:id/unsplit",
    access,
    tag,
    summary: "Undo a split; the id is that of the conversation that was split off",
    schemas: { data: Conversation },
    handle: ({ ctx, params }) => unsplitConversation(ctx, params.id),
  }),
];
