/** The workspace's own record. */
import type { Workspace } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { recordAudit } from "../audit/index.ts";
import { getWorkspace, refuseStale } from "./queries.ts";
import { showWorkspace } from "./views.ts";

/** The slug stays, since links carry it. */
export const updateWorkspace = (ctx: Caller, change: { name?: string; version?: number }): Promise<Workspace> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await tx.run(sql`select 1 from workspaces where id = ${ctx.workspaceId} for update`);
    const before = await getWorkspace(tx, ctx.workspaceId);
    refuseStale(before.version, change.version);
    const name = change.name?.trim() || before.name;
    if (name === before.name) return showWorkspace(before);
    await tx.run(sql`update workspaces set name = ${name}, version = version + 1 where id = ${ctx.workspaceId}`);
    emit(ctx, tx, { type: "workspace.updated", data: { fields: ["name"] } });
    const target = { type: "workspace", id: ctx.workspaceId, name };
    recordAudit(ctx, tx, { action: "workspace.updated", target, before: { name: before.name }, after: { name } });
    return showWorkspace({ ...before, name, version: before.version + 1 });
  });
