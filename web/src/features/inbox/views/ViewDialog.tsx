/** Makes or changes a saved view of conversations: name, filter with a live count, order, columns, and who sees it. */
import type { Filter, View, ViewSort } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { changeView, createView, previewFilter } from "../../../api/triage.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { FilterBuilder } from "../../filters/FilterBuilder.tsx";
import { emptyFilter, readable, startCondition } from "../../filters/filter-tree.ts";
import { FilterCount, ViewFields, ViewForm } from "../../filters/ViewFields.tsx";
import { useViewDraft, type ViewBody, type ViewDraft } from "../../filters/view-draft.ts";
import { useInbox } from "../context.ts";
import { type Column, columnOrder } from "./columns.ts";
import { type Draft, drafting } from "./drafting.ts";

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
  const renaming = draft.kind === "rename";

  const save = async (body: ViewBody<ViewSort, Column>) => {
    const saved =
      draft.kind === "new" || draft.kind === "copy"
        ? await createView(body)
        : await changeView(draft.view.id, renaming ? { name: body.name } : { ...body, version: draft.view.version });
    client.setQueryData<View[]>(keys.views, (now) => [...(now ?? []).filter((one) => one.id !== saved.id), saved]);
    void client.invalidateQueries({ queryKey: keys.views });
    void client.invalidateQueries({ queryKey: keys.counts });
    void client.invalidateQueries({ queryKey: keys.conversationList({ view_id: saved.id }) });
    if (!renaming) inbox.showView(saved.id);
    onClose();
  };
  const form = useViewDraft(() => startOf(draft, (name) => t("views.copy_of", { name })), save, !renaming);
  const { view, change, busy, submit } = form;
  return (
    <Dialog
      open
      onClose={onClose}
      size={renaming ? "sm" : "lg"}
      title={t(renaming ? "views.rename_title" : draft.kind === "edit" ? "views.edit_title" : "views.create_title")}
      footer={
        <>
          {!renaming && <Preview filter={view.filter} />}
          <Button onClick={onClose}>{t("cancel", { ns: "common" })}</Button>
          <Button look="primary" busy={busy} onClick={() => void submit()}>
            {t("save", { ns: "common" })}
          </Button>
        </>
      }
    >
      <ViewForm draft={form} named onSubmit={() => void submit()}>
        {!renaming && (
          <>
            <section aria-label={t("views.filter")}>
              <h3 className="mb-1.5 text-sm font-medium text-ink">{t("views.filter")}</h3>
              <FilterBuilder filter={view.filter} onChange={(filter) => change({ filter })} />
            </section>
            <ViewFields
              draft={form}
              sorts={sorts}
              nameOfSort={(one) => t(`sort.${one}`)}
              columns={columnOrder}
              nameOfColumn={(one) => t(`column.${one}`)}
            />
          </>
        )}
      </ViewForm>
    </Dialog>
  );
}

function startOf(draft: Draft, copyOf: (name: string) => string): ViewDraft<ViewSort, Column> {
  if (draft.kind === "new") {
    const filter = draft.filter ? readable(draft.filter) : { ...emptyFilter(), nodes: [startCondition("status")] };
    return { name: "", filter, sort: draft.sort ?? "newest", columns: [], scope: "private", teamId: "" };
  }
  const { name, filter, sort, columns, scope, team_id } = draft.view;
  const copy = draft.kind === "copy";
  return {
    ...{ name: copy ? copyOf(name) : name, filter: readable(filter), sort, columns },
    ...{ scope: copy ? "private" : scope, teamId: team_id ?? "" },
  };
}

/** How many conversations fit. */
export function Preview({ filter }: { filter: Filter }) {
  const { t } = useTranslation("triage");
  return (
    <FilterCount
      filter={filter}
      queryKey={keys.views}
      find={previewFilter}
      say={(count, more) =>
        more
          ? t("views.preview_many", { count })
          : count === 0
            ? t("views.preview_none")
            : t("views.preview", { count })
      }
    />
  );
}
