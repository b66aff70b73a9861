/** One member: name, role, teams; and closing or reopening the door. */
import type { Member } from "@omniflow/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { changeMember } from "../../../api/people.ts";
import { useMe } from "../../../frame/me.ts";
import { useForm } from "../../../lib/use-form.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { RoleChoice, TeamChoice } from "./choices.tsx";

export function EditMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const client = useQueryClient();
  const me = useMe();
  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.members });
    void client.invalidateQueries({ queryKey: keys.teams });
    if (member.id === me.member?.id) void client.invalidateQueries({ queryKey: keys.me });
  };
  const form = useForm({
    initial: { name: member.name, role: member.role, team_ids: member.team_ids },
    check: ({ name }) => (name.trim() ? {} : { name: t("profile.needName") }),
    submit: (values) => changeMember(member.id, { ...values, version: member.version }),
    onDone: () => {
      refresh();
      onClose();
    },
    onConflict: refresh,
  });
  const activity = useMutation({
    mutationFn: (deactivated: boolean) => changeMember(member.id, { deactivated, version: member.version }),
    onSuccess: () => {
      refresh();
      onClose();
    },
  });
  const error = form.error ?? activity.error;
  return (
    <Dialog
      open
      onClose={onClose}
      title={member.name}
      description={member.email}
      footer={
        <>
          {member.id !== me.member?.id && (
            <Button
              look={member.deactivated ? "secondary" : "danger-ghost"}
              className="me-auto"
              busy={activity.isPending}
              onClick={() => activity.mutate(!member.deactivated)}
            >
              {t(member.deactivated ? "members.reactivate" : "members.deactivate")}
            </Button>
          )}
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" type="submit" form="member" busy={form.busy} disabled={!form.dirty}>
            {t("common:save")}
          </Button>
        </>
      }
    >
      <form id="member" noValidate onSubmit={form.submit} className="grid gap-4">
        {error && <ErrorState compact error={error} kept={t("common:error.kept")} />}
        <Field label={t("members.name")} error={form.problem("name")} required>
          {(wiring) => (
            <Input
              {...wiring}
              name="name"
              value={form.values.name}
              onChange={(event) => form.set("name", event.target.value)}
            />
          )}
        </Field>
        <RoleChoice value={form.values.role} onChange={(role) => form.set("role", role)} />
        <TeamChoice value={form.values.team_ids} onChange={(ids) => form.set("team_ids", ids)} />
        {!member.deactivated && member.id !== me.member?.id && (
          <p className="text-xs text-muted">{t("members.deactivateHelp")}</p>
        )}
      </form>
    </Dialog>
  );
}
