/** Teams: who answers what together. */
import type { Team } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { Plus, UsersRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listMembers, listTeams } from "../../api/people.ts";
import { useCan } from "../../frame/me.ts";
import { Button } from "../../ui/button.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Pane } from "./pane.tsx";
import { TeamDialog } from "./team-dialog.tsx";

export function TeamSettings() {
  const { t } = useTranslation(["settings", "common"]);
  const may = useCan()("settings.teams");
  const teams = useQuery({ queryKey: keys.teams, queryFn: listTeams });
  const [editing, setEditing] = useState<string | "new" | null>(null);
  const add = may && (
    <Button look="primary" onClick={() => setEditing("new")}>
      <Plus aria-hidden /> {t("teams.add")}
    </Button>
  );
  const edited = teams.data?.find((team) => team.id === editing) ?? null;
  return (
    <Pane title={t("nav.teams")} lead={t("teams.lead")} action={teams.data?.length ? add : null}>
      <Loaded query={teams}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState
              icon={<UsersRound />}
              title={t("teams.emptyTitle")}
              action={add}
              className="rounded-lg border border-line"
            >
              {t("teams.emptyLead")}
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line rounded-lg border border-line">
              {list.map((team) => (
                <TeamRow key={team.id} team={team} onEdit={may ? () => setEditing(team.id) : undefined} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {(editing === "new" || edited) && <TeamDialog team={edited} onClose={() => setEditing(null)} />}
    </Pane>
  );
}

function TeamRow({ team, onEdit }: { team: Team; onEdit: (() => void) | undefined }) {
  const { t } = useTranslation(["settings", "common"]);
  const members = useQuery({ queryKey: keys.members, queryFn: listMembers });
  const names = (members.data ?? []).filter((one) => team.member_ids.includes(one.id)).map((one) => one.name);
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium text-ink">{team.name}</p>
        <p className="truncate text-xs text-muted">
          {team.description || names.slice(0, 4).join(", ") || t("teams.nobody")}
        </p>
      </div>
      <span className="text-xs text-muted tabular-nums">{t("teams.count", { count: team.member_ids.length })}</span>
      {onEdit && (
        <Button size="sm" look="ghost" aria-label={t("members.editOne", { name: team.name })} onClick={onEdit}>
          {t("common:edit")}
        </Button>
      )}
    </li>
  );
}
