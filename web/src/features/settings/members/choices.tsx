/** Role and team pickers, the same for inviting and editing. */
import { type Role, roles } from "@omniflow/contract/permissions";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { listTeams } from "../../../api/people.ts";
import { Checkbox } from "../../../ui/check.tsx";

export function RoleChoice({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const { t } = useTranslation(["settings", "common"]);
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 text-sm font-medium text-ink">{t("members.role")}</legend>
      {roles.map((role) => (
        <label
          key={role}
          className="flex items-start gap-2.5 rounded-md border border-line px-3 py-2 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="role"
            value={role}
            checked={value === role}
            onChange={() => onChange(role)}
            className="mt-1 accent-accent outline-none"
          />
          <span>
            <span className="block text-sm font-medium text-ink">{t(`common:role.${role}`)}</span>
            <span className="block text-xs text-muted">{t(`members.roleHelp.${role}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function TeamChoice({ value, onChange }: { value: readonly string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation("settings");
  const teams = useQuery({ queryKey: keys.teams, queryFn: listTeams });
  if (!teams.data?.length) return null;
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium text-ink">{t("members.teams")}</legend>
      <div className="grid max-h-40 gap-1.5 overflow-y-auto">
        {teams.data.map((team) => (
          <Checkbox
            key={team.id}
            label={team.name}
            checked={value.includes(team.id)}
            onChange={(on) => onChange(on ? [...value, team.id] : value.filter((id) => id !== team.id))}
          />
        ))}
      </div>
    </fieldset>
  );
}
