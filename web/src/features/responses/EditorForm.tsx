/** The form of a response: name, shortcut, where it lies and for whom, its texts by language, files, actions, review. */
import type { CannedResponse, Macro, ResponseInput, ResponseScope } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listTeams } from "../../api/people.ts";
import { changeResponse, createResponse, deleteResponse, restoreResponse } from "../../api/responses.ts";
import { useCan } from "../../frame/me.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { SaveRow } from "../settings/pane.tsx";
import { Approval } from "./Approval.tsx";
import { type Attached, FileFields } from "./FileFields.tsx";
import { MacroFields } from "./MacroFields.tsx";
import { Proposals } from "./Proposals.tsx";
import { type Prefill, prefill, withVariables } from "./prefill.ts";
import { TextEditor, type TextValue } from "./TextEditor.tsx";

type FormProps = { response: CannedResponse | null; from: Prefill | null; onSaved: (response: CannedResponse) => void };

type Values = {
  name: string;
  shortcut: string;
  folder: string;
  scope: ResponseScope;
  team_id: string;
  texts: TextValue[];
  actions: Macro;
  files: Attached[];
  review_at: string;
};

export function EditorForm({ response, from, onSaved }: FormProps) {
  const { t } = useTranslation(["responses", "common"]);
  const can = useCan();
  const go = useGo();
  const client = useQueryClient();
  const teams = useQuery({ queryKey: keys.teams, queryFn: listTeams }).data ?? [];
  const folders = client.getQueryData<{ name: string }[]>([...keys.responses, "folders"]) ?? [];
  // Grows when the text is replaced from outside: the editor starts afresh with it.
  const [revision, setRevision] = useState(0);
  const full = response === null || response.editable;
  const form = useForm<Values, CannedResponse>({
    initial: valuesOf(response, from),
    check: ({ name, texts, scope, team_id }) => ({
      ...(name.trim() ? {} : { name: t("editor.need_name") }),
      ...(texts.some((text) => text.html.replace(/<(?!img)[^>]*>/g, "").trim() === "")
        ? { texts: t("editor.need_text") }
        : {}),
      ...(scope === "team" && !team_id ? { team_id: t("editor.need_team") } : {}),
    }),
    submit: (values) => {
      const input = inputOf(values);
      if (!response) return createResponse(input);
      const { body_html, variants, actions, attachment_ids } = input;
      const change = full
        ? input
        : { body_html: body_html!, variants: variants!, actions: actions!, attachment_ids: attachment_ids! };
      return changeResponse(response.id, { ...change, version: response.version });
    },
    onDone: (saved) => {
      prefill.set(null);
      onSaved(saved);
      notify({ text: t("common:saved") });
      if (!response) go(`/responses/${saved.id}`);
    },
    onConflict: () => void client.invalidateQueries({ queryKey: keys.response(response?.id ?? "") }),
  });
  const { values, set } = form;
  const remove = async () => {
    try {
      await deleteResponse(response!.id);
      go("/responses");
      notify({
        text: t("editor.deleted", { name: response!.name }),
        undo: () => restoreResponse(response!.id).then(() => go(`/responses/${response!.id}`)),
      });
    } catch (error) {
      notify({ tone: "error", text: errorText(error) });
    }
  };
  return (
    <form noValidate onSubmit={form.submit} className="mx-auto grid max-w-3xl gap-6 px-5 pt-6 pb-10 md:px-8">
      <header className="flex items-start gap-3">
        <h2 className="min-w-0 flex-1 truncate text-xl font-semibold tracking-tight text-ink">
          <bdi>{response?.name ?? t("editor.new")}</bdi>
        </h2>
        {response?.editable && (
          <Button look="danger-ghost" size="sm" onClick={() => void remove()}>
            <Trash2 aria-hidden /> {t("common:delete")}
          </Button>
        )}
      </header>
      {response && <Approval response={response} onChanged={onSaved} />}
      {from && (
        <Proposals
          from={from}
          onChange={(proposals) => {
            set("texts", [{ language: "", html: withVariables(from.html, proposals) }]);
            setRevision((n) => n + 1);
          }}
        />
      )}
      <fieldset disabled={!full} className="grid gap-4 md:grid-cols-2">
        <Field label={t("editor.name")} error={form.problem("name")} required>
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
        <Field label={t("editor.shortcut")} help={t("editor.shortcut_help")} error={form.problem("shortcut")}>
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
        <Field label={t("editor.scope")} error={form.problem("scope")}>
          {(wiring) => (
            <Select
              {...wiring}
              value={values.scope}
              onChange={(event) => set("scope", event.target.value as ResponseScope)}
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
          <Field label={t("editor.team")} error={form.problem("team_id")} required>
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
        <Field label={t("editor.folder")} help={t("editor.folder_help")} error={form.problem("folder")}>
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
        <Field label={t("editor.review_at")} help={t("editor.review_help")} error={form.problem("review_at")}>
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
      <TextEditor
        key={revision}
        texts={values.texts}
        error={form.problem("texts")}
        onChange={(texts) => set("texts", texts)}
      />
      <FileFields files={values.files} onChange={(files) => set("files", files)} />
      <MacroFields macro={values.actions} onChange={(actions) => set("actions", actions)} />
      <SaveRow
        form={{
          ...form,
          dirty: form.dirty || (response === null && from !== null),
          reset: () => {
            form.reset();
            setRevision((n) => n + 1);
          },
        }}
        label={saveLabel(t, values.scope, can("settings.canned_responses"), full)}
      />
    </form>
  );
}

type Translate = ReturnType<typeof useTranslation<["responses", "common"]>>["t"];

/** The button says what a save means here. */
function saveLabel(t: Translate, scope: ResponseScope, approves: boolean, full: boolean): string {
  if (scope === "private") return t("common:save");
  if (approves) return t("editor.save_publish");
  return t(full ? "editor.save_draft" : "editor.propose");
}

function valuesOf(response: CannedResponse | null, from: Prefill | null): Values {
  return {
    name: response?.name ?? from?.name ?? "",
    shortcut: response?.shortcut ?? "",
    folder: response?.folder ?? "",
    scope: response?.scope ?? "private",
    team_id: response?.team_id ?? "",
    texts: response
      ? [
          { language: response.language ?? "", html: response.body_html },
          ...response.variants.map((variant) => ({ language: variant.language, html: variant.body_html })),
        ]
      : [{ language: "", html: from ? withVariables(from.html, from.proposals) : "" }],
    actions: response?.actions ?? {},
    files: response?.attachments.filter((file) => !file.inline).map(({ id, name, size }) => ({ id, name, size })) ?? [],
    review_at: response?.review_at ?? "",
  };
}

function inputOf(values: Values): ResponseInput {
  const [first, ...rest] = values.texts;
  return {
    name: values.name.trim(),
    shortcut: values.shortcut.trim(),
    folder: values.folder.trim(),
    scope: values.scope,
    team_id: values.scope === "team" ? values.team_id : null,
    language: first!.language || null,
    body_html: first!.html,
    variants: rest.map((text) => ({ language: text.language, body_html: text.html })),
    actions: values.actions,
    attachment_ids: values.files.map((file) => file.id),
    review_at: values.review_at || null,
  };
}
