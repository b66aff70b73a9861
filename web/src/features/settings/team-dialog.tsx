/** One team: name, what it is for, who is in it; and deleting it. */
import type { Team } from "@omniflow/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { changeTeam, createTeam, deleteTeam, listMembers } from "../../api/people.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/check.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { ErrorState } from "../../ui/states.tsx";

export function TeamDialog({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const client = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  const members = useQuery({ queryKey: keys.members, queryFn: listMembers });
  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.teams });
    void client.invalidateQueries({ queryKey: keys.members });
  };
  const done = () => {
    refresh();
    onClose();
  };
  const form = useForm({
    initial: { name: team?.name ?? "", description: team?.description ?? "", member_ids: team?.member_ids ?? [] },
    check: ({ name }) => (name.trim() ? {} : { name: t("teams.needName") }),
    submit: (values) => (team ? changeTeam(team.id, { ...values, version: team.version }) : createTeam(values)),
    onDone: done,
    onConflict: refresh,
  });
  const remove = useMutation({ mutationFn: () => deleteTeam(team!.id), onSuccess: done });
  const chosen = form.values.member_ids;
  if (deleting && team) {
    return (
      <Confirm
        title={t("teams.deleteTitle", { name: team.name })}
        action={t("teams.delete")}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        onClose={() => setDeleting(false)}
      >
        {t("teams.deleteLead")}
      </Confirm>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={team ? team.name : t("teams.addTitle")}
      footer={
        <>
          {team && (
            <Button look="danger-ghost" className="me-auto" onClick={() => setDeleting(true)}>
              {t("teams.delete")}
            </Button>
          )}
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" type="submit" form="team" busy={form.busy} disabled={!form.dirty}>
            {t(team ? "common:save" : "common:create")}
          </Button>
        </>
      }
    >
      <form id="team" noValidate onSubmit={form.submit} className="grid gap-4">
        {form.error && <ErrorState compact error={form.error} kept={t("common:error.kept")} />}
        <Field label={t("teams.name")} error={form.problem("name")} required>
          {(wiring) => (
            <Input
              {...wiring}
              name="name"
              autoFocus={!team}
              value={form.values.name}
              onChange={(event) => form.set("name", event.target.value)}
            />
          )}
        </Field>
        <Field label={t("teams.description")} aside={t("common:optional")} error={form.problem("description")}>
          {(wiring) => (
            <Input
              {...wiring}
              name="description"
              value={form.values.description}
              onChange={(event) => form.set("description", event.target.value)}
            />
          )}
        </Field>
        <fieldset>
          <legend className="mb-1 text-sm font-medium text-ink">{t("nav.members")}</legend>
          <div className="grid max-h-56 gap-1.5 overflow-y-auto py-0.5 ps-0.5">
            {(members.data ?? [])
              .filter((one) => !one.deactivated || chosen.includes(one.id))
              .map((one) => (
                <Checkbox
                  key={one.id}
                  label={one.name}
                  checked={chosen.includes(one.id)}
                  onChange={(on) =>
                    form.set("member_ids", on ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))
                  }
                />
              ))}
          </div>
        </fieldset>
      </form>
    </Dialog>
  );
}
