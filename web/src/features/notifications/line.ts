/** What a notification says: the same in the panel and in the browser's own. */
import type { Notification } from "@omniflow/contract";
import type { TFunction } from "i18next";
import { said } from "../../said/index.ts";

type Words = TFunction<readonly ["notifications", "common"]>;
const statuses = ["open", "in_progress", "waiting", "resolved", "closed"];

export function lineOf(t: Words, one: Notification): string {
  const who = one.actor_name || t("somebody");
  if (one.ticket) {
    return t(`line_ticket.${one.kind as "mention"}`, { who, number: one.ticket.number });
  }
  return t(`line.${one.kind}` as "line.reply", { who, contact: one.conversation?.contact_name || t("unknown") });
}

/** What was said or changed; a status is told as its key, a changed field as its key and old → new. */
export function detailOf(t: Words, one: Notification): string {
  if (one.kind === "failed" || one.kind === "not_sent") return said(one.text);
  if (!one.ticket || one.kind === "mention") return one.text;
  if (statuses.includes(one.text)) return t(`status.${one.text as "open"}`, { ns: "common" });
  const valued = one.text.replace(/(?<=(?:^|; )priority: [^;]*)\b(low|normal|high|urgent)\b/g, (priority) =>
    t(`priority.${priority as "low"}`, { ns: "common" }),
  );
  return valued.replace(/(^|; )(\w+)(?=: .* → |; |$)/g, (all, before: string, field: string) => {
    const name = t(`ticket_field.${field as "title"}`, { defaultValue: "" });
    return name ? before + name : all;
  });
}

export const aboutOf = (one: Notification): string =>
  one.ticket?.title ?? one.response?.name ?? (one.conversation?.subject || one.conversation?.contact_name || "");
