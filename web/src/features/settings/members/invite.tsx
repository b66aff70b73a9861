/** Inviting someone: the link is always shown, for installations that cannot send mail. */
import type { Invitation } from "@omniflow/contract";
import type { Role } from "@omniflow/contract/permissions";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { invite, listInvitationLanguages } from "../../../api/people.ts";
import { useMe } from "../../../frame/me.ts";
import { languageName } from "../../../lib/languages.ts";
import { useForm } from "../../../lib/use-form.ts";
import { Button } from "../../../ui/button.tsx";
import { CopyLine } from "../../../ui/copy.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input, Select } from "../../../ui/input.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { RoleChoice, TeamChoice } from "./choices.tsx";

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const client = useQueryClient();
  const { can_send_mail: canMail } = useMe();
  const languages =
    useQuery({ queryKey: [...keys.invitations, "languages"], queryFn: listInvitationLanguages, enabled: canMail })
      .data ?? [];
  const [made, setMade] = useState<Invitation | null>(null);
  const form = useForm({
    initial: { email: "", role: "agent" as Role, team_ids: [] as string[], language: "" },
    check: ({ email }) => (email.includes("@") ? {} : { email: t("members.needEmail") }),
    submit: ({ email, language, ...rest }) =>
      invite({ email: email.trim(), ...rest, ...(language ? { language } : {}) }),
    onDone: (invitation) => {
      setMade(invitation);
      void client.invalidateQueries({ queryKey: keys.invitations });
    },
  });
  if (made) return <Invited invitation={made} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("members.inviteTitle")}
      description={t("members.inviteLead")}
      footer={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" type="submit" form="invite" busy={form.busy}>
            {t("members.inviteSubmit")}
          </Button>
        </>
      }
    >
      <form id="invite" noValidate onSubmit={form.submit} className="grid gap-4">
        {form.error && <ErrorState compact error={form.error} />}
        <Field label={t("members.email")} error={form.problem("email")} required>
          {(wiring) => (
            <Input
              {...wiring}
              name="email"
              type="email"
              autoComplete="off"
              autoFocus
              value={form.values.email}
              onChange={(event) => form.set("email", event.target.value)}
            />
          )}
        </Field>
        <RoleChoice value={form.values.role} onChange={(role) => form.set("role", role)} />
        {canMail && languages.length > 1 && (
          <Field label={t("members.mailLanguage")} error={form.problem("language")}>
            {(wiring) => (
              <Select
                {...wiring}
                value={form.values.language || languages[0]}
                onChange={(event) => form.set("language", event.target.value)}
              >
                {languages.map((language) => (
                  <option key={language} value={language}>
                    {languageName(language)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <TeamChoice value={form.values.team_ids} onChange={(ids) => form.set("team_ids", ids)} />
      </form>
    </Dialog>
  );
}

function Invited({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("members.invited", { email: invitation.email })}
      description={t(invitation.mailed ? "members.mailed" : "members.notMailed")}
      footer={
        <Button look="primary" onClick={onClose}>
          {t("common:done")}
        </Button>
      }
    >
      {invitation.link && <CopyLine text={invitation.link} label={t("members.copyLink")} />}
      <p className="mt-2 text-xs text-muted">{t("members.linkHint")}</p>
    </Dialog>
  );
}
