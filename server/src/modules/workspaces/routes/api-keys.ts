/** API keys. */
import { ApiKey, ApiKeyInput } from "@omniflow/contract";
import { Type } from "typebox";
import { answer, type Route, route } from "../../../platform/http.ts";
import { createApiKey, type ApiKeyInput as Input, listApiKeys, revokeApiKey } from "../api-keys.ts";
import { ById } from "./by-id.ts";
import type { WorkspaceDeps } from "./index.ts";

export const apiKeyRoutes = ({ identity }: WorkspaceDeps): Route[] => [
  route({
    method: "GET",
    path: "/api-keys",
    access: "api.keys",
    tag: "API keys",
    summary: "Keys in use",
    schemas: { data: Type.Array(ApiKey) },
    handle: ({ ctx }) => listApiKeys(ctx),
  }),
  route({
    method: "POST",
    path: "/api-keys",
    access: "api.keys",
    tag: "API keys",
    summary: "Make a key; it is shown in this answer only",
    schemas: { body: ApiKeyInput, data: ApiKey },
    handle: async ({ ctx, body }) => answer(await createApiKey(ctx, body as Input), { status: 201 }),
  }),
  route({
    method: "DELETE",
    path: "/api-keys/:id",
    access: "api.keys",
    tag: "API keys",
    summary: "Revoke a key",
    schemas: { params: ById, data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await revokeApiKey(ctx, identity.keys, params.id);
      return null;
    },
  }),
];
