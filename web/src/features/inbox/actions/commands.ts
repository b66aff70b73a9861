/** What the keys, buttons and pickers do to a conversation, each in one call. */
import type { Conversation, Folder, Priority, Status } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime } from "../../../i18n/format.ts";
import { useInbox } from "../context.ts";
import { findCached } from "../queries/cache.ts";
import { whoAmI } from "../queries/who.ts";
import { type HandoverNote, type Target, transferOne } from "../transfer/transfer.ts";
import { changeRow } from "./change.ts";
import type { Assignee, Change } from "./patch.ts";
import { unreadConversation } from "./read.ts";

/** Set where the pickers are about a selection instead of one conversation. */
export const CommandsContext = createContext<Commands | null>(null);

export function useCommands(): Commands {
  const given = useContext(CommandsContext);
  const own = useOwnCommands();
  return given ?? own;
}

function useOwnCommands() {
  const { t } = useTranslation("inbox");
  const client = useQueryClient();
  const { moveOn, open, openId } = useInbox();
  return useMemo(() => {
    const change = (id: string, what: Change, done: string, assignee?: Assignee) =>
      changeRow(client, id, what, { done, ...(assignee === undefined ? {} : { assignee }) });
    /** Changes that take it out of the way: the member goes on to the next one. */
    const put = (id: string, what: Change, done: string) => {
      moveOn(id);
      return change(id, what, done);
    };
    return {
      setStatus: (id: string, status: Status) =>
        status === "resolved"
          ? put(id, { status }, t("done.resolved"))
          : change(id, { status }, t("done.status", { status: t(`status.${status}`, { ns: "common" }) })),
      setPriority: (id: string, priority: Priority) =>
        change(id, { priority }, t("done.priority", { priority: t(`priority.${priority}`, { ns: "common" }) })),
      assign: (id: string, assignee: Assignee) =>
        change(
          id,
          { assignee_id: assignee?.id ?? null },
          assignee ? t("done.assigned", { name: assignee.name }) : t("done.unassigned"),
          assignee,
        ),
      assignToMe: (id: string) => {
        const me = whoAmI(client);
        if (!me.memberId) return;
        const assignee = { type: "member" as const, id: me.memberId, name: me.name };
        void change(id, { assignee_id: me.memberId }, t("done.assigned", { name: me.name }), assignee);
      },
      giveToTeam: (id: string, team: { id: string; name: string } | null) =>
        change(id, { team_id: team?.id ?? null }, team ? t("done.team", { name: team.name }) : t("done.team_removed")),
      /** @throws what keeps it from happening, for the dialog to say */
      transfer: async (id: string, to: Target, note: HandoverNote): Promise<void> => {
        await transferOne(client, id, to, note);
        moveOn(id);
      },
      setTags: (id: string, tags: string[]) => change(id, { tags }, t("done.tags")),
      snooze: (id: string, until: Date | null, wakeOnReply = true) =>
        until
          ? put(
              id,
              { snoozed_until: until.toISOString(), wake_on_reply: wakeOnReply },
              t("done.snoozed", { until: formatDateTime(until) }),
            )
          : change(id, { snoozed_until: null }, t("done.woken")),
      move: (id: string, folder: Folder) => put(id, { folder }, t(`done.moved_${folder}`)),
      rename: (id: string, subject: string) => change(id, { subject }, t("done.renamed")),
      unread: (id: string) => {
        if (openId === id) open(null);
        void unreadConversation(client, id);
      },
      find: (id: string): Conversation | null => findCached(client, id),
    };
  }, [client, t, moveOn, open, openId]);
}
export type Commands = ReturnType<typeof useOwnCommands>;
