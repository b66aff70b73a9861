/** Reading connections, for members. */
import type { Channel } from "@omniflow/contract";
import { notFound } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import { listCounted, selectCounted } from "./queries.ts";
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
