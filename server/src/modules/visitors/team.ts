/**
 * Who is there to answer. A member counts when they are set to online and their browser was heard of lately: members' sockets say
 * that they are there every 30 seconds, to every node. Shortly after start nobody was heard of yet, and the setting alone counts.
 */
import type { WidgetTeam } from "@omniflow/contract/widget";
import type { Context, Platform } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";

const heardForMs = 90_000;

type Attendance = { since: number; heard: Map<string, number> };
const attendances = new WeakMap<Platform, Map<string, Attendance>>();

/** Listens from the first time anybody asks about a workspace. */
function attendanceOf({ platform, workspaceId }: Context): Attendance {
  const all = attendances.get(platform) ?? new Map<string, Attendance>();
  attendances.set(platform, all);
  let found = all.get(workspaceId);
  if (!found) {
    const made: Attendance = { since: platform.clock.now().getTime(), heard: new Map() };
    all.set(workspaceId, made);
    found = made;
    platform.hub.subscribe(workspaceId, ({ signals }) => {
      for (const signal of signals) {
        if (signal.t === "attendance") made.heard.set(String(signal.member), platform.clock.now().getTime());
      }
    });
  }
  return found;
}

export async function readTeam(ctx: Context, tx: Tx): Promise<WidgetTeam> {
  const { since, heard } = attendanceOf(ctx);
  const now = ctx.platform.clock.now().getTime();
  const rows = await tx.rows<{ id: string; name: string }>(sql`select id, name from members
    where workspace_id = ${ctx.workspaceId} and availability = 'online' and deactivated_at is null order by created_at, id limit 200`);
  const known = now - since > heardForMs;
  const there = rows.filter((row) => !known || now - (heard.get(row.id) ?? 0) < heardForMs);
  return { online: there.length > 0, faces: there.slice(0, 3).map((row) => firstName(row.name)) };
}

/** Visitors see first names; a surname is the member's own business. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? "";
