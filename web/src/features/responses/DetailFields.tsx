/** What a response is called, how it is typed, for whom it is and where it lies. */
import type { ResponseScope } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listTeams } from "../../api/people.ts";
import { listFolders } from "../../api/responses.ts";
import { useCan, useMe } from "../../frame/me.ts";
import type { useForm } from "../../lib/use-form.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import type { Values } from "./values.ts";

type DetailProps = { form: ReturnType<typeof useForm<Values>>; disabled: boolean };

export function DetailFields({ form: { values, set, problem }, disabled }: DetailProps) {
  const { t } = useTranslation("responses");
  const { member } = useMe();
  const publishes = useCan()("settings.canned_responses");
  // Shared with a team by who is in it; whoever approves shares with any.
  const teams = (useQuery({ queryKey: keys.teams, queryFn: listTeams }).data ?? []).filter(
    ({ id }) => publishes || disabled || id === values.team_id || member?.team_ids.includes(id),
  );
  const folders = useQuery({ queryKey: [...keys.responses, "folders"], queryFn: listFolders }).data ?? [];
  return (
    <fieldset disabled={disabled} className="grid gap-4 md:grid-cols-2">
      <Field label={t("editor.name")} error={problem("name")} required>
        {(wiring) => (
          <Input
            {...wiring}
            name="name"
            dir="auto"
            maxLength={200}
            value={values.name}
            onChange={(event) => set("name", event.target.value)}
          />
        )}
      </Field>
      <Field label={t("editor.shortcut")} help={t("editor.shortcut_help")} error={problem("shortcut")}>
        {(wiring) => (
          <Input
            {...wiring}
            name="shortcut"
            placeholder="/"
            className="font-mono"
            value={values.shortcut}
            onChange={(event) => set("shortcut", event.target.value.replace(/\s+/g, "-"))}
          />
        )}
      </Field>
      <Field label={t("editor.scope")} error={problem("scope")}>
        {(wiring) => (
          <Select
            {...wiring}
            value={values.scope}
            onChange={(event) => {
              set("scope", event.target.value as ResponseScope);
              if (event.target.value === "team" && !values.team_id && teams.length === 1) set("team_id", teams[0]!.id);
            }}
          >
            {(["private", "team", "workspace"] as const).map((scope) => (
              <option key={scope} value={scope}>
                {t(`scope.${scope}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {values.scope === "team" ? (
        <Field label={t("editor.team")} error={problem("team_id")} required>
          {(wiring) => (
            <Select {...wiring} value={values.team_id} onChange={(event) => set("team_id", event.target.value)}>
              <option value="">–</option>
              {teams.map((team) => (
                <option key={team.id} value={team.id}>
                  {team.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : (
        <span className="max-md:hidden" />
      )}
      <Field label={t("editor.folder")} help={t("editor.folder_help")} error={problem("folder")}>
        {(wiring) => (
          <>
            <Input
              {...wiring}
              list="response-folders"
              dir="auto"
              maxLength={100}
              value={values.folder}
              onChange={(event) => set("folder", event.target.value)}
            />
            <datalist id="response-folders">
              {folders.map((folder) => (
                <option key={folder.name} value={folder.name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label={t("editor.review_at")} help={t("editor.review_help")} error={problem("review_at")}>
        {(wiring) => (
          <Input
            {...wiring}
            type="date"
            value={values.review_at}
            onChange={(event) => set("review_at", event.target.value)}
          />
        )}
      </Field>
    </fieldset>
  );
}
