/** What a view is called. */
import { useTranslation } from "react-i18next";
import { useSavedViews, useTeams } from "../queries/lookups.ts";
import type { View } from "./view.ts";

export function useViewName(): (view: View) => string {
  const { t } = useTranslation("inbox");
  const teams = useTeams();
  const saved = useSavedViews();
  return (view) => {
    if (view.kind === "named") return t(`view.${view.name}`);
    if (view.kind === "team") return teams.find((team) => team.id === view.teamId)?.name ?? t("view.team_unknown");
    if (view.kind === "filter") return t("view.filter");
    if (view.kind === "saved") return saved.find((one) => one.id === view.key)?.name ?? "";
    return channelName(t, view.channel);
  };
}

type Translate = ReturnType<typeof useTranslation<"inbox">>["t"];

/** A kind this version has no word for is shown by its own name. */
export function channelName(t: Translate, kind: string): string {
  return t(`channel.${kind as "email"}`, { defaultValue: kind });
}
