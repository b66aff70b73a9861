/** The views of tickets: those that come with the product, and saved ones. */
import type { TicketSavedView, TicketView } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { get, post } from "../../api/client.ts";
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

const none: TicketSavedView[] = [];
export const useTicketViews = () =>
  useQuery({ queryKey: ticketKeys.views, queryFn: ({ signal }) => get<TicketSavedView[]>("/ticket-views", { signal }) })
    .data ?? none;
export const createTicketView = (input: Pick<TicketSavedView, "name" | "scope" | "filter">) =>
  post<TicketSavedView>("/ticket-views", input);
