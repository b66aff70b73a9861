/** The filter of a list: built, counted while it is built, applied, or kept as a segment. */
import type { Filter, Segment } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeSegment, createSegment, deleteSegment, type RecordKind } from "../../api/records.ts";
import { useCan } from "../../frame/me.ts";
import { formatNumber } from "../../i18n/format.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/check.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { FilterBuilder } from "../filters/FilterBuilder.tsx";
import { emptyFilter, finished, readable, startCondition } from "../filters/filter-tree.ts";
import { offers } from "./offer.ts";
import { useCount } from "./use-records.ts";

type Props = {
  kind: RecordKind;
  filter: Filter | null;
  /** The one that is open: it can be changed here. */
  segment: Segment | null;
  columns: string[];
  sort: string;
  onApply(filter: Filter | null): void;
  onSegment(id: string | undefined): void;
  onClose(): void;
};

export function FilterDialog({ kind, filter: start, segment, columns, sort, onApply, onSegment, onClose }: Props) {
  const { t } = useTranslation("people");
  const client = useQueryClient();
  const can = useCan();
  const editing = segment?.editable && !start ? segment : null;
  const [filter, setFilter] = useState<Filter>(() =>
    readable(start ?? editing?.filter ?? { ...emptyFilter(), nodes: [startCondition(offers[kind].first)] }),
  );
  const [name, setName] = useState(editing?.name ?? "");
  const [shared, setShared] = useState(editing ? editing.scope === "workspace" : true);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const ready = finished(filter);
  const text = JSON.stringify(ready);
  const count = useCount(kind, ready.nodes.length ? { filter: text } : {});
  const keep = async (work: () => Promise<string | undefined>) => {
    setBusy(true);
    setError(null);
    try {
      const id = await work();
      await client.invalidateQueries({ queryKey: ["segments"] });
      onSegment(id);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const scope = shared ? ("workspace" as const) : ("private" as const);
  const save = () =>
    keep(async () => {
      const input = { name: name.trim(), filter: ready, scope, columns, sort };
      return (editing ? await changeSegment(editing.id, input) : await createSegment({ record: kind, ...input })).id;
    });
  return (
    <Dialog
      open
      size="lg"
      title={editing ? t("segment.edit", { name: editing.name }) : t("list.filter")}
      onClose={onClose}
      footer={
        <>
          {editing && (
            <Button
              look="danger-ghost"
              className="me-auto"
              busy={busy}
              onClick={() =>
                void keep(async () => {
                  await deleteSegment(editing.id);
                  return undefined;
                })
              }
            >
              {t("segment.delete")}
            </Button>
          )}
          {start && (
            <Button look="ghost" className="me-auto" onClick={() => onApply(null)}>
              {t("list.clear")}
            </Button>
          )}
          <Button disabled={!name.trim() || !ready.nodes.length} busy={busy} onClick={() => void save()}>
            {t(editing ? "segment.save" : "segment.save_new")}
          </Button>
          {!editing && (
            <Button look="primary" onClick={() => onApply(ready.nodes.length ? ready : null)}>
              {t("list.apply")}
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-4">
        <FilterBuilder filter={filter} onChange={setFilter} offer={offers[kind]} />
        <p role="status" className="text-sm text-muted tabular-nums">
          {count?.count != null &&
            t("list.finds", { count: count.count, shown: `${formatNumber(count.count)}${count.more ? "+" : ""}` })}
        </p>
        {can("contacts.update") && (
          <div className="flex flex-wrap items-end gap-4 border-t border-line pt-3">
            <Field label={t("segment.name")} help={t("segment.help")} className="min-w-64 flex-1">
              {(wiring) => (
                <Input {...wiring} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
              )}
            </Field>
            <Checkbox className="pb-6" label={t("segment.shared")} checked={shared} onChange={setShared} />
          </div>
        )}
        {Boolean(error) && <ErrorState compact error={error} />}
      </div>
    </Dialog>
  );
}
