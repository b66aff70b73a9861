/** The commands of one conversation, for all that is selected. */
import type { BulkChange, Conversation } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Commands } from "../actions/commands.ts";
import { applyChange } from "../actions/patch.ts";
import { useInbox } from "../context.ts";
import { findCached, writeRow } from "../queries/cache.ts";
import { whoAmI } from "../queries/who.ts";
import { changeFor } from "../transfer/transfer.ts";
import { performBulk } from "./perform.ts";
import { nothing, selection } from "./selection.ts";

/** More rows than this change on screen when the server has answered. */
const mostAtOnce = 200;

export function useBulk(): { commands: Commands; change: (change: BulkChange) => void } {
  const client = useQueryClient();
  const { filter } = useInbox();
  return useMemo(() => {
    const run = async (change: BulkChange, assignee?: Conversation["assignee"]): Promise<boolean> => {
      const chosen = selection.get();
      selection.set(nothing);
      const { add_tags: _, remove_tags: __, unread: ___, note: ____, ...plain } = change;
      const shown = chosen.all
        ? []
        : [...chosen.ids].slice(0, mostAtOnce).flatMap((id) => findCached(client, id) ?? []);
      if (Object.keys(plain).length > 0) for (const row of shown) writeRow(client, applyChange(row, plain, assignee));
      const done = await performBulk(client, chosen, filter, change);
      if (!done) {
        for (const row of shown) writeRow(client, row);
        selection.set(chosen);
      }
      return done;
    };
    const commands: Commands = {
      setStatus: (_id, status) => run({ status }),
      setPriority: (_id, priority) => run({ priority }),
      assign: (_id, assignee) => run({ assignee_id: assignee?.id ?? null }, assignee),
      assignToMe: () => {
        const { memberId, name } = whoAmI(client);
        if (memberId) void run({ assignee_id: memberId }, { type: "member", id: memberId, name });
      },
      giveToTeam: (_id, team) => run({ team_id: team?.id ?? null }),
      transfer: async (_id, to, note) => {
        const assignee = to.kind === "member" ? { type: "member" as const, id: to.id, name: to.name } : null;
        await run({ ...changeFor(to), ...(note ? { note } : {}) }, assignee);
      },
      setTags: (_id, tags) => run({ add_tags: tags }),
      snooze: (_id, until) => run({ snoozed_until: until?.toISOString() ?? null }),
      move: (_id, folder) => run({ folder }),
      rename: () => Promise.resolve(false),
      unread: () => void run({ unread: true }),
      find: () => {
        const first = [...selection.get().ids][0];
        return first ? findCached(client, first) : null;
      },
    };
    return { commands, change: (change) => void run(change) };
  }, [client, filter]);
}
