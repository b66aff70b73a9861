/** What a view says when nothing is in it: why, and the next step. */
import { AtSign, CheckCheck, Inbox as InboxIcon, Moon, ShieldCheck, Star, Trash2, UserCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/states.tsx";
import { useInbox } from "../context.ts";
import { useCounts } from "../queries/lists.ts";
import { NewcomerCard, useIsNewcomer } from "./NewcomerCard.tsx";

const icons: Record<string, ReactNode> = {
  mine: <CheckCheck />,
  unassigned: <UserCheck />,
  team: <UserCheck />,
  mentions: <AtSign />,
  vip: <Star />,
  snoozed: <Moon />,
  resolved: <CheckCheck />,
  spam: <ShieldCheck />,
  trash: <Trash2 />,
};
const next: Record<string, string> = { mine: "unassigned", team: "unassigned", unassigned: "open", mentions: "mine" };

export function EmptyView() {
  const { t } = useTranslation(["inbox", "triage"]);
  const inbox = useInbox();
  const counts = useCounts();
  const newcomer = useIsNewcomer();
  if (newcomer) return <NewcomerCard />;
  const { view } = inbox;
  const key = view.kind === "named" ? view.name : view.kind === "team" ? "team_view" : view.kind;
  const other = next[key];
  const waiting = other ? (counts.data?.views[other] ?? 0) : 0;
  return (
    <EmptyState
      icon={icons[key] ?? <InboxIcon />}
      title={t(`triage:empty.${key}.title`)}
      action={
        other && waiting > 0 ? (
          <Button onClick={() => inbox.showView(other)}>
            {t("triage:empty.go", { view: t(`view.${other as "open"}`), count: waiting })}
          </Button>
        ) : undefined
      }
    >
      {t(`triage:empty.${key}.text`)}
    </EmptyState>
  );
}
