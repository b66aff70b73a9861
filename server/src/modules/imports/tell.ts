/** Progress, as a hint to the one who imports. */
import type { Caller } from "../../platform/context.ts";

export const tellProgress = (ctx: Caller, importId: string): void =>
  ctx.platform.hub.publish(ctx.workspaceId, [
    {
      hint: { type: "import.progress", seq: 0, actor_id: ctx.actor.id ?? undefined, action_id: importId },
      audience: { teamIds: [], memberIds: [ctx.memberId] },
    },
  ]);
