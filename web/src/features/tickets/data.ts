/** What the screens of tickets read, and the one way they change a ticket: at once on screen, with undo, and never over somebody else's edit. */
import type {
  Action,
  CustomField,
  Ticket,
  TicketChange,
  TicketDetail,
  TicketOwnStatus,
  TicketType,
} from "@omniflow/contract";
import { type InfiniteData, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ApiError, type Page } from "../../api/client.ts";
import { ticketKeys } from "../../api/ticket-keys.ts";
import {
  changeTicket,
  getSettings,
  getTicket,
  listStatuses,
  listTicketFields,
  listTypes,
  undoTickets,
} from "../../api/tickets.ts";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { conflicts } from "./conflict.ts";
import { createTurns } from "./turns.ts";

export { statusOrder } from "./columns.ts";

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

const noFields: CustomField[] = [];
export const useTicketFields = () =>
  useQuery({ queryKey: ["fields", "ticket"], queryFn: ({ signal }) => listTicketFields(signal), staleTime }).data ??
  noFields;
export const useTicketSettings = () =>
  useQuery({ queryKey: ticketKeys.settings, queryFn: ({ signal }) => getSettings(signal), staleTime }).data;

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
type Change = { onConflict?: ((conflict: Conflict) => void) | undefined; text: string };

const turns = createTurns<Ticket>();

/**
 * Changes a ticket that is on screen. A stale version is looked at field by field: what only we changed is written over the new
 * version, what somebody else changed too is handed to `onConflict`.
 * @returns whether it was taken
 */
export function useChangeTicket(onConflict?: (conflict: Conflict) => void) {
  const client = useQueryClient();
  const { t } = useTranslation("tickets");
  return async (ticket: Ticket | TicketDetail, change: TicketChange, done?: string): Promise<boolean> => {
    const answered = await turns.take(ticket, (base) =>
      perform(client, ticket, base, change, { onConflict, text: done ?? t("changed") }),
    );
    refreshTicket(client, ticket.id);
    return answered !== null;
  };
}

/** @param seen what was on screen when the change was begun; `base`: what our own changes have made of it since */
async function perform(
  client: QueryClient,
  seen: Ticket | TicketDetail,
  base: Ticket,
  change: TicketChange,
  { onConflict, text }: Change,
): Promise<Ticket | null> {
  const write = async (version: number) => {
    const { action_id, ...after } = await changeTicket(base.id, { ...change, version });
    putTicket(client, after);
    offerUndo(client, text, base.id, action_id);
    return after;
  };
  try {
    return await write(base.version).catch(async (error) => {
      if (!(error instanceof ApiError && error.code === "version_conflict")) throw error;
      const theirs = await getTicket(base.id);
      client.setQueryData(ticketKeys.one(base.id), theirs);
      const fields = conflicts(base === seen ? seen : { ...seen, ...base }, theirs, change);
      if (!fields.length || !onConflict) return write(theirs.version);
      onConflict({ change, fields, theirs });
      return null;
    });
  } catch (error) {
    notify({ text: errorText(error), tone: "error" });
    return null;
  }
}

/** What the server answered, wherever the ticket is on screen, before the lists are read again. */
export function putTicket(client: QueryClient, after: Ticket): void {
  client.setQueryData<TicketDetail>(ticketKeys.one(after.id), (now) => now && { ...now, ...after });
  const put = (items: Ticket[]) =>
    items.map((one) => (one.id === after.id && one.version < after.version ? after : one));
  client.setQueriesData<Page<Ticket> | InfiniteData<Page<Ticket>> | Action>({ queryKey: ticketKeys.lists }, (now) => {
    if (now && "pages" in now) return { ...now, pages: now.pages.map((page) => ({ ...page, items: put(page.items) })) };
    return now && "items" in now ? { ...now, items: put(now.items) } : now;
  });
}
