/** The filter of the list, built while what it finds is counted: applied, or kept as a view with order, columns and who sees it. */
import type { Filter, TicketSavedView, TicketSort } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { listTickets } from "../../api/tickets.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FilterBuilder } from "../filters/FilterBuilder.tsx";
import { emptyFilter, finished, readable, startCondition } from "../filters/filter-tree.ts";
import { FilterCount, ViewFields, ViewForm } from "../filters/ViewFields.tsx";
import { useViewDraft, type ViewBody, type ViewDraft } from "../filters/view-draft.ts";
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
  const [keeping, setKeeping] = useState(draft.kind !== "filter");

  const save = async (body: ViewBody<TicketSort, Column>) => {
    const saved =
      draft.kind === "edit"
        ? await changeTicketView(draft.view.id, { ...body, version: draft.view.version })
        : await createTicketView(body);
    await client.invalidateQueries({ queryKey: ticketKeys.views });
    void client.invalidateQueries({ queryKey: ticketKeys.lists });
    void client.invalidateQueries({ queryKey: ticketKeys.counts });
    onSaved(saved);
  };
  const form = useViewDraft(() => startOf(draft, offer.first, (name) => triage("views.copy_of", { name })), save);
  const { view, change, busy, submit } = form;
  const ready = finished(view.filter);
  const apply = () => onApply(ready.nodes.length ? ready : null);
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t(draft.kind === "edit" ? "view.edit_title" : keeping ? "view.new_title" : "filter.title")}
      footer={
        <>
          <FilterCount
            filter={view.filter}
            queryKey={ticketKeys.views}
            find={(filter, signal) => listTickets({ filter }, null, 100, signal)}
            say={(count, more) => t(more ? "filter.many" : "filter.fits", { count })}
          />
          <Button onClick={onClose}>{t("cancel", { ns: "common" })}</Button>
          {keeping ? (
            <Button look="primary" busy={busy} onClick={() => void submit()}>
              {t("save", { ns: "common" })}
            </Button>
          ) : (
            <>
              <Button onClick={() => setKeeping(true)}>{t("view.save")}</Button>
              <Button look="primary" onClick={apply}>
                {t("filter.apply")}
              </Button>
            </>
          )}
        </>
      }
    >
      <ViewForm draft={form} named={keeping} onSubmit={() => (keeping ? void submit() : apply())}>
        <section aria-label={t("filter.where")}>
          <h3 className="mb-1.5 text-sm font-medium text-ink">{t("filter.where")}</h3>
          <FilterBuilder filter={view.filter} onChange={(filter) => change({ filter })} offer={offer} />
        </section>
        {keeping && (
          <ViewFields
            draft={form}
            sorts={ticketSortNames}
            nameOfSort={(one) => t(`sort.${one}`)}
            columns={columnOrder}
            nameOfColumn={(one) => t(`field.${one}`)}
          />
        )}
      </ViewForm>
    </Dialog>
  );
}

function startOf(draft: Draft, field: string, copyOf: (name: string) => string): ViewDraft<TicketSort, Column> {
  if (draft.kind === "filter") {
    const filter = draft.filter ? readable(draft.filter) : { ...emptyFilter(), nodes: [startCondition(field)] };
    return { name: "", filter, sort: draft.sort ?? "updated", columns: [], scope: "private", teamId: "" };
  }
  const { name, filter, sort, columns, scope, team_id } = draft.view;
  const edit = draft.kind === "edit";
  return {
    ...{ name: edit ? name : copyOf(name), filter: readable(filter), sort, columns },
    ...{ scope: edit ? scope : "private", teamId: (edit && team_id) || "" },
  };
}
