/** What is on a ticket: conversations, contacts, followers, checklist, links, merges, broadcasts. */
import {
  Broadcast,
  BroadcastInput,
  ChecklistChange,
  ChecklistInput,
  ChecklistItem,
  Id,
  Ticket,
  TicketLink,
  TicketLinkInput,
  TicketMergePreview,
} from "@omniflow/contract";
import { Type } from "typebox";
import { answer, type Route, route } from "../../../platform/http.ts";
import { listBroadcasts } from "../broadcast/list.ts";
import { sendBroadcast } from "../broadcast/send.ts";
import { addItem, changeItem, removeItem } from "../checklist.ts";
import { customerLink } from "../customer/access.ts";
import { follow, setFollower } from "../following.ts";
import { addContact, addConversation, removeContact, removeConversation } from "../linking.ts";
import { addLink, removeLink } from "../links.ts";
import { mergeTicket, previewMerge, unmergeTicket } from "../merging/merge.ts";

const tag = "Tickets";
const update = { access: "tickets.update", tag } as const;
const view = { access: "tickets.view", tag } as const;
const body = <K extends string>(key: K) =>
  Type.Object({ [key]: Id } as Record<K, typeof Id>, { additionalProperties: false });

const links: Route[] = [
  route({
    ...update,
    method: "POST",
    path: "/tickets/:id/conversations",
    summary: "Link a conversation",
    schemas: { body: body("conversation_id") },
    handle: ({ ctx, params, body }) => addConversation(ctx, params.id, body.conversation_id),
  }),
  route({
    ...update,
    method: "DELETE",
    path: "/tickets/:id/conversations/:conversation_id",
    summary: "Unlink a conversation",
    schemas: {},
    handle: ({ ctx, params }) => removeConversation(ctx, params.id, params.conversation_id),
  }),
  route({
    ...update,
    method: "POST",
    path: "/tickets/:id/contacts",
    summary: "Add a further contact",
    schemas: { body: body("contact_id") },
    handle: ({ ctx, params, body }) => addContact(ctx, params.id, body.contact_id),
  }),
  route({
    ...update,
    method: "DELETE",
    path: "/tickets/:id/contacts/:contact_id",
    summary: "Take a further contact away",
    schemas: {},
    handle: ({ ctx, params }) => removeContact(ctx, params.id, params.contact_id),
  }),
  route({
    ...update,
    method: "POST",
    path: "/tickets/:id/links",
    summary: "Link to another ticket: related, duplicate, blocking, parent or child",
    schemas: { body: TicketLinkInput, data: Type.Array(TicketLink) },
    handle: ({ ctx, params, body }) => addLink(ctx, params.id, body.kind, body.ticket_id),
  }),
  route({
    ...update,
    method: "DELETE",
    path: "/tickets/:id/links/:link_id",
    summary: "Remove a link",
    schemas: { data: Type.Array(TicketLink) },
    handle: ({ ctx, params }) => removeLink(ctx, params.id, params.link_id),
  }),
];

const followers = Type.Object({ follower_ids: Type.Array(Id) });
const following: Route[] = [
  route({
    ...view,
    method: "POST",
    path: "/tickets/:id/follow",
    summary: "Follow: see it and hear of it",
    schemas: { data: followers },
    handle: ({ ctx, params }) => follow(ctx, params.id, true),
  }),
  route({
    ...view,
    method: "DELETE",
    path: "/tickets/:id/follow",
    summary: "Follow no longer",
    schemas: { data: followers },
    handle: ({ ctx, params }) => follow(ctx, params.id, false),
  }),
  route({
    ...update,
    method: "POST",
    path: "/tickets/:id/followers",
    summary: "Have a member follow",
    schemas: { body: body("member_id"), data: followers },
    handle: ({ ctx, params, body }) => setFollower(ctx, params.id, body.member_id, true),
  }),
  route({
    ...update,
    method: "DELETE",
    path: "/tickets/:id/followers/:member_id",
    summary: "Have a member follow no longer",
    schemas: { data: followers },
    handle: ({ ctx, params }) => setFollower(ctx, params.id, params.member_id, false),
  }),
];

const items = Type.Array(ChecklistItem);
const checklist: Route[] = [
  route({
    ...update,
    method: "POST",
    path: "/tickets/:id/checklist",
    summary: "Add an item to the checklist",
    schemas: { body: ChecklistInput, data: items },
    handle: ({ ctx, params, body }) => addItem(ctx, params.id, body),
  }),
  route({
    ...update,
    method: "PATCH",
    path: "/tickets/:id/checklist/:item_id",
    summary: "Tick, rename or move an item",
    schemas: { body: ChecklistChange, data: items },
    handle: ({ ctx, params, body }) => changeItem(ctx, params.id, params.item_id, body),
  }),
  route({
    ...update,
    method: "DELETE",
    path: "/tickets/:id/checklist/:item_id",
    summary: "Remove an item",
    schemas: { data: items },
    handle: ({ ctx, params }) => removeItem(ctx, params.id, params.item_id),
  }),
];

const customers: Route[] = [
  route({
    ...update,
    method: "POST",
    path: "/tickets/:id/customer-link",
    summary: "A link by which the ticket's contact sees their requests, for thirty days; give it to nobody else",
    schemas: { data: Type.Object({ url: Type.String() }) },
    handle: ({ ctx, params }) => customerLink(ctx, params.id),
  }),
];

const merging: Route[] = [
  route({
    ...view,
    method: "GET",
    path: "/tickets/:id/merge-preview",
    summary: "What merging into another ticket would bring together",
    schemas: { query: Type.Object({ into: Id }), data: TicketMergePreview },
    handle: ({ ctx, params, query }) => previewMerge(ctx, params.id, query.into),
  }),
  route({
    ...update,
    method: "POST",
    path: "/tickets/:id/merge",
    summary: "Merge into another ticket; answers the survivor",
    schemas: { body: body("into"), data: Ticket },
    handle: ({ ctx, params, body }) => mergeTicket(ctx, params.id, body.into),
  }),
  route({
    ...update,
    method: "POST",
    path: "/tickets/:id/unmerge",
    summary: "Undo a merge, at any later time; the id is that of the ticket merged away",
    schemas: { data: Ticket },
    handle: ({ ctx, params }) => unmergeTicket(ctx, params.id),
  }),
];

const broadcasts: Route[] = [
  route({
    ...view,
    method: "GET",
    path: "/tickets/:id/broadcasts",
    summary: "Updates sent to the linked conversations, with where each one's message is",
    schemas: { item: Broadcast },
    handle: async ({ ctx, params }) => answer(await listBroadcasts(ctx, params.id), { nextCursor: null }),
  }),
  route({
    method: "POST",
    path: "/tickets/:id/broadcasts",
    access: "conversations.reply",
    tag,
    summary: "Answer all linked conversations, or those chosen, each over its own channel",
    schemas: { body: BroadcastInput, data: Broadcast },
    bodyLimit: 2 << 20,
    handle: async ({ ctx, params, body }) => {
      const { broadcast, created } = await sendBroadcast(ctx, params.id, body);
      return answer(broadcast, { status: created ? 201 : 200 });
    },
  }),
];

export const ticketParts: Route[] = [...links, ...following, ...checklist, ...customers, ...merging, ...broadcasts];
