/** Everyone who works here, and who was invited. */
import type { Member } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { listMembers, listTeams } from "../../../api/people.ts";
import { useCan, useMe } from "../../../frame/me.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Loaded } from "../../../ui/loaded.tsx";
import { Table, Td, Th } from "../../../ui/table.tsx";
import { Pane } from "../pane.tsx";
import { EditMember } from "./edit.tsx";
import { Invitations } from "./invitations.tsx";
import { InviteDialog } from "./invite.tsx";

export function MemberSettings() {
  const { t } = useTranslation("settings");
  const may = useCan()("settings.members");
  const members = useQuery({ queryKey: keys.members, queryFn: listMembers });
  const [inviting, setInviting] = useState(false);
  const [editing, setEditing] = useState<string | null>(null);
  const edited = members.data?.find((one) => one.id === editing);
  return (
    <Pane
      wide
      title={t("nav.members")}
      lead={t("members.lead")}
      action={
        may && (
          <Button look="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden /> {t("members.invite")}
          </Button>
        )
      }
    >
      <Loaded query={members}>{(list) => <MemberTable members={list} onEdit={may ? setEditing : undefined} />}</Loaded>
      {may && <Invitations />}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {edited && <EditMember member={edited} onClose={() => setEditing(null)} />}
    </Pane>
  );
}

type MemberTableProps = { members: readonly Member[]; onEdit: ((id: string) => void) | undefined };

function MemberTable({ members, onEdit }: MemberTableProps) {
  const { t } = useTranslation(["settings", "common"]);
  const teams = useQuery({ queryKey: keys.teams, queryFn: listTeams });
  const me = useMe();
  const teamNames = (ids: readonly string[]) =>
    (teams.data ?? []).filter((team) => ids.includes(team.id)).map((team) => team.name);
  const sorted = members.toSorted(
    (a, b) => Number(a.deactivated) - Number(b.deactivated) || a.name.localeCompare(b.name),
  );
  return (
    <Table label={t("nav.members")}>
      <thead>
        <tr>
          <Th>{t("members.name")}</Th>
          <Th>{t("members.role")}</Th>
          <Th>{t("members.teams")}</Th>
          <Th>{t("members.twoFactor")}</Th>
          {onEdit && (
            <Th>
              <span className="sr-only">{t("common:edit")}</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {sorted.map((member) => (
          <tr key={member.id} className={member.deactivated ? "text-faint" : undefined}>
            <Td>
              <div className="flex items-center gap-2.5">
                <Avatar
                  name={member.name}
                  id={member.id}
                  size="md"
                  {...(member.deactivated ? {} : { availability: member.availability })}
                />
                <div className="min-w-0">
                  <p className="flex items-center gap-1.5 truncate font-medium">
                    {member.name}
                    {member.id === me.member?.id && <Badge>{t("members.you")}</Badge>}
                    {member.deactivated && <Badge tone="warning">{t("members.deactivated")}</Badge>}
                  </p>
                  <p className="truncate text-xs text-muted">{member.email}</p>
                </div>
              </div>
            </Td>
            <Td>{t(`common:role.${member.role}`)}</Td>
            <Td className="max-w-52 truncate text-muted">{teamNames(member.team_ids).join(", ") || "–"}</Td>
            <Td className="text-muted">{t(member.two_factor ? "members.on" : "members.off")}</Td>
            {onEdit && (
              <Td className="text-end">
                <Button
                  size="sm"
                  look="ghost"
                  aria-label={t("members.editOne", { name: member.name })}
                  onClick={() => onEdit(member.id)}
                >
                  {t("common:edit")}
                </Button>
              </Td>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
