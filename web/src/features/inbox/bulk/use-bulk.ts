/** The commands of one conversation, for all that is selected. */
import type { BulkChange, Conversation } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Commands } from "../actions/commands.ts";
import { applyChange } from "../actions/patch.ts";
import { useInbox } from "../context.ts";
import { findCached, writeRow } from "../queries/cache.ts";
import { whoAmI } from "../queries/who.ts";
import { changeFor, noteInput } from "../transfer/transfer.ts";
import { performBulk, tellFailed } from "./perform.ts";
import { nothing, type Selection, selection } from "./selection.ts";

/** More rows than this change on screen when the server has answered. */
const mostAtOnce = 200;

export type Bulk = { commands: Commands; change: (change: BulkChange) => Promise<boolean> };

export function useBulk(): Bulk {
  const client = useQueryClient();
  const { filter } = useInbox();
  return useMemo(() => {
    /** Shows it at once and does it; what is refused is shown as it was. @throws what kept it from happening */
    const perform = async (chosen: Selection, change: BulkChange, assignee?: Conversation["assignee"]) => {
      const { add_tags, remove_tags, unread, note, mentions, following, erased, ticket, ...plain } = change;
      const shown = chosen.all
        ? []
        : [...chosen.ids].slice(0, mostAtOnce).flatMap((id) => findCached(client, id) ?? []);
      if (Object.keys(plain).length > 0) for (const row of shown) writeRow(client, applyChange(row, plain, assignee));
      try {
        await performBulk(client, chosen, filter, change);
      } catch (error) {
        for (const row of shown) writeRow(client, row);
        throw error;
      }
    };
    const run = async (change: BulkChange, assignee?: Conversation["assignee"]): Promise<boolean> => {
      const chosen = selection.get();
      selection.set(nothing);
      try {
        await perform(chosen, change, assignee);
        return true;
      } catch (error) {
        tellFailed(error);
        selection.set(chosen);
        return false;
      }
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
      // The selection stays until it is done: so does the dialog with what was written.
      transfer: async (_id, to, note) => {
        const assignee = to.kind === "member" ? { type: "member" as const, id: to.id, name: to.name } : null;
        await perform(selection.get(), { ...changeFor(to), ...noteInput(note) }, assignee);
        selection.set(nothing);
      },
      setTags: (_id, tags) => run({ add_tags: tags }),
      snooze: (_id, until, wakeOnReply = true) =>
        run(until ? { snoozed_until: until.toISOString(), wake_on_reply: wakeOnReply } : { snoozed_until: null }),
      move: (_id, folder) => run({ folder }),
      rename: () => Promise.resolve(false),
      unread: () => void run({ unread: true }),
      find: () => {
        const first = [...selection.get().ids][0];
        return first ? findCached(client, first) : null;
      },
    };
    return { commands, change: run };
  }, [client, filter]);
}
