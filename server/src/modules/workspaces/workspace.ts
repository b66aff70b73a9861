/** The workspace's own record: its name, the language of its mails. */
import type { Workspace } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { recordAudit } from "../audit/index.ts";
import { getWorkspace, refuseStale } from "./queries.ts";
import { showWorkspace } from "./views.ts";

/** The slug stays, since links carry it. */
export const updateWorkspace = (
  ctx: Caller,
  change: { name?: string; language?: string; version?: number },
): Promise<Workspace> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await tx.run(sql`select 1 from workspaces where id = ${ctx.workspaceId} for update`);
    const before = await getWorkspace(tx, ctx.workspaceId);
    refuseStale(before.version, change.version);
    const name = change.name?.trim() || before.name;
    const language = change.language ?? before.language;
    const fields = [name === before.name ? [] : "name", language === before.language ? [] : "language"].flat();
    if (fields.length === 0) return showWorkspace(before);
    await tx.run(sql`update workspaces set name = ${name}, settings = settings || ${JSON.stringify({ language })}::jsonb, version = version + 1
      where id = ${ctx.workspaceId}`);
    emit(ctx, tx, { type: "workspace.updated", data: { fields } });
    recordAudit(ctx, tx, {
      action: "workspace.updated",
      target: { type: "workspace", id: ctx.workspaceId, name },
      before: { name: before.name, language: before.language },
      after: { name, language },
    });
    return showWorkspace({ ...before, name, language, version: before.version + 1 });
  });
