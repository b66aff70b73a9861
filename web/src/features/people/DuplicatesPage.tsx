/** Likely pairs, with what speaks for it: merged after a look at the fields, or never proposed again. */
import type { Contact, Duplicate } from "@omniflow/contract";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { CopyCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dismissDuplicate, listDuplicates, reopenDuplicate } from "../../api/records.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { useNarrow } from "../../lib/use-media.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState, ErrorState, errorText, SkeletonRows } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { MergeDialog } from "./MergeDialog.tsx";
import { SideList } from "./SideList.tsx";

export function DuplicatesPage() {
  const { t } = useTranslation("people");
  const narrow = useNarrow();
  const client = useQueryClient();
  const [merging, setMerging] = useState<Duplicate | null>(null);
  const query = useInfiniteQuery({
    queryKey: ["duplicates", "list"],
    queryFn: ({ pageParam, signal }) => listDuplicates(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const pairs = query.data?.pages.flatMap((page) => page.items) ?? [];
  const refresh = () => void client.invalidateQueries({ queryKey: ["duplicates"] });
  const tell = (error: unknown) => notify({ tone: "error", text: errorText(error) });
  const dismiss = (pair: Duplicate) =>
    dismissDuplicate(pair.id).then(() => {
      refresh();
      notify({ text: t("duplicates.dismissed"), undo: () => reopenDuplicate(pair.id).then(refresh, tell) });
    }, tell);
  return (
    <div className="flex h-full min-h-0">
      {!narrow && <SideList kind={null} current={null} place="duplicates" />}
      <section className="min-w-0 flex-1 overflow-y-auto bg-surface px-6 py-5 max-md:px-4">
        {narrow && (
          <div className="mb-3">
            <SideList kind={null} current={null} place="duplicates" compact />
          </div>
        )}
        <h1 className="text-lg font-semibold text-ink">{t("duplicates.title")}</h1>
        <p className="max-w-prose pb-4 text-sm text-muted">{t("duplicates.lead")}</p>
        {query.isPending && <SkeletonRows rows={4} />}
        {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.isSuccess && pairs.length === 0 && (
          <EmptyState icon={<CopyCheck />} title={t("duplicates.empty")}>
            {t("duplicates.empty_hint")}
          </EmptyState>
        )}
        <ul className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-3">
          {pairs.map((pair) => (
            <li key={pair.id} className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-lg border border-line p-4">
              <div className="grid gap-3 md:grid-cols-2">
                <Side contact={pair.a} />
                <Side contact={pair.b} />
              </div>
              <div className="flex flex-wrap items-center gap-2">
                {pair.evidence.map((one) => (
                  <Badge
                    key={`${one.kind}${one.a}`}
                    tone="warning"
                    className="h-auto flex-wrap py-0.5 whitespace-normal [overflow-wrap:anywhere]"
                  >
                    {t(`duplicates.${one.kind}`)}: <bdi>{one.a === one.b ? one.a : `${one.a} ≈ ${one.b}`}</bdi>
                  </Badge>
                ))}
                <span className="ms-auto flex flex-wrap justify-end gap-2">
                  <Button size="sm" onClick={() => void dismiss(pair)}>
                    {t("duplicates.dismiss")}
                  </Button>
                  <Button size="sm" look="primary" onClick={() => setMerging(pair)}>
                    {t("duplicates.compare")}
                  </Button>
                </span>
              </div>
            </li>
          ))}
        </ul>
        {query.hasNextPage && (
          <Button className="mt-4" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("showMore", { ns: "common" })}
          </Button>
        )}
      </section>
      {merging && (
        <MergeDialog stay kind="contact" source={merging.b.id} into={merging.a.id} onClose={() => setMerging(null)} />
      )}
    </div>
  );
}

function Side({ contact }: { contact: Contact }) {
  const { t } = useTranslation("people");
  const go = useGo();
  return (
    <button
      type="button"
      onClick={() => go(`/contacts/${contact.id}`)}
      className="flex min-w-0 items-center gap-3 rounded-md p-1 text-start hover:bg-hover"
    >
      <Avatar name={contact.name || "?"} id={contact.id} />
      <span className="min-w-0">
        <span className="block truncate text-sm font-medium text-ink">
          <bdi>{contact.name || t("unnamed")}</bdi>
        </span>
        <bdi className="block truncate text-xs text-muted">
          {[...contact.emails, ...contact.phones].join(", ") || t("none")}
        </bdi>
        {contact.company && <bdi className="block truncate text-xs text-faint">{contact.company.name}</bdi>}
      </span>
    </button>
  );
}
