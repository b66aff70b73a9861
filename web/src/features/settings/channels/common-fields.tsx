/** What every channel has: name and address first; team, signature and auto-reply after its own settings. */
import type { ChannelKind } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { listTeams } from "../../../api/people.ts";
import { Switch } from "../../../ui/check.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input, Select } from "../../../ui/input.tsx";
import { TemplateField } from "../../responses/TemplateField.tsx";
import type { useChannelForm } from "./use-channel-form.ts";

const SignatureField = lazy(() =>
  import("../../responses/SignatureField.tsx").then((module) => ({ default: module.SignatureField })),
);

type Form = ReturnType<typeof useChannelForm>["form"];

export function NameFields({ form, kind, isNew }: { form: Form; kind: ChannelKind; isNew?: boolean }) {
  const { t } = useTranslation("settings");
  return (
    <div className="grid gap-4">
      <Field
        label={t("channels.name")}
        help={t("channels.nameHelp")}
        error={form.problem("$name") ?? form.problem("name")}
        required
      >
        {(wiring) => (
          <Input
            {...wiring}
            name="$name"
            autoFocus={isNew}
            value={form.values.$name}
            onChange={(event) => form.set("$name", event.target.value)}
          />
        )}
      </Field>
      {kind.has_address && (
        <Field
          label={t("channels.address")}
          help={t("channels.addressHelp")}
          error={form.problem("$address") ?? form.problem("address")}
        >
          {(wiring) => (
            <Input
              {...wiring}
              name="$address"
              placeholder="support@example.com"
              value={form.values.$address}
              onChange={(event) => form.set("$address", event.target.value)}
            />
          )}
        </Field>
      )}
    </div>
  );
}

export function HandlingFields({ form }: { form: Form }) {
  const { t } = useTranslation(["settings", "common"]);
  const teams = useQuery({ queryKey: keys.teams, queryFn: listTeams });
  const { values, set } = form;
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-3 text-base font-semibold text-ink">{t("channels.handling")}</legend>
      <Field label={t("channels.team")} help={t("channels.teamHelp")} error={form.problem("team_id")}>
        {(wiring) => (
          <Select {...wiring} value={values.$team} onChange={(event) => set("$team", event.target.value)}>
            <option value="">{t("channels.noTeam")}</option>
            {(teams.data ?? []).map((team) => (
              <option key={team.id} value={team.id}>
                {team.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label={t("channels.signature")}
        help={t("channels.signatureHelp")}
        aside={t("common:optional")}
        error={form.problem("signature")}
      >
        {() => (
          <Suspense fallback={<div className="h-32" />}>
            <SignatureField
              label={t("channels.signature")}
              value={values.$signature}
              onChange={(text) => set("$signature", text)}
            />
          </Suspense>
        )}
      </Field>
      <div className="grid gap-3 rounded-lg border border-line p-4">
        <Switch
          label={t("channels.autoReply")}
          help={t("channels.autoReplyHelp")}
          checked={values.$reply}
          onChange={(on) => set("$reply", on)}
        />
        {values.$reply && (
          <>
            <Field label={t("channels.replySubject")} aside={t("common:optional")} error={form.problem("subject")}>
              {(wiring) => (
                <TemplateField
                  wiring={wiring}
                  label={t("channels.replySubject")}
                  rows={1}
                  nouns={["contact", "company", "conversation", "ticket", "workspace"]}
                  value={values.$reply_subject}
                  onChange={(text) => set("$reply_subject", text.replace(/\n/g, " "))}
                />
              )}
            </Field>
            <Field label={t("channels.replyText")} error={form.problem("text") ?? form.problem("auto_reply")} required>
              {(wiring) => (
                <TemplateField
                  wiring={wiring}
                  label={t("channels.replyText")}
                  nouns={["contact", "company", "conversation", "ticket", "workspace"]}
                  value={values.$reply_text}
                  onChange={(text) => set("$reply_text", text)}
                />
              )}
            </Field>
          </>
        )}
      </div>
    </fieldset>
  );
}
