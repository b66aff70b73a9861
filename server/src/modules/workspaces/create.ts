/** A new workspace with its first admin. What later modules put into one from the start, they add by a hook. */
import type { Permission } from "@omniflow/contract";
import { permissions } from "@omniflow/contract";
import type { Context, Platform } from "../../platform/context.ts";
import { hashToken } from "../../platform/crypto.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import { defaultLanguage } from "./queries.ts";
import { cleanName, freeSlug, slugOf } from "./rules.ts";
import type { WorkspaceRow } from "./views.ts";

/** Runs in the transaction that makes the workspace; `tx` is the owner's, with the workspace set. */
export type WorkspaceHook = (ctx: Context, tx: Tx) => Promise<void>;
export type Owner = { userId: string; name: string; email: string };
type NewWorkspace = { name: string; owner: Owner; language?: string | undefined };
export type Created = { workspace: WorkspaceRow; memberId: string; ctx: Context };

/**
 * Opens the transaction in which workspaces are made: one after the other on all nodes, so that "is there one yet" and "is this
 * slug free" have one answer. Anything thrown undoes all of it.
 */
export const whileMakingWorkspaces = <T>(platform: Platform, work: (tx: Tx) => Promise<T>): Promise<T> =>
  platform.db.asSystem("makes a workspace", async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('omniflow make workspace', 0))`);
    return work(tx);
  });

export const isAnyWorkspace = async (tx: Tx): Promise<boolean> =>
  (await tx.row(sql`select 1 from workspaces limit 1`)) !== null;

/** @param tx from whileMakingWorkspaces */
export async function addWorkspace(
  platform: Platform,
  tx: Tx,
  { name, owner, language = defaultLanguage }: NewWorkspace,
  hooks: readonly WorkspaceHook[],
): Promise<Created> {
  const id = newId();
  const memberId = newId();
  const wanted = slugOf(name);
  const taken = await tx.rows<{ slug: string }>(
    sql`select slug from workspaces where left(slug, ${wanted.length}) = ${wanted}`,
  );
  const slug = freeSlug(wanted, new Set(taken.map((row) => row.slug)));
  const workspace = await tx.row<WorkspaceRow>(sql`insert into workspaces (id, slug, name, settings)
    values (${id}, ${slug}, ${cleanName(name, "workspace_name")}, ${JSON.stringify({ language })}) returning id, slug, name, settings->>'language' as language, version, created_at`);
  await tx.run(sql`select set_config('omniflow.workspace', ${id}, true)`);
  await tx.run(sql`insert into members (workspace_id, id, user_id, name, email, role)
    values (${id}, ${memberId}, ${owner.userId}, ${cleanName(owner.name)}, ${owner.email}, 'admin')`);
  const ctx: Context = {
    platform,
    workspaceId: id,
    actor: { type: "member", id: memberId },
    cause: null,
    requestId: "new",
  };
  emit(ctx, tx, { type: "member.joined", data: { member_id: memberId } });
  recordAudit(ctx, tx, { action: "workspace.created", target: { type: "workspace", id, name: workspace!.name } });
  for (const hook of hooks) await hook(ctx, tx);
  return { workspace: workspace!, memberId, ctx };
}

/** Another workspace for a person we know, who becomes its admin. */
export const createWorkspace = (
  platform: Platform,
  input: NewWorkspace,
  hooks: readonly WorkspaceHook[],
): Promise<Created> => whileMakingWorkspaces(platform, (tx) => addWorkspace(platform, tx, input, hooks));

/** The row of a key whose text the caller knows. */
export async function addApiKey(
  ctx: Context,
  tx: Tx,
  key: {
    text: string;
    name: string;
    scopes?: readonly Permission[];
    rateLimit?: number;
    ipAllow?: readonly string[];
    expiresAt?: Date | null;
  },
): Promise<string> {
  const id = newId();
  await tx.run(sql`insert into api_keys (workspace_id, id, name, prefix, hash, scopes, rate_limit, ip_allow, created_by, expires_at)
    values (${ctx.workspaceId}, ${id}, ${key.name}, ${prefixOf(key.text)}, ${hashToken(key.text)}, ${key.scopes ?? permissions},
      ${key.rateLimit ?? 600}, ${key.ipAllow ?? []}, ${ctx.actor.type === "member" ? ctx.actor.id : null}, ${key.expiresAt ?? null})`);
  emit(ctx, tx, { type: "api_key.created", data: { api_key_id: id, name: key.name } });
  recordAudit(ctx, tx, {
    action: "api_key.created",
    target: { type: "api_key", id, name: key.name },
    after: { scopes: key.scopes ?? permissions, ip_allow: key.ipAllow ?? [], expires_at: key.expiresAt ?? null },
  });
  return id;
}

/** Enough to tell keys apart by, too little to guess one. */
const prefixOf = (text: string): string => text.slice(0, /^omf_(live|test)_/.test(text) ? 13 : 4);
