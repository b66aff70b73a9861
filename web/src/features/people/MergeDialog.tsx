/** Merging two into one, field by field: which value stays is chosen before, and all of it can be taken back at any time. */
import type { Company, Contact, MergeField } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeftRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { mergeRecord, pathOf, previewMerge, type RecordKind, unmergeRecord } from "../../api/records.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { cn } from "../../lib/cn.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState, errorText, SkeletonRows } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { useFieldName, useFieldValue } from "./field-words.ts";
import { RecordSearch } from "./RecordSearch.tsx";

type Props = {
  kind: RecordKind;
  source: string;
  /** Asked for when absent. */
  into?: string;
  onClose(): void;
  onDone?(): void;
  /** Where one goes on with the next: the page of the merged one is not opened. */
  stay?: boolean;
};

export function MergeDialog({ kind, source: first, into: second, onClose, onDone, stay }: Props) {
  const { t } = useTranslation("people");
  const client = useQueryClient();
  const go = useGo();
  const [pair, setPair] = useState({ source: first, into: second ?? null });
  const [chosen, setChosen] = useState<Record<string, "source" | "target">>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const name = useFieldName(kind);
  const show = useFieldValue(kind);
  const { source, into } = pair;
  const preview = useQuery({
    // Not among the contacts: after the merge there is nothing to preview.
    queryKey: ["merge-preview", kind, source, into],
    queryFn: ({ signal }) => previewMerge<Contact | Company>(kind, source, into!, signal),
    enabled: into !== null,
  });
  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.contacts });
    void client.invalidateQueries({ queryKey: keys.companies });
    void client.invalidateQueries({ queryKey: keys.conversationLists });
    void client.invalidateQueries({ queryKey: ["duplicates"] });
  };
  const sideOf = (field: MergeField) => chosen[field.field] ?? field.suggested;
  const merge = async () => {
    if (!preview.data || !into) return;
    setBusy(true);
    setError(null);
    try {
      const take = preview.data.fields.filter((field) => sideOf(field) === "source").map((field) => field.field);
      await mergeRecord(kind, source, into, take);
      refresh();
      notify({
        text: t("merge.done", { source: preview.data.source.name, target: preview.data.target.name }),
        undo: () => unmergeRecord(kind, source).then(refresh, (e) => notify({ tone: "error", text: errorText(e) })),
      });
      onDone?.();
      onClose();
      if (!stay) go(`${pathOf(kind)}/${into}`);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      size="lg"
      title={t(`merge.title_${kind}`)}
      description={t("merge.lead")}
      onClose={onClose}
      footer={
        into && (
          <>
            <Button
              look="ghost"
              className="me-auto"
              onClick={() => {
                setPair({ source: into, into: source });
                setChosen({});
              }}
            >
              <ArrowLeftRight /> {t("merge.swap")}
            </Button>
            <Button onClick={onClose}>{t("cancel", { ns: "common" })}</Button>
            <Button look="primary" busy={busy} disabled={!preview.data} onClick={() => void merge()}>
              {t("merge.action")}
            </Button>
          </>
        )
      }
    >
      {!into && <RecordSearch kind={kind} except={source} onChoose={(id) => setPair({ source, into: id })} />}
      {into && preview.isPending && <SkeletonRows rows={4} />}
      {preview.isError && <ErrorState compact error={preview.error} />}
      {preview.data && (
        <>
          <table className="w-full table-fixed border-collapse text-sm">
            <thead>
              <tr className="text-start text-xs text-muted">
                <th className="w-32 py-1 text-start font-medium max-md:w-20">{t("merge.field")}</th>
                <th className="px-2 py-1 text-start font-medium">
                  {t("merge.goes")} <bdi className="block truncate text-ink">{preview.data.source.name}</bdi>
                </th>
                <th className="px-2 py-1 text-start font-medium">
                  {t("merge.stays")} <bdi className="block truncate text-ink">{preview.data.target.name}</bdi>
                </th>
              </tr>
            </thead>
            <tbody>
              {preview.data.fields.map((field) => (
                <tr key={field.field} className="border-t border-line">
                  <th
                    scope="row"
                    className="py-1.5 pe-2 text-start text-xs font-normal text-muted [overflow-wrap:anywhere]"
                  >
                    {field.label ?? name(field.field)}
                  </th>
                  {(["source", "target"] as const).map((side) => (
                    <td key={side} className="p-1">
                      <label
                        className={cn(
                          "flex min-h-8 cursor-pointer items-center gap-2 rounded-md border px-2",
                          sideOf(field) === side ? "border-accent bg-accent-soft" : "border-transparent hover:bg-hover",
                        )}
                      >
                        <input
                          type="radio"
                          name={field.field}
                          className="accent-accent"
                          checked={sideOf(field) === side}
                          onChange={() => setChosen((now) => ({ ...now, [field.field]: side }))}
                        />
                        <bdi className="min-w-0 py-1 text-ink [overflow-wrap:anywhere]">
                          {nameOf(field, preview.data[side]) ?? (show(field.field, field[side]) || "–")}
                        </bdi>
                      </label>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {!preview.data.fields.length && <p className="py-2 text-sm text-muted">{t("merge.same")}</p>}
          <p className="pt-3 text-sm text-muted">
            {t(`merge.follow_${kind}`, { count: preview.data.conversations ?? preview.data.contacts ?? 0 })}
          </p>
          {Boolean(error) && <ErrorState compact error={error} className="mt-3" />}
        </>
      )}
    </Dialog>
  );
}

/** A company is known by its name, not by its id. */
const nameOf = ({ field }: MergeField, record: Contact | Company): string | null =>
  field.startsWith("company") && "company" in record ? (record.company?.name ?? null) : null;
