/** The customer is writing: passed on to whoever looks at the conversation, stored nowhere. */
import type { Typing } from "../../../channels/adapter.ts";
import type { Context } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { rootOf } from "../../../platform/merged.ts";

const shownForMs = 6000;

export async function signalTyping(ctx: Context, tx: Tx, connectionId: string, typing: Typing): Promise<void> {
  const row = await tx.row<{ id: string }>(sql`select ${rootOf("c")} as id from threads t
    join conversations c on c.workspace_id = t.workspace_id and c.id = t.conversation_id
    where t.workspace_id = ${ctx.workspaceId} and t.connection_id = ${connectionId} and t.external_key = ${typing.thread}`);
  if (!row) return;
  const until = ctx.platform.clock.now().getTime() + shownForMs;
  tx.afterCommit(() =>
    ctx.platform.hub.signal(ctx.workspaceId, { t: "visitor_typing", conversation_id: row.id, until }),
  );
}
