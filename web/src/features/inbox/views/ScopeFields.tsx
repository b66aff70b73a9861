/** Who sees a saved view: its maker, a team, everybody. */
import type { View } from "@omniflow/contract";
import { useTranslation } from "react-i18next";
import { useCan, useMe } from "../../../frame/me.ts";
import { Field } from "../../../ui/field.tsx";
import { Select } from "../../../ui/input.tsx";
import { useTeams } from "../queries/lookups.ts";

type Props = {
  scope: View["scope"];
  setScope: (scope: View["scope"]) => void;
  teamId: string;
  setTeamId: (id: string) => void;
  teamError: string | null;
};

export function ScopeFields({ scope, setScope, teamId, setTeamId, teamError }: Props) {
  const { t } = useTranslation("triage");
  const mine = useMe().member?.team_ids ?? [];
  const all = useCan()("settings.teams");
  const teams = useTeams().filter((team) => all || mine.includes(team.id) || team.id === teamId);
  return (
    <div className="grid content-start gap-2">
      <Field label={t("views.who")}>
        {(wiring) => (
          <Select {...wiring} value={scope} onChange={(event) => setScope(event.target.value as View["scope"])}>
            <option value="private">{t("views.scope_private")}</option>
            {teams.length > 0 && <option value="team">{t("views.scope_team")}</option>}
            <option value="workspace">{t("views.scope_workspace")}</option>
          </Select>
        )}
      </Field>
      {scope === "team" && (
        <Field label={t("views.team")} error={teamError}>
          {(wiring) => (
            <Select {...wiring} value={teamId} onChange={(event) => setTeamId(event.target.value)}>
              <option value="">{t("views.choose_team")}</option>
              {teams.map((team) => (
                <option key={team.id} value={team.id}>
                  {team.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </div>
  );
}
