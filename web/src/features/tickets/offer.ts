/** What the filter builder offers for tickets: their fields, and the values that are not those of conversations. */
import { useTranslation } from "react-i18next";
import type { Offer } from "../filters/fields.ts";
import { statusOrder } from "./columns.ts";
import { useOwnStatuses, useTypes } from "./data.ts";

export const ticketGroups = {
  ticket: [
    "status",
    "own_status",
    "priority",
    "type",
    "assignee",
    "team",
    "tag",
    "title",
    "description",
    "number",
    "source",
    "has_conversation",
  ],
  customer: ["contact", "contact_name", "contact_tier"],
  time: ["created_at", "updated_at", "status_changed_at", "resolved_at", "closed_at"],
  you: ["followed"],
} as const;
const sources = ["member", "api", "rule", "ai_agent", "form", "follow_up"] as const;

export function useTicketOffer(): Offer {
  const { t } = useTranslation("tickets");
  const own = useOwnStatuses();
  const types = useTypes();
  return {
    groups: ticketGroups,
    owners: ["ticket", "contact"],
    first: "status",
    empty: t("filter.empty"),
    choices: {
      status: statusOrder.map((value) => ({ value, label: t(`status.${value}`, { ns: "common" }) })),
      own_status: own.map((one) => ({ value: one.id, label: one.name })),
      type: types.map((one) => ({ value: one.id, label: one.name })),
      source: sources.map((value) => ({ value, label: t(`source.${value}`) })),
    },
  };
}
