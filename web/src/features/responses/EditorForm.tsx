/** The form of a response: what it is called, its texts by language, files, actions; and what a colleague changed meanwhile. */
import type { CannedResponse, ResponseScope, ResponseState } from "@omniflow/contract";
import { Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/client.ts";
import { changeResponse, createResponse, deleteResponse, getResponse, restoreResponse } from "../../api/responses.ts";
import { useCan } from "../../frame/me.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { SaveRow } from "../settings/pane.tsx";
import { Approval } from "./Approval.tsx";
import { DetailFields } from "./DetailFields.tsx";
import { FileFields } from "./FileFields.tsx";
import { LeaveGuard } from "./LeaveGuard.tsx";
import { MacroFields } from "./MacroFields.tsx";
import { Meanwhile } from "./Meanwhile.tsx";
import { type Field, meet } from "./meet.ts";
import { Proposals } from "./Proposals.tsx";
import { type Prefill, prefill, withVariables } from "./prefill.ts";
import { TextEditor } from "./TextEditor.tsx";
import { inputOf, type Values, valuesOf } from "./values.ts";

type FormProps = {
  response: CannedResponse | null;
  from: Prefill | null;
  /** By us: the form begins afresh. */
  onSaved: (response: CannedResponse) => void;
  /** What the server has now, when a save found out that it is newer. */
  onNewer: (response: CannedResponse) => void;
};

export function EditorForm({ response, from, onSaved, onNewer }: FormProps) {
  const { t } = useTranslation(["responses", "common"]);
  const can = useCan();
  const go = useGo();
  // Grows when the text is replaced from outside: the editor starts afresh with it.
  const [revision, setRevision] = useState(0);
  const full = response === null || response.editable;
  const done = useRef(false);
  const wanted = useRef<ResponseState>(undefined);
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
      const state = wanted.current && { state: wanted.current };
      return response
        ? save(response.id, values, (one) => ({ ...(full ? inputOf(one) : proposalOf(one)), ...state }))
        : createResponse({ ...inputOf(values), ...state });
    },
    onDone: (saved) => {
      prefill.set(null);
      done.current = true;
      onSaved(saved);
      notify({ text: t("common:saved") });
      if (!response) go(`/responses/${saved.id}`);
    },
  });
  const { values, set } = form;
  const meanwhile = useMeanwhile(response, values, set, () => setRevision((n) => n + 1));
  const dirty = form.dirty || (response === null && from !== null);

  /** Over a newer version goes what nobody else changed; anything else is asked first. */
  async function save(id: string, mine: Values, changeOf: (values: Values) => object): Promise<CannedResponse> {
    try {
      return await changeResponse(id, { ...changeOf(mine), version: meanwhile.version });
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "version_conflict")) throw error;
      const theirs = await getResponse(id);
      const met = meet(meanwhile.base, mine, valuesOf(theirs));
      if (met.both.length === 0) return changeResponse(id, { ...changeOf(met.values), version: theirs.version });
      onNewer(theirs);
      throw error;
    }
  }

  const remove = async () => {
    try {
      await deleteResponse(response!.id);
      done.current = true;
      go("/responses");
      notify({
        text: t("editor.deleted", { name: response!.name }),
        undo: () => restoreResponse(response!.id).then(() => go(`/responses/${response!.id}`)),
      });
    } catch (error) {
      notify({ tone: "error", text: errorText(error) });
    }
  };
  const submit = (state: ResponseState | undefined) => {
    wanted.current = state;
    form.submit();
  };
  const publishes = values.scope !== "private" && can("settings.canned_responses");
  return (
    <form
      noValidate
      onSubmit={(event) => {
        wanted.current = undefined;
        form.submit(event);
      }}
      className="mx-auto grid max-w-3xl gap-6 px-5 pt-6 pb-10 md:px-8"
    >
      <LeaveGuard unsaved={() => dirty && !done.current} />
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
      {response && meanwhile.both.length > 0 && (
        <Meanwhile
          by={response.updated_by}
          at={response.updated_at}
          fields={meanwhile.both}
          mine={values}
          theirs={valuesOf(response)}
          onMine={meanwhile.keepMine}
          onTheirs={meanwhile.takeTheirs}
        />
      )}
      {response && <Approval response={response} unsaved={dirty} onChanged={onSaved} />}
      {from && (
        <Proposals
          from={from}
          onChange={(proposals) => {
            set("texts", [{ language: "", html: withVariables(from.html, proposals) }]);
            setRevision((n) => n + 1);
          }}
        />
      )}
      <DetailFields form={form} disabled={!full} />
      <TextEditor
        key={`texts ${revision}`}
        texts={values.texts}
        error={form.problem("texts")}
        base={full}
        onChange={(texts) => set("texts", texts)}
      />
      <FileFields files={values.files} onChange={(files) => set("files", files)} />
      <MacroFields key={`actions ${revision}`} macro={values.actions} onChange={(actions) => set("actions", actions)} />
      <SaveRow
        form={{
          ...form,
          error: meanwhile.both.length > 0 ? null : form.error,
          dirty: dirty && meanwhile.both.length === 0,
          reset: () => {
            form.reset();
            setRevision((n) => n + 1);
          },
        }}
        label={saveLabel(t, values.scope, publishes, full)}
        extra={
          publishes &&
          dirty && (
            <Button disabled={form.busy || meanwhile.both.length > 0} onClick={() => submit("draft")}>
              {t("editor.save_draft")}
            </Button>
          )
        }
      />
    </form>
  );
}

