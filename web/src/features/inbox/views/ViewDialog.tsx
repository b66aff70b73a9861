/** Makes or changes a saved view: name, filter with a live count, order, columns, and who sees it. */
import type { Filter, View, ViewInput, ViewSort } from "@omniflow/contract";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { changeView, createView, previewFilter } from "../../../api/triage.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input, Select } from "../../../ui/input.tsx";
import { ErrorState, errorText } from "../../../ui/states.tsx";
import { ColumnFields } from "../../filters/ColumnFields.tsx";
import { FilterBuilder } from "../../filters/FilterBuilder.tsx";
import { countUnfinished, emptyFilter, finished, readable, startCondition } from "../../filters/filter-tree.ts";
import { useInbox } from "../context.ts";
import { type Column, columnOrder } from "./columns.ts";
import { type Draft, drafting } from "./drafting.ts";
import { ScopeFields } from "./ScopeFields.tsx";

export const sorts: readonly ViewSort[] = [
  "newest",
  "oldest",
  "created_newest",
  "created_oldest",
  "waiting_longest",
  "priority",
];

const onClose = () => drafting.set(null);

export function ViewDialog({ draft }: { draft: Draft }) {
  const { t } = useTranslation("triage");
  const client = useQueryClient();
  const inbox = useInbox();
  const start = draft.kind === "new" ? null : draft.view;
  const [name, setName] = useState(
    start ? (draft.kind === "copy" ? t("views.copy_of", { name: start.name }) : start.name) : "",
  );
  const [filter, setFilter] = useState<Filter>(() =>
    start
      ? readable(start.filter)
      : draft.kind === "new" && draft.filter
        ? readable(draft.filter)
        : { ...emptyFilter(), nodes: [startCondition("status")] },
  );
  const [sort, setSort] = useState<ViewSort>(
    start?.sort ?? (draft.kind === "new" ? draft.sort : undefined) ?? "newest",
  );
  const [columns, setColumns] = useState<Column[]>(start?.columns ?? []);
  const [scope, setScope] = useState<View["scope"]>(draft.kind === "copy" ? "private" : (start?.scope ?? "private"));
  const [teamId, setTeamId] = useState(start?.team_id ?? "");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const renaming = draft.kind === "rename";
  const nameError = tried && !name.trim() ? t("views.name_missing") : null;
  const teamError = tried && scope === "team" && !teamId ? t("views.team_missing") : null;

  const save = async () => {
    setTried(true);
    if (!name.trim() || (!renaming && scope === "team" && !teamId)) return;
    setBusy(true);
    setError(null);
    const input: ViewInput = {
      name: name.trim(),
      filter: finished(filter),
      sort,
      columns,
      scope,
      team_id: scope === "team" ? teamId : null,
    };
    try {
      const saved =
        draft.kind === "new" || draft.kind === "copy"
          ? await createView(input)
          : await changeView(
              draft.view.id,
              renaming ? { name: input.name } : { ...input, version: draft.view.version },
            );
      client.setQueryData<View[]>(keys.views, (now) => [...(now ?? []).filter((one) => one.id !== saved.id), saved]);
      void client.invalidateQueries({ queryKey: keys.views });
      void client.invalidateQueries({ queryKey: keys.counts });
      void client.invalidateQueries({ queryKey: keys.conversationList({ view_id: saved.id }) });
      if (!renaming) inbox.showView(saved.id);
      onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      size={renaming ? "sm" : "lg"}
      title={t(renaming ? "views.rename_title" : draft.kind === "edit" ? "views.edit_title" : "views.create_title")}
      footer={
        <>
          {!renaming && <Preview filter={filter} />}
          <Button onClick={onClose}>{t("cancel", { ns: "common" })}</Button>
          <Button look="primary" busy={busy} onClick={() => void save()}>
            {t("save", { ns: "common" })}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label={t("views.name")} error={nameError}>
          {(wiring) => (
            <Input
              {...wiring}
              autoFocus
              maxLength={100}
              placeholder={t("views.name_placeholder")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {!renaming && (
          <>
            <section aria-label={t("views.filter")}>
              <h3 className="mb-1.5 text-sm font-medium text-ink">{t("views.filter")}</h3>
              <FilterBuilder filter={filter} onChange={setFilter} />
            </section>
            <div className="grid gap-4 sm:grid-cols-2">
              <Field label={t("views.sort")}>
                {(wiring) => (
                  <Select {...wiring} value={sort} onChange={(event) => setSort(event.target.value as ViewSort)}>
                    {sorts.map((one) => (
                      <option key={one} value={one}>
                        {t(`sort.${one}`)}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
              <ScopeFields {...{ scope, setScope, teamId, setTeamId, teamError }} />
            </div>
            <ColumnFields
              title={t("views.columns")}
              help={t("views.columns_help")}
              order={columnOrder}
              columns={columns}
              nameOf={(column) => t(`column.${column}`)}
              onChange={setColumns}
            />
          </>
        )}
        {error !== null && <ErrorState compact error={error} kept={t("error.kept", { ns: "common" })} />}
        <button type="submit" className="hidden" />
      </form>
    </Dialog>
  );
}

/** How many fit, a moment after the last change. */
export function Preview({ filter }: { filter: Filter }) {
  const { t } = useTranslation("triage");
  const wanted = JSON.stringify(finished(filter));
  const [asked, setAsked] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), 250);
    return () => clearTimeout(timer);
  }, [wanted]);
  const query = useQuery({
    queryKey: [...keys.views, "preview", asked],
    queryFn: ({ signal }) => previewFilter(asked, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const count = query.data?.items.length ?? 0;
  const unfinished = countUnfinished(filter);
  return (
    <div role="status" className="me-auto min-w-0 self-center text-xs text-muted">
      <p className="tabular">
        {query.isError
          ? errorText(query.error)
          : !query.data
            ? t("views.preview_waiting")
            : query.data.nextCursor
              ? t("views.preview_many", { count })
              : count === 0
                ? t("views.preview_none")
                : t("views.preview", { count })}
      </p>
      {unfinished > 0 && <p>{t("views.incomplete", { count: unfinished })}</p>}
    </div>
  );
}
