/** The filter of the list, built while what it finds is counted: applied, or kept as a view with order, columns and who sees it. */
import type { Filter, TicketSavedView, TicketSort } from "@omniflow/contract";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { listTickets } from "../../api/tickets.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { ErrorState, errorText } from "../../ui/states.tsx";
import { ColumnFields } from "../filters/ColumnFields.tsx";
import { FilterBuilder } from "../filters/FilterBuilder.tsx";
import { countUnfinished, emptyFilter, finished, readable, startCondition } from "../filters/filter-tree.ts";
import { ScopeFields } from "../inbox/views/ScopeFields.tsx";
import { useTicketOffer } from "./offer.ts";
import { type Column, columnOrder } from "./table-columns.ts";
import { changeTicketView, createTicketView, ticketSortNames } from "./views.ts";

export type Draft =
  | { kind: "filter"; filter: Filter | null; sort?: TicketSort | undefined }
  | { kind: "edit" | "copy"; view: TicketSavedView };

type Props = {
  draft: Draft;
  onApply: (filter: Filter | null) => void;
  onSaved: (view: TicketSavedView) => void;
  onClose: () => void;
};

export function ViewDialog({ draft, onApply, onSaved, onClose }: Props) {
  const { t } = useTranslation("tickets");
  const { t: triage } = useTranslation("triage");
  const client = useQueryClient();
  const offer = useTicketOffer();
  const start = draft.kind === "filter" ? null : draft.view;
  const [keeping, setKeeping] = useState(start !== null);
  const [name, setName] = useState(
    start ? (draft.kind === "copy" ? triage("views.copy_of", { name: start.name }) : start.name) : "",
  );
  const [filter, setFilter] = useState<Filter>(() => {
    const given = draft.kind === "filter" ? draft.filter : draft.view.filter;
    return given ? readable(given) : { ...emptyFilter(), nodes: [startCondition(offer.first)] };
  });
  const [sort, setSort] = useState<TicketSort>(
    start?.sort ?? (draft.kind === "filter" ? draft.sort : undefined) ?? "updated",
  );
  const [columns, setColumns] = useState<Column[]>(start?.columns ?? []);
  const [scope, setScope] = useState(draft.kind === "edit" ? draft.view.scope : "private");
  const [teamId, setTeamId] = useState((draft.kind === "edit" && draft.view.team_id) || "");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const nameError = tried && !name.trim() ? triage("views.name_missing") : null;
  const teamError = tried && scope === "team" && !teamId ? triage("views.team_missing") : null;

  const save = async () => {
    setTried(true);
    if (!name.trim() || (scope === "team" && !teamId)) return;
    setBusy(true);
    setError(null);
    const input = {
      ...{ name: name.trim(), filter: finished(filter), sort, columns, scope },
      team_id: scope === "team" ? teamId : null,
    };
    try {
      const saved =
        draft.kind === "edit"
          ? await changeTicketView(draft.view.id, { ...input, version: draft.view.version })
          : await createTicketView(input);
      await client.invalidateQueries({ queryKey: ticketKeys.views });
      void client.invalidateQueries({ queryKey: ticketKeys.lists });
      void client.invalidateQueries({ queryKey: ticketKeys.counts });
      onSaved(saved);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const ready = finished(filter);
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t(draft.kind === "edit" ? "view.edit_title" : keeping ? "view.new_title" : "filter.title")}
      footer={
        <>
          <Preview filter={filter} />
          <Button onClick={onClose}>{t("cancel", { ns: "common" })}</Button>
          {keeping ? (
            <Button look="primary" busy={busy} onClick={() => void save()}>
              {t("save", { ns: "common" })}
            </Button>
          ) : (
            <>
              <Button onClick={() => setKeeping(true)}>{t("view.save")}</Button>
              <Button look="primary" onClick={() => onApply(ready.nodes.length ? ready : null)}>
                {t("filter.apply")}
              </Button>
            </>
          )}
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
        {keeping && (
          <Field label={t("view.name")} error={nameError} required>
            {(wiring) => (
              <Input {...wiring} autoFocus maxLength={100} value={name} onChange={(e) => setName(e.target.value)} />
            )}
          </Field>
        )}
        <section aria-label={t("filter.where")}>
          <h3 className="mb-1.5 text-sm font-medium text-ink">{t("filter.where")}</h3>
          <FilterBuilder filter={filter} onChange={setFilter} offer={offer} />
        </section>
        {keeping && (
          <>
            <div className="grid gap-4 sm:grid-cols-2">
              <Field label={t("sort.label")}>
                {(wiring) => (
                  <Select {...wiring} value={sort} onChange={(e) => setSort(e.target.value as TicketSort)}>
                    {ticketSortNames.map((one) => (
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
              title={t("columns")}
              help={t("columns_help")}
              order={columnOrder}
              columns={columns}
              nameOf={(column) => t(`field.${column}`)}
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

/** How many fit, as far as one page reaches. */
function Preview({ filter }: { filter: Filter }) {
  const { t } = useTranslation("tickets");
  const asked = useDeferredValue(JSON.stringify(finished(filter)));
  const query = useQuery({
    queryKey: [...ticketKeys.views, "preview", asked],
    queryFn: ({ signal }) => listTickets({ filter: asked }, null, 100, signal),
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
          : query.data && t(query.data.nextCursor ? "filter.many" : "filter.fits", { count })}
      </p>
      {unfinished > 0 && <p>{t("views.incomplete", { ns: "triage", count: unfinished })}</p>}
    </div>
  );
}