/** What can be proposed of somebody else's response. */
function proposalOf(values: Values) {
  const { body_html, variants, actions, attachment_ids } = inputOf(values);
  return { body_html: body_html!, variants: variants!, actions: actions!, attachment_ids: attachment_ids! };
}

/** The version the form builds on. A newer one is put together with what is written here, as far as nobody has to decide. */
function useMeanwhile(
  response: CannedResponse | null,
  values: Values,
  set: <K extends Field>(field: K, value: Values[K]) => void,
  replaced: () => void,
) {
  const { t } = useTranslation("responses");
  const [state, setState] = useState(() => ({
    base: valuesOf(response),
    version: response?.version ?? 0,
    both: [] as Field[],
  }));
  useEffect(() => {
    if (!response || response.version <= state.version) return;
    const theirs = valuesOf(response);
    const met = meet(state.base, values, theirs);
    for (const field of met.taken) set(field, met.values[field]);
    const undecided = Object.fromEntries(met.both.map((field) => [field, state.base[field]]));
    setState({ base: { ...theirs, ...undecided }, version: response.version, both: met.both });
    if (met.taken.length === 0) return;
    replaced();
    notify({ text: t("meanwhile.taken", { name: response.updated_by }) });
  }, [response, values, state, set, replaced, t]);
  const decide = (both: Field[], base: Values) => setState((now) => ({ ...now, both, base }));
  const takeTheirs = () => {
    const theirs = valuesOf(response);
    const mine = state.both.map((field) => [field, values[field]] as const);
    for (const field of state.both) set(field, theirs[field]);
    decide([], theirs);
    replaced();
    const undo = async () => {
      for (const [field, value] of mine) set(field, value as never);
      replaced();
    };
    notify({ text: t("meanwhile.dropped"), undo });
  };
  return { ...state, keepMine: () => decide([], valuesOf(response)), takeTheirs };
}

type Translate = ReturnType<typeof useTranslation<["responses", "common"]>>["t"];

/** The button says what a save means here. */
function saveLabel(t: Translate, scope: ResponseScope, publishes: boolean, full: boolean): string {
  if (scope === "private") return t("common:save");
  if (publishes) return t("editor.save_publish");
  return t(full ? "editor.save_draft" : "editor.propose");
}
