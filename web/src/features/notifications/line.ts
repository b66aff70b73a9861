/** What a notification says: the same in the panel and in the browser's own. */
import type { Notification } from "@omniflow/contract";
import type { TFunction } from "i18next";

type Words = TFunction<readonly ["notifications", "common"]>;
const statuses = ["open", "in_progress", "waiting", "resolved", "closed"];

export function lineOf(t: Words, one: Notification): string {
  const who = one.actor_name || t("somebody");
  if (one.ticket) {
    return t(`line_ticket.${one.kind as "mention"}`, { who, number: one.ticket.number });
  }
  return t(`line.${one.kind}` as "line.reply", { who, contact: one.conversation?.contact_name || t("unknown") });
}

/** What was said or changed; a status is told as its key. */
export const detailOf = (t: Words, one: Notification): string =>
  one.ticket && statuses.includes(one.text) ? t(`status.${one.text as "open"}`, { ns: "common" }) : one.text;

export const aboutOf = (one: Notification): string =>
  one.ticket?.title ?? one.response?.name ?? (one.conversation?.subject || one.conversation?.contact_name || "");
