/** The workspace itself: its name, the language of its mails, its sample data. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { changeWorkspace } from "../../api/people.ts";
import { useMe } from "../../frame/me.ts";
import { languageName, offeredLanguages } from "../../lib/languages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { onboardingQuery } from "../onboarding/data.ts";
import { SampleData } from "../onboarding/sample-data.tsx";
import { Group, Pane, SaveRow } from "./pane.tsx";

export function WorkspaceSettings() {
  const { t } = useTranslation("settings");
  const { workspace } = useMe();
  const client = useQueryClient();
  const onboarding = useQuery(onboardingQuery);
  const reload = () => client.invalidateQueries({ queryKey: keys.me });
  const form = useForm({
    initial: { name: workspace.name, language: workspace.language },
    check: ({ name }) => (name.trim() ? {} : { name: t("workspace.needName") }),
    submit: ({ name, language }) => changeWorkspace({ name: name.trim(), language, version: workspace.version }),
    onDone: () => void reload(),
    onConflict: () => void reload(),
  });
  return (
    <Pane title={t("nav.workspace")} lead={t("workspace.lead")}>
      <form noValidate onSubmit={form.submit} className="grid gap-4 md:max-w-sm">
        <Field label={t("workspace.name")} help={t("workspace.nameHelp")} error={form.problem("name")} required>
          {(wiring) => (
            <Input
              {...wiring}
              name="name"
              value={form.values.name}
              onChange={(event) => form.set("name", event.target.value)}
            />
          )}
        </Field>
        <Field label={t("workspace.address")} help={t("workspace.addressHelp")}>
          {(wiring) => <Input {...wiring} readOnly value={`${location.origin}/w/${workspace.slug}`} />}
        </Field>
        <Field label={t("workspace.language")} help={t("workspace.languageHelp")} error={form.problem("language")}>
          {(wiring) => (
            <Select
              {...wiring}
              value={form.values.language}
              onChange={(event) => form.set("language", event.target.value)}
            >
              {[...new Set([...offeredLanguages, workspace.language])].map((language) => (
                <option key={language} value={language}>
                  {languageName(language)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <SaveRow form={form} />
      </form>
      <Group title={t("workspace.sample")}>
        <Loaded query={onboarding}>{(state) => <SampleData present={state.sample_data} />}</Loaded>
      </Group>
    </Pane>
  );
}
