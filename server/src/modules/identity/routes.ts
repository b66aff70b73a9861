/** `/sessions`: where I am signed in, and signing out there. */
import { Id, Nullable, Time } from "@omniflow/contract";
import { Type } from "typebox";
import { type Route, route } from "../../platform/http.ts";
import type { Identity } from "./identity.ts";
import { readSessionToken } from "./session-cookie.ts";
import { endOtherSessions, endSession, getUserId, listSessions } from "./sessions.ts";

const Session = Type.Object({
  id: Id,
  current: Type.Boolean(),
  ip: Nullable(Type.String()),
  user_agent: Nullable(Type.String()),
  created_at: Time,
  last_seen_at: Time,
});

export const identityRoutes = ({ platform }: Identity): Route[] => [
  route({
    method: "GET",
    path: "/sessions",
    access: "signed_in",
    tag: "Me",
    summary: "Where I am signed in",
    schemas: { data: Type.Array(Session) },
    handle: async ({ ctx, request }) => {
      const token = readSessionToken(platform, request);
      const rows = await listSessions(platform, await getUserId(ctx));
      return rows.map((row) => ({
        id: row.id,
        current: row.token === token,
        ip: row.ip_address || null,
        user_agent: row.user_agent || null,
        created_at: row.created_at.toISOString(),
        last_seen_at: row.updated_at.toISOString(),
      }));
    },
  }),
  route({
    method: "DELETE",
    path: "/sessions/:id",
    access: "signed_in",
    tag: "Me",
    summary: "Sign out in one place",
    schemas: { data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await endSession(platform, await getUserId(ctx), (params as unknown as { id: string }).id);
      return null;
    },
  }),
  route({
    method: "DELETE",
    path: "/sessions",
    access: "signed_in",
    tag: "Me",
    summary: "Sign out everywhere else",
    schemas: { data: Type.Object({ ended: Type.Integer() }) },
    handle: async ({ ctx, request }) => ({
      ended: await endOtherSessions(platform, await getUserId(ctx), readSessionToken(platform, request)),
    }),
  }),
];
