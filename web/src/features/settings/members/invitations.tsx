/** Invitations that nobody has accepted yet. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { listInvitations, revokeInvitation } from "../../../api/people.ts";
import { Button } from "../../../ui/button.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { errorText } from "../../../ui/states.tsx";
import { Table, Td, Th } from "../../../ui/table.tsx";
import { notify } from "../../../ui/toast.tsx";
import { Group } from "../pane.tsx";

export function Invitations() {
  const { t } = useTranslation(["settings", "common"]);
  const client = useQueryClient();
  const invitations = useQuery({ queryKey: keys.invitations, queryFn: listInvitations });
  const revoke = useMutation({
    mutationFn: revokeInvitation,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.invitations }),
    onError: (error) => notify({ tone: "error", text: errorText(error) }),
  });
  if (!invitations.data?.length) return null;
  return (
    <Group title={t("members.invitations")}>
      <Table label={t("members.invitations")}>
        <thead>
          <tr>
            <Th>{t("members.email")}</Th>
            <Th>{t("members.role")}</Th>
            <Th>{t("members.expires")}</Th>
            <Th>
              <span className="sr-only">{t("members.withdraw")}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {invitations.data.map((one) => (
            <tr key={one.id}>
              <Td>{one.email}</Td>
              <Td>{t(`common:role.${one.role}`)}</Td>
              <Td className="text-muted">
                <RelativeTime at={one.expires_at} style="sentence" />
              </Td>
              <Td className="text-end">
                <Button
                  size="sm"
                  look="ghost"
                  busy={revoke.isPending && revoke.variables === one.id}
                  onClick={() => revoke.mutate(one.id)}
                >
                  {t("members.withdraw")}
                </Button>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Group>
  );
}
