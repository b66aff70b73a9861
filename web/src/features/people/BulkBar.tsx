/** What can be done with the rows that are taken: the same change for all of them, undone from the toast. */
import type { BulkEdit, RecordCount } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import {
  Ban,
  Building2,
  Clock,
  Gauge,
  Languages,
  Merge,
  MoreHorizontal,
  SlidersHorizontal,
  UserRound,
  X,
} from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { changeMany, getBulkEdit, type RecordKind, type Selection, undoBulkEdit } from "../../api/records.ts";
import { useCan } from "../../frame/me.ts";
import { useAction } from "../../keyboard/react.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import type { Picked } from "./picked.ts";
import { listKey } from "./use-records.ts";

const BulkDialog = lazy(() => import("./BulkDialog.tsx").then((m) => ({ default: m.BulkDialog })));
const MergeDialog = lazy(() => import("./MergeDialog.tsx").then((m) => ({ default: m.MergeDialog })));

export type BulkField = "tier" | "company_id" | "owner_id" | "language" | "time_zone" | "blocked" | "custom";
type Props = {
  kind: RecordKind;
  picked: Picked;
  selection: Selection;
  count: RecordCount | null;
  loaded: number;
};

export function BulkBar({ kind, picked, selection, count, loaded }: Props) {
  const { t } = useTranslation("people");
  const can = useCan();
  const change = useBulkChange(kind);
  const [field, setField] = useState<BulkField | "merge" | null>(null);
  useAction({ id: "bulk-clear", label: t("bulk.clear"), unlisted: true, run: picked.clear });
  const chosen = picked.all ? (count?.count ?? loaded) : picked.ids.size;
  const more = picked.ids.size === loaded && (count?.count ?? 0) > loaded;
  const two = [...picked.ids];
  return (
    <section
      aria-label={t("bulk.label")}
      className="absolute inset-x-0 bottom-4 z-20 mx-auto flex w-fit max-w-[calc(100%-2rem)] flex-wrap items-center gap-2 rounded-lg bg-raised px-3 py-2 shadow-float"
    >
      <span role="status" className="text-sm font-medium text-ink tabular-nums">
        {t("bulk.chosen", { count: chosen })}
        {picked.all && count?.more && "+"}
      </span>
      {more && (
        <Button size="sm" look="link" onClick={picked.takeAll}>
          {t("bulk.take_all")}
        </Button>
      )}
      {can("contacts.update") && (
        <>
          <Button size="sm" onClick={() => setField("tier")}>
            <Gauge /> {t("column.tier")}
          </Button>
          {kind === "contact" ? (
            <Button size="sm" onClick={() => setField("company_id")}>
              <Building2 /> {t("column.company")}
            </Button>
          ) : (
            <Button size="sm" onClick={() => setField("owner_id")}>
              <UserRound /> {t("column.owner")}
            </Button>
          )}
          <Button size="sm" onClick={() => setField("custom")}>
            <SlidersHorizontal /> {t("bulk.custom")}
          </Button>
          {kind === "contact" && (
            <Menu
              align="end"
              side="top"
              trigger={
                <Button size="sm">
                  <MoreHorizontal /> {t("bulk.more")}
                </Button>
              }
            >
              <MenuItem icon={<Languages />} onSelect={() => setField("language")}>
                {t("column.language")}
              </MenuItem>
              <MenuItem icon={<Clock />} onSelect={() => setField("time_zone")}>
                {t("column.time_zone")}
              </MenuItem>
              <MenuItem icon={<Ban />} onSelect={() => setField("blocked")}>
                {t("bulk.block")}
              </MenuItem>
            </Menu>
          )}
          {two.length === 2 && (
            <Button size="sm" onClick={() => setField("merge")}>
              <Merge /> {t("merge.action")}
            </Button>
          )}
        </>
      )}
      <IconButton size="sm" label={t("bulk.clear")} action="bulk-clear" onClick={picked.clear}>
        <X />
      </IconButton>
      <Suspense>
        {field === "merge" && two.length === 2 && (
          <MergeDialog
            kind={kind}
            source={two[0]!}
            into={two[1]!}
            onDone={picked.clear}
            onClose={() => setField(null)}
          />
        )}
        {field && field !== "merge" && (
          <BulkDialog
            kind={kind}
            field={field}
            count={chosen}
            onClose={() => setField(null)}
            onSave={async (what, tell) => {
              await change(picked.all ? { select: selection } : { ids: [...picked.ids] }, what, tell);
              setField(null);
              picked.clear();
            }}
            onLeave={picked.clear}
          />
        )}
      </Suspense>
    </section>
  );
}

/** Makes the change, tells how far it is when it goes on in the background, and offers to take it back. */
function useBulkChange(kind: RecordKind) {
  const { t } = useTranslation("people");
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: listKey(kind) });
  return async (target: Parameters<typeof changeMany>[1], change: object, tell: (edit: BulkEdit) => void) => {
    let edit = await changeMany(kind, target, change);
    refresh();
    while (edit.state === "running") {
      tell(edit);
      await new Promise((done) => setTimeout(done, 1000));
      // A moment without network is no end: the edit goes on by itself.
      edit = await getBulkEdit(edit.id).catch(() => edit);
    }
    refresh();
    notify({
      text: t(edit.skipped ? "bulk.done_skipped" : "bulk.done", { count: edit.done, skipped: edit.skipped }),
      undo: () => undoBulkEdit(edit.id).then(refresh, (error) => notify({ tone: "error", text: errorText(error) })),
    });
  };
}
