/** What arrived and could not be read: kept, with the reason, until someone retries or deletes it. */
import type { QuarantinedRaw } from "@omniflow/contract";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { FileText, RotateCw, ShieldCheck, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteQuarantined, listQuarantine, retryQuarantined } from "../../api/channels.ts";
import { keys } from "../../api/keys.ts";
import { formatBytes } from "../../i18n/format.ts";
import { Said } from "../../said/index.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { EmptyState, ErrorState, errorText, SkeletonRows } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { Pane } from "./pane.tsx";
import { RawDialog } from "./raw-dialog.tsx";

export function QuarantineSettings() {
  const { t } = useTranslation(["settings", "common"]);
  const pages = useInfiniteQuery({
    queryKey: keys.quarantine,
    queryFn: ({ pageParam }) => listQuarantine(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const list = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Pane wide title={t("nav.quarantine")} lead={t("quarantine.lead")}>
      {pages.isPending && <SkeletonRows />}
      {pages.error && !pages.data && <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.data && list.length === 0 && (
        <EmptyState icon={<ShieldCheck />} title={t("quarantine.emptyTitle")} className="rounded-lg border border-line">
          {t("quarantine.emptyLead")}
        </EmptyState>
      )}
      {list.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {list.map((item) => (
            <QuarantineRow key={item.id} item={item} />
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <Button
          className="justify-self-center"
          busy={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t("common:showMore")}
        </Button>
      )}
    </Pane>
  );
}

function QuarantineRow({ item }: { item: QuarantinedRaw }) {
  const { t } = useTranslation(["settings", "common"]);
  const client = useQueryClient();
  const [dialog, setDialog] = useState<"raw" | "delete" | null>(null);
  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.quarantine });
    void client.invalidateQueries({ queryKey: keys.channels });
  };
  const retry = useMutation({
    mutationFn: () => retryQuarantined(item.id),
    onSuccess: () => {
      notify({ text: t("quarantine.retried") });
      refresh();
    },
    onError: (error) => notify({ tone: "error", text: errorText(error) }),
  });
  const remove = useMutation({ mutationFn: () => deleteQuarantined(item.id), onSuccess: refresh });
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium text-ink">{item.subject || t("quarantine.noSubject")}</p>
        <p className="truncate text-xs text-muted">
          {[item.from, item.channel_name, formatBytes(item.size)].filter(Boolean).join(" · ")} ·{" "}
          <RelativeTime at={item.received_at} style="sentence" />
        </p>
        <p className="mt-1 text-sm break-words text-danger-ink">
          <Said>{item.reason}</Said>{" "}
          <span className="text-muted">({t("quarantine.attempts", { count: item.attempts })})</span>
        </p>
      </div>
      <Button size="sm" busy={retry.isPending} onClick={() => retry.mutate()}>
        <RotateCw aria-hidden /> {t("common:retry")}
      </Button>
      <IconButton label={t("quarantine.view")} onClick={() => setDialog("raw")}>
        <FileText />
      </IconButton>
      <IconButton label={t("common:delete")} look="danger-ghost" onClick={() => setDialog("delete")}>
        <Trash2 />
      </IconButton>
      {dialog === "raw" && <RawDialog item={item} onClose={() => setDialog(null)} />}
      {dialog === "delete" && (
        <Confirm
          title={t("quarantine.deleteTitle")}
          action={t("common:delete")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setDialog(null)}
        >
          {t("quarantine.deleteLead")}
        </Confirm>
      )}
    </li>
  );
}
