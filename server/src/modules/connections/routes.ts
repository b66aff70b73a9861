/** Settings → Channels, and the way in of API channels. */
import {
  ApiInbound,
  ApiInboundResult,
  Channel,
  ChannelChange,
  ChannelInput,
  ChannelKind,
  ChannelTest,
  Email,
} from "@omniflow/contract";
import { Type } from "typebox";
import { listAdapters } from "../../channels/registry.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import type { Intake } from "../conversations/index.ts";
import { changeConnection, createConnection, removeConnection } from "./change.ts";
import { receiveByApi } from "./inbound.ts";
import { listConnections, showConnection } from "./list.ts";
import { quarantineRoutes } from "./quarantine-routes.ts";
import { testConnection } from "./test-connection.ts";
import { kindView } from "./views.ts";

const tag = "Channels";
const TestInput = Type.Object({ to: Type.Optional(Email) }, { additionalProperties: false });

/** @param deps.intake the one that this process shares (conversations: createIntake) */
export const connectionRoutes = (deps: { intake: Intake }): Route[] => [
  route({
    method: "GET",
    path: "/channel-kinds",
    access: "signed_in",
    tag,
    summary: "Kinds of channels, with what their forms are drawn from",
    schemas: { data: Type.Array(ChannelKind) },
    handle: async ({ ctx }) => listAdapters(ctx.platform).map(kindView),
  }),
  route({
    method: "GET",
    path: "/channels",
    access: "signed_in",
    tag,
    summary: "List channels",
    schemas: { data: Type.Array(Channel) },
    handle: ({ ctx }) => listConnections(ctx),
  }),
  route({
    method: "GET",
    path: "/channels/:id",
    access: "signed_in",
    tag,
    summary: "One channel",
    schemas: { data: Channel },
    handle: ({ ctx, params }) => showConnection(ctx, params.id),
  }),
  route({
    method: "POST",
    path: "/channels",
    access: "settings.channels",
    tag,
    summary: "Connect a channel",
    schemas: { body: ChannelInput, data: Channel },
    handle: async ({ ctx, body }) => answer(await createConnection(ctx, body), { status: 201 }),
  }),
  route({
    method: "PATCH",
    path: "/channels/:id",
    access: "settings.channels",
    tag,
    summary: "Change a channel; settings and secrets that are not named stay, null takes one away",
    schemas: { body: ChannelChange, data: Channel },
    handle: ({ ctx, params, body }) => changeConnection(ctx, params.id, body),
  }),
  route({
    method: "DELETE",
    path: "/channels/:id",
    access: "settings.channels",
    tag,
    summary: "Remove a channel; its conversations stay",
    schemas: { data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await removeConnection(ctx, params.id);
      return null;
    },
  }),
  route({
    method: "POST",
    path: "/channels/:id/test",
    access: "settings.channels",
    tag,
    summary: "Check a channel's settings; by e-mail, also send a test message",
    schemas: { body: Type.Union([TestInput, Type.Null()]), data: ChannelTest },
    handle: ({ ctx, params, body }) => testConnection(ctx, params.id, body?.to),
  }),
  route({
    method: "POST",
    path: "/channels/:id/messages",
    access: "conversations.reply",
    tag,
    summary: "A message from a customer, on an API channel",
    schemas: { body: ApiInbound, data: ApiInboundResult },
    bodyLimit: 4 << 20,
    handle: async ({ ctx, params, body }) => {
      const result = await receiveByApi(ctx, deps.intake, params.id, body);
      return answer(result, { status: result.duplicate ? 200 : 201 });
    },
  }),
  ...quarantineRoutes,
];
