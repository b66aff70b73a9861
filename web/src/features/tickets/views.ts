/** The views of tickets: those that come with the product, and saved ones. */
import type { TicketSavedView, TicketSavedViewInput, TicketSort, TicketView } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { del, get, patch, post } from "../../api/client.ts";
import { ticketKeys } from "../../api/ticket-keys.ts";

export const ticketViewNames = [
  "mine",
  "team",
  "unassigned",
  "followed",
  "active",
  "waiting",
  "resolved",
  "closed",
  "all",
  "deleted",
] as const satisfies readonly TicketView[];
export const ticketSortNames = [
  "updated",
  "updated_oldest",
  "newest",
  "oldest",
  "priority",
] as const satisfies readonly TicketSort[];

const none: TicketSavedView[] = [];
export const useTicketViews = () =>
  useQuery({ queryKey: ticketKeys.views, queryFn: ({ signal }) => get<TicketSavedView[]>("/ticket-views", { signal }) })
    .data ?? none;
export const createTicketView = (input: TicketSavedViewInput) => post<TicketSavedView>("/ticket-views", input);
export const changeTicketView = (id: string, change: Partial<TicketSavedViewInput> & { version?: number }) =>
  patch<TicketSavedView>(`/ticket-views/${id}`, change);
export const deleteTicketView = (id: string) => del<unknown>(`/ticket-views/${id}`);
