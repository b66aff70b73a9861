/**
 * Who is calling: an API key, or a session cookie and a workspace. A key that is wrong is refused, never passed over in
 * favour of a cookie. Membership and role are read with every call, so whoever is put out is out at once.
 */
import { type Role, rolePermissions } from "@omniflow/contract";
import type { FastifyRequest } from "fastify";
import { AppError } from "../../errors.ts";
import type { Caller, Platform } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import type { Listener } from "../../platform/realtime.ts";
import { isId } from "../../platform/uuid.ts";
import { type ApiKey, type ApiKeys, noteUse, refuseUnusable } from "./api-keys.ts";
import { refuseForgery } from "./origin.ts";
import { readSessionToken, sessionSeconds } from "./session-cookie.ts";

type Membership = {
  sessionId: string;
  userId: string;
  lastSeenAt: Date;
  workspaceId: string | null;
  memberId: string | null;
  role: Role;
  teamIds: string[];
};

/** How long a session may be seen without writing that down. */
const seenMs = 5 * 60_000;
/** Requests whose answer should carry the session cookie anew, with the token. */
export type Renewals = WeakMap<FastifyRequest, string>;

export async function authenticateRequest(
  platform: Platform,
  keys: ApiKeys,
  renewals: Renewals,
  request: FastifyRequest,
  given: { key?: string | null; workspaceId?: string | null } = {},
): Promise<Caller | null> {
  const key = given.key ?? bearerOf(request);
  if (key !== null) return asKey(platform, await getApiKey(platform, keys, key, request.ip), request);
  const token = readSessionToken(platform, request);
  if (!token) return null;
  const header = request.headers["x-omniflow-workspace"];
  const workspaceId = given.workspaceId ?? (typeof header === "string" ? header : null);
  if (workspaceId !== null && !isId(workspaceId)) return null;
  const found = await findMembership(platform, token, workspaceId);
  if (!found?.workspaceId || !found.memberId) return null;
  refuseForgery(platform, request);
  await renewSession(platform, renewals, request, token, found);
  return {
    platform,
    workspaceId: found.workspaceId,
    actor: { type: "member", id: found.memberId },
    cause: null,
    requestId: request.id,
    permissions: new Set(rolePermissions[found.role]),
    memberId: found.memberId,
    teamIds: found.teamIds,
  };
}

/** What a caller may hear of by socket. */
export const listenerOf = (caller: Caller): Listener => ({
  memberId: caller.memberId,
  teamIds: caller.teamIds,
  seesAll: caller.permissions.has("conversations.view_all"),
});

/** The text after `Bearer`, or null when the request carries no such header. */
export function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  return header === undefined ? null : (/^Bearer +(\S+)$/i.exec(header)?.[1] ?? "");
}

async function getApiKey(platform: Platform, keys: ApiKeys, text: string, ip: string): Promise<ApiKey> {
  const key = text && text.length <= 300 ? await keys.find(text) : null;
  if (!key) {
    throw new AppError(
      "unauthenticated",
      "This API key is unknown or was revoked. Make one under Settings → API keys.",
    );
  }
  refuseUnusable(platform, key, ip);
  noteUse(platform, key);
  return key;
}

const asKey = (platform: Platform, key: ApiKey, request: FastifyRequest): Caller => ({
  platform,
  workspaceId: key.workspaceId,
  actor: { type: "api_key", id: key.id },
  cause: null,
  requestId: request.id,
  permissions: key.scopes,
  memberId: null,
  teamIds: [],
});

/** The session, with the member its person is in this workspace (in their first one, when none is named). */
const findMembership = (platform: Platform, token: string, workspaceId: string | null): Promise<Membership | null> =>
  platform.db.asSystem("a session names its workspace", (tx) =>
    tx.row<Membership>({
      name: "find_membership",
      text: `select s.id as "sessionId", s.user_id as "userId", s.updated_at as "lastSeenAt", m.workspace_id as "workspaceId",
          m.id as "memberId", m.role,
          array(select t.team_id from team_members t where t.workspace_id = m.workspace_id and t.member_id = m.id) as "teamIds"
        from sessions s left join members m
          on m.user_id = s.user_id and m.deactivated_at is null and ($2::uuid is null or m.workspace_id = $2)
        where s.token = $1 and s.expires_at > $3
        order by m.created_at, m.workspace_id limit 1`,
      values: [token, workspaceId, platform.clock.now()],
    }),
  );

/** A session in use does not end. */
async function renewSession(
  platform: Platform,
  renewals: Renewals,
  request: FastifyRequest,
  token: string,
  found: Membership,
): Promise<void> {
  const now = platform.clock.now();
  if (now.getTime() - found.lastSeenAt.getTime() < seenMs) return;
  const until = new Date(now.getTime() + sessionSeconds * 1000);
  const renewed = await platform.db.asSystem("sessions are global", (tx) =>
    tx.run(sql`update sessions set expires_at = ${until}, updated_at = ${now} where id = ${found.sessionId}`),
  );
  if (renewed) renewals.set(request, token);
}
