/** Settings → Audit log: who changed what, searched, carried out as a file, and whether the chain holds. */
import type { AuditEntry, AuditVerification } from "@omniflow/contract";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Download, ScrollText, ShieldCheck, ShieldX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type AuditFilter, listAudit, verifyAudit } from "../../api/admin.ts";
import { download } from "../../api/download.ts";
import { formatDateTime, formatNumber } from "../../i18n/format.ts";
import { Said } from "../../said/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Input } from "../../ui/input.tsx";
import { EmptyState, ErrorState, errorText, SkeletonRows } from "../../ui/states.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";
import { notify } from "../../ui/toast.tsx";
import { SearchField } from "../people/SearchField.tsx";
import { Pane } from "./pane.tsx";

export function AuditSettings() {
  const { t } = useTranslation("records");
  const [filter, setFilter] = useState<AuditFilter>({});
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const query = useInfiniteQuery({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam, signal }) => listAudit(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const entries = query.data?.pages.flatMap((page) => page.items) ?? [];
  const day = (name: "from" | "to", text: string) => {
    const time = text ? new Date(`${text}T00:00:00`) : null;
    if (time && name === "to") time.setDate(time.getDate() + 1);
    setFilter(({ [name]: _, ...rest }) => (time ? { ...rest, [name]: time.toISOString() } : rest));
  };
  return (
    <Pane title={t("audit.title")} lead={t("audit.lead")} wide action={<Verify />}>
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          value={filter.q ?? ""}
          label={t("audit.search")}
          onChange={(q) => setFilter(({ q: _, ...rest }) => (q ? { ...rest, q } : rest))}
        />
        <Input
          type="date"
          className="w-36"
          aria-label={t("audit.from")}
          onChange={(event) => day("from", event.target.value)}
        />
        <Input
          type="date"
          className="w-36"
          aria-label={t("audit.to")}
          onChange={(event) => day("to", event.target.value)}
        />
        <Button
          className="ms-auto"
          onClick={() =>
            void download("/audit/export", { ...filter, format: "csv" }).catch((error) =>
              notify({ tone: "error", text: errorText(error) }),
            )
          }
        >
          <Download /> {t("audit.export")}
        </Button>
      </div>
      <div>
        {query.isPending && <SkeletonRows rows={6} />}
        {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.isSuccess && entries.length === 0 && <EmptyState icon={<ScrollText />} title={t("audit.none")} />}
        {entries.length > 0 && (
          <Table label={t("audit.title")}>
            <thead>
              <tr>
                <Th>{t("audit.when")}</Th>
                <Th>{t("audit.who")}</Th>
                <Th>{t("audit.what")}</Th>
                <Th>{t("audit.on")}</Th>
                <Th>{t("audit.summary")}</Th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.id}>
                  <Td className="text-muted tabular-nums">{formatDateTime(entry.at)}</Td>
                  <Td>
                    <bdi>{entry.actor.name || entry.actor.type}</bdi>
                  </Td>
                  <Td>
                    <Button look="link" size="sm" onClick={() => setOpen(entry)}>
                      {entry.action}
                    </Button>
                  </Td>
                  <Td className="max-w-48 truncate">
                    <bdi>{entry.target?.name || entry.target?.type}</bdi>
                  </Td>
                  <Td className="max-w-64 truncate text-muted">
                    <bdi>{entry.summary}</bdi>
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
        {query.hasNextPage && (
          <Button className="mt-3" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("showMore", { ns: "common" })}
          </Button>
        )}
      </div>
      {open && <Entry entry={open} onClose={() => setOpen(null)} />}
    </Pane>
  );
}

/** The whole chain is walked through; the answer says where it breaks. */
function Verify() {
  const { t } = useTranslation("records");
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<AuditVerification | null>(null);
  const run = async () => {
    setBusy(true);
    try {
      setFound(await verifyAudit());
    } catch (error) {
      notify({ tone: "error", text: errorText(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className="flex items-center gap-2">
      <span role="status" className={found?.ok === false ? "text-sm text-danger-ink" : "text-sm text-success-ink"}>
        {found &&
          (found.ok ? (
            t("audit.intact", { entries: formatNumber(found.entries) })
          ) : found.reason ? (
            <Said>{found.reason}</Said>
          ) : (
            t("audit.broken", { entry: found.broken_at ?? 0 })
          ))}
      </span>
      <Button busy={busy} onClick={() => void run()}>
        {found?.ok === false ? <ShieldX /> : <ShieldCheck />} {t("audit.verify")}
      </Button>
    </span>
  );
}

function Entry({ entry, onClose }: { entry: AuditEntry; onClose(): void }) {
  const { t } = useTranslation("records");
  const names = [...new Set([...Object.keys(entry.before ?? {}), ...Object.keys(entry.after ?? {})])];
  const text = (value: unknown) =>
    value === undefined ? "–" : typeof value === "string" ? value : JSON.stringify(value);
  return (
    <Dialog open size="lg" title={entry.action} description={entry.summary || undefined} onClose={onClose}>
      <p className="pb-3 text-sm text-muted">
        #{entry.seq} · {formatDateTime(entry.at)} · <bdi>{entry.actor.name || entry.actor.type}</bdi>
      </p>
      {names.length > 0 && (
        <Table label={t("audit.changes")}>
          <thead>
            <tr>
              <Th>{t("audit.field")}</Th>
              <Th>{t("audit.before")}</Th>
              <Th>{t("audit.after")}</Th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <Td className="text-muted">{name}</Td>
                <Td className="max-w-64 break-words whitespace-normal">{text(entry.before?.[name])}</Td>
                <Td className="max-w-64 break-words whitespace-normal">{text(entry.after?.[name])}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      <p className="pt-3 font-mono text-2xs break-all text-faint">{entry.hash}</p>
    </Dialog>
  );
}
