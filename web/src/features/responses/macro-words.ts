/** The actions of a response in words, with the names of members and teams. */
import type { Macro } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listMembers, listTeams } from "../../api/people.ts";

export function useMacroWords(): (macro: Macro) => string[] {
  const { t } = useTranslation(["responses", "common"]);
  const members = useQuery({ queryKey: keys.members, queryFn: listMembers, staleTime: 60_000 }).data ?? [];
  const teams = useQuery({ queryKey: keys.teams, queryFn: listTeams, staleTime: 60_000 }).data ?? [];
  return (macro) =>
    [
      macro.status && t(`common:status.${macro.status}`),
      macro.priority && t("macro.priority_is", { priority: t(`common:priority.${macro.priority}`) }),
      ...(macro.add_tags ?? []).map((tag) => `+ ${tag}`),
      ...(macro.remove_tags ?? []).map((tag) => `− ${tag}`),
      macro.assign_to_sender
        ? t("macro.to_sender")
        : macro.assignee_id === null
          ? t("macro.unassign")
          : macro.assignee_id &&
            t("macro.to", { name: members.find((one) => one.id === macro.assignee_id)?.name ?? "?" }),
      macro.team_id === null
        ? t("macro.no_team")
        : macro.team_id && t("macro.team_is", { name: teams.find((one) => one.id === macro.team_id)?.name ?? "?" }),
      macro.snooze_hours && t("macro.snooze", { count: macro.snooze_hours }),
    ].filter((word): word is string => Boolean(word));
}
