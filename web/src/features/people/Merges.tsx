/** What was merged into a contact or a company, and the way back, however long ago it was; and where one went that was merged away. */
import type { RecordMerge } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listMerges, pathOf, unmergeRecord } from "../../api/records.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { Button } from "../../ui/button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { notify } from "../../ui/toast.tsx";
import { Block } from "./Block.tsx";
import { type RecordRef, recordKey, useAct } from "./use-act.ts";

type Props = { of: RecordRef; locked: boolean };

const useMerges = (of: RecordRef) =>
  useQuery({
    queryKey: [...recordKey(of), "merges"],
    queryFn: ({ signal }) => listMerges(of.kind, of.id, signal),
  }).data;

export function Merges({ of, locked }: Props) {
  const { t } = useTranslation("people");
  const merges = useMerges(of);
  if (!merges?.length) return null;
  return (
    <Block title={t("section.merges")}>
      <ul className="grid gap-2">
        {merges.map((merge) => (
          <li key={merge.source.id} className="flex flex-wrap items-center gap-2 text-sm">
            <span className="min-w-32 flex-1">
              <bdi className="block truncate text-ink">{merge.source.name || t("unnamed")}</bdi>
              <span className="block truncate text-xs text-faint">
                {merge.target.id !== of.id && (
                  <>
                    {t("merge.into", { target: merge.target.name || t("unnamed") })}
                    {" · "}
                  </>
                )}
                {merge.merged_by && <bdi>{merge.merged_by} · </bdi>}
                <RelativeTime at={merge.merged_at} />
              </span>
            </span>
            {!locked && <Undo of={of} merge={merge} />}
          </li>
        ))}
      </ul>
    </Block>
  );
}

/** On the page of one that was merged away. */
export function MergedAway({ of, locked }: Props) {
  const { t } = useTranslation("people");
  const go = useGo();
  const merge = useMerges(of)?.find((one) => one.source.id === of.id);
  if (!merge) return null;
  return (
    <div role="status" className="mb-5 flex flex-wrap items-center gap-3 rounded-lg bg-sunken px-4 py-3 text-sm">
      <p className="min-w-0 flex-1 text-ink">{t("merge.away", { target: merge.target.name || t("unnamed") })}</p>
      <Button size="sm" onClick={() => go(`${pathOf(of.kind)}/${merge.target.id}`)}>
        {t("open")}
      </Button>
      {!locked && <Undo of={of} merge={merge} />}
    </div>
  );
}

function Undo({ of, merge }: { of: RecordRef; merge: RecordMerge }) {
  const { t } = useTranslation("people");
  const client = useQueryClient();
  const act = useAct(of);
  const [busy, setBusy] = useState(false);
  const undo = async () => {
    setBusy(true);
    const done = await act(() => unmergeRecord(of.kind, merge.source.id));
    setBusy(false);
    for (const queryKey of [keys.contacts, keys.companies, keys.conversationLists, ["tickets"]])
      void client.invalidateQueries({ queryKey });
    if (done) notify({ text: t(`merge.undone_${of.kind}`, { source: merge.source.name }) });
  };
  return (
    <Button size="sm" busy={busy} aria-label={`${t("merge.undo")}: ${merge.source.name}`} onClick={() => void undo()}>
      {t("merge.undo")}
    </Button>
  );
}
