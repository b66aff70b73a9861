/** Who takes it: me, nobody, a member, a team. */
import { UserRoundX, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../frame/me.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { CommandDialog, CommandGroup, CommandItem } from "../../../ui/command.tsx";
import { useMembers, useTeams } from "../queries/lookups.ts";
import { useCommands } from "./commands.ts";
import type { PickerProps } from "./Pickers.tsx";

export function AssignPicker({ id, onClose }: PickerProps) {
  const { t } = useTranslation("inbox");
  const me = useMe().member;
  const commands = useCommands();
  const members = useMembers().filter((member) => !member.deactivated && member.id !== me?.id);
  const teams = useTeams();
  const row = commands.find(id);
  const choose = (run: () => unknown) => () => {
    onClose();
    run();
  };
  return (
    <CommandDialog
      open
      onClose={onClose}
      label={t("action.assign")}
      placeholder={t("pick.assign")}
      empty={t("pick.nobody_found")}
    >
      <CommandGroup heading={t("pick.people")}>
        {me && (
          <CommandItem
            value={`${me.name} ${me.id}`}
            keywords={[t("pick.me"), me.email]}
            icon={<Avatar name={me.name} id={me.id} size="sm" />}
            action="assign-me"
            onSelect={choose(() => commands.assignToMe(id))}
          >
            {t("pick.me_named", { name: me.name })}
          </CommandItem>
        )}
        {row?.assignee && (
          <CommandItem
            value="nobody"
            keywords={[t("nobody")]}
            icon={<UserRoundX />}
            onSelect={choose(() => commands.assign(id, null))}
          >
            {t("nobody")}
          </CommandItem>
        )}
        {members.map((member) => (
          <CommandItem
            key={member.id}
            value={`${member.name} ${member.id}`}
            keywords={[member.email]}
            icon={<Avatar name={member.name} id={member.id} size="sm" availability={member.availability} />}
            onSelect={choose(() => commands.assign(id, { type: "member", id: member.id, name: member.name }))}
          >
            <bdi>{member.name}</bdi>
          </CommandItem>
        ))}
      </CommandGroup>
      {teams.length > 0 && (
        <CommandGroup heading={t("pick.teams")}>
          {teams.map((team) => (
            <CommandItem
              key={team.id}
              value={`${team.name} ${team.id}`}
              icon={<Users />}
              onSelect={choose(() => commands.giveToTeam(id, team))}
            >
              <bdi>{team.name}</bdi>
            </CommandItem>
          ))}
          {row?.team_id && (
            <CommandItem
              value="no-team"
              keywords={[t("pick.no_team")]}
              icon={<UserRoundX />}
              onSelect={choose(() => commands.giveToTeam(id, null))}
            >
              {t("pick.no_team")}
            </CommandItem>
          )}
        </CommandGroup>
      )}
    </CommandDialog>
  );
}
