/** Reading connections: for members, and for whoever picks one to write over. */
import type { Channel } from "@omniflow/contract";
import { findAdapter } from "../../channels/registry.ts";
import { notFound } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import { type ConnectionRow, listCounted, listToReplyOver, selectCounted } from "./queries.ts";
import { connectionView } from "./views.ts";

/** All of the workspace, oldest first; there are never so many that they need pages. */
export const listConnections = (ctx: Context): Promise<Channel[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) =>
    (await listCounted(tx, ctx.workspaceId)).map((row) => connectionView(ctx.platform, row)),
  );

/** @throws AppError not_found */
export async function showConnection(ctx: Context, id: string): Promise<Channel> {
  const row = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => selectCounted(tx, ctx.workspaceId, id));
  if (!row) throw notFound("channel");
  return connectionView(ctx.platform, row);
}

/** Active connections whose channel reaches identities of one of these kinds, oldest first. */
export async function listReplyConnections(ctx: Context, kinds: readonly string[]): Promise<ConnectionRow[]> {
  const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listToReplyOver(tx, ctx.workspaceId));
  return rows.filter((row) =>
    findAdapter(ctx.platform, row.kind)?.limits.reaches.some((reached) => kinds.includes(reached)),
  );
}
