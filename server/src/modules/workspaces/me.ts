/** The caller in this workspace: who they are, what they may do, how they like it. */
import { type Me, MemberSettings, type Permission } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { refuseEither } from "../../platform/template.ts";
import { getUserId, listTwoFactorUsers } from "../identity/index.ts";
import { getMember, getWorkspace, listWorkspacesOf } from "./queries.ts";
import { showMember, showWorkspace } from "./views.ts";

export async function showMe(ctx: Caller): Promise<Me> {
  const { workspace, member, settings } = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [workspace, member, own] = await Promise.all([
      getWorkspace(tx, ctx.workspaceId),
      ctx.memberId ? getMember(tx, ctx.workspaceId, ctx.memberId) : null,
      tx.row<{ settings: MemberSettings }>(
        sql`select settings from members where workspace_id = ${ctx.workspaceId} and id = ${ctx.memberId}`,
      ),
    ]);
    return { workspace, member, settings: own?.settings ?? {} };
  });
  const [twoFactor, workspaces] = member
    ? await Promise.all([
        listTwoFactorUsers(ctx.platform, [member.user_id]),
        ctx.platform.db.asSystem("a person's workspaces", (tx) => listWorkspacesOf(tx, member.user_id)),
      ])
    : [new Set<string>(), [workspace]];
  return {
    workspace: showWorkspace(workspace),
    member: member && showMember(member, twoFactor),
    settings,
    permissions: [...ctx.permissions] satisfies Permission[],
    workspaces: workspaces.map(showWorkspace),
    can_send_mail: ctx.platform.mailer.canSend,
  };
}

type MeChange = { name?: string; availability?: "online" | "away" | "offline"; settings?: MemberSettings };
const knownSettings = new Set(Object.keys(MemberSettings.properties));
/** Characters of JSON, of a change and of all that is kept; `layout` is the client's own and must not grow without end. */
const mostSettings = 40_000;
const mostKept = 200_000;
const tooLarge = () => new AppError("validation_failed", "These settings are too large.", { field: "settings" });

/** Settings are merged, one by one, and columns list by list, so that two tabs take nothing from each other; the rest is replaced. */
export async function changeMe(ctx: Caller, change: MeChange): Promise<void> {
  await getUserId(ctx);
  const { columns = {}, ...settings } = Object.fromEntries(
    Object.entries(change.settings ?? {}).filter(([key]) => knownSettings.has(key)),
  ) as MemberSettings;
  const [text, lists] = [JSON.stringify(settings), JSON.stringify(columns)];
  if (text.length + lists.length > mostSettings) throw tooLarge();
  if (change.settings?.signature) refuseEither(change.settings.signature, "signature");
  await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const row = await tx.row<{
      size: number;
    }>(sql`update members set name = coalesce(${change.name?.trim() || null}, name),
        availability = coalesce(${change.availability ?? null}, availability),
        settings = settings || ${text}::jsonb || case when ${lists} = '{}' then '{}'::jsonb
          else jsonb_build_object('columns', jsonb_strip_nulls(coalesce(settings -> 'columns', '{}') || ${lists}::jsonb)) end,
        version = version + 1
      where workspace_id = ${ctx.workspaceId} and id = ${ctx.memberId} returning length(settings::text) as size`);
    if (row && row.size > mostKept) throw tooLarge();
    emit(ctx, tx, { type: "member.updated", data: { member_id: ctx.memberId!, fields: Object.keys(change) } });
  });
}
