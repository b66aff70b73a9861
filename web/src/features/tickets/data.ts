/** What the screens of tickets read, and the one way they change a ticket: at once on screen, with undo, and never over somebody else's edit. */
import type { Ticket, TicketChange, TicketDetail, TicketOwnStatus, TicketStatus, TicketType } from "@omniflow/contract";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/client.ts";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { changeTicket, getTicket, listStatuses, listTypes, undoTickets } from "../../api/tickets.ts";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { conflicts } from "./conflict.ts";

export const statusOrder: readonly TicketStatus[] = ["open", "in_progress", "waiting", "resolved", "closed"];
const staleTime = 5 * 60_000;
const noTypes: TicketType[] = [];
const noStatuses: TicketOwnStatus[] = [];

export const useTicket = (id: string) =>
  useQuery({ queryKey: ticketKeys.one(id), queryFn: ({ signal }) => getTicket(id, signal) });
export const useTypes = () =>
  useQuery({ queryKey: ticketKeys.types, queryFn: ({ signal }) => listTypes(signal), staleTime }).data ?? noTypes;
export const useOwnStatuses = () =>
  useQuery({ queryKey: ticketKeys.statuses, queryFn: ({ signal }) => listStatuses(signal), staleTime }).data ??
  noStatuses;

export const refreshTicket = (client: QueryClient, id: string): void => {
  void client.invalidateQueries({ queryKey: ticketKeys.one(id) });
  void client.invalidateQueries({ queryKey: ticketKeys.lists });
  void client.invalidateQueries({ queryKey: ticketKeys.counts });
};

/** Undo in a toast, for a change that has an action. */
export function offerUndo(client: QueryClient, text: string, id: string, actionId: string | null): void {
  const undo = actionId
    ? async () => {
        await undoTickets(actionId).catch((error) => notify({ text: errorText(error), tone: "error" }));
        refreshTicket(client, id);
      }
    : undefined;
  notify({ text, ...(undo ? { undo } : {}) });
}

export type Conflict = { change: TicketChange; fields: string[]; theirs: TicketDetail };

/**
 * Changes a ticket that is on screen. A stale version is looked at field by field: what only we changed is written over the new
 * version, what somebody else changed too is handed to `onConflict`.
 */
export function useChangeTicket(onConflict?: (conflict: Conflict) => void) {
  const client = useQueryClient();
  const { t } = useTranslation("tickets");
  return async (ticket: Ticket | TicketDetail, change: TicketChange, done?: string): Promise<boolean> => {
    try {
      const after = await changeTicket(ticket.id, { ...change, version: ticket.version });
      offerUndo(client, done ?? t("changed"), ticket.id, after.action_id);
      refreshTicket(client, ticket.id);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.code === "version_conflict") {
        const theirs = await getTicket(ticket.id);
        client.setQueryData(ticketKeys.one(ticket.id), theirs);
        const fields = conflicts(ticket, theirs, change);
        if (fields.length && onConflict) {
          onConflict({ change, fields, theirs });
          return false;
        }
        const again = await changeTicket(ticket.id, { ...change, version: theirs.version }).catch(() => null);
        if (again) {
          offerUndo(client, done ?? t("changed"), ticket.id, again.action_id);
          refreshTicket(client, ticket.id);
          return true;
        }
      }
      notify({ text: errorText(error), tone: "error" });
      refreshTicket(client, ticket.id);
      return false;
    }
  };
}
