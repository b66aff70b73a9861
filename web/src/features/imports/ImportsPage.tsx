/** Imports: those that were, and a new one by dropping a file. */
import type { Import } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { listImports, uploadImport } from "../../api/imports.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { formatDateTime, formatNumber } from "../../i18n/format.ts";
import { cn } from "../../lib/cn.ts";
import { useNarrow } from "../../lib/use-media.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";
import { SideList } from "../people/SideList.tsx";
import { ImportPage } from "./ImportPage.tsx";

export function ImportsPage({ id }: { id: string | null }) {
  const narrow = useNarrow();
  return (
    <div className="flex h-full min-h-0">
      {!narrow && <SideList kind={null} current={null} place="import" />}
      <section className="min-w-0 flex-1 overflow-y-auto bg-surface">
        <div className="mx-auto max-w-5xl px-6 py-5 max-md:px-4">
          {narrow && !id && (
            <div className="mb-3">
              <SideList kind={null} current={null} place="import" compact />
            </div>
          )}
          {id ? <ImportPage key={id} id={id} /> : <Start />}
        </div>
      </section>
    </div>
  );
}

function Start() {
  const { t } = useTranslation("imports");
  const query = useQuery({ queryKey: ["imports", "list"], queryFn: ({ signal }) => listImports(signal) });
  return (
    <>
      <h1 className="text-lg font-semibold text-ink">{t("title")}</h1>
      <p className="max-w-prose pb-4 text-sm text-muted">{t("lead")}</p>
      <Drop />
      <h2 className="pt-8 pb-2 text-sm font-semibold text-ink">{t("past")}</h2>
      {query.isPending && <SkeletonRows rows={3} />}
      {query.isError && <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && query.data.items.length === 0 && <p className="text-sm text-muted">{t("none")}</p>}
      {query.data && query.data.items.length > 0 && <Past list={query.data.items} />}
    </>
  );
}

function Drop() {
  const { t } = useTranslation("imports");
  const go = useGo();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const take = async (file: File | undefined) => {
    if (!file || busy) return;
    setBusy(true);
    setError(null);
    try {
      const made = await uploadImport(file);
      go(`/contacts/import/${made.id}`);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files[0]);
        }}
        className={cn(
          "flex flex-col items-center gap-3 rounded-lg border-2 border-dashed border-line px-6 py-10 text-center",
          over && "border-accent bg-accent-soft",
        )}
      >
        <FileUp aria-hidden className="size-6 stroke-[1.5] text-faint" />
        <p className="text-sm text-muted">{t("drop")}</p>
        <Button look="primary" busy={busy} onClick={() => input.current?.click()}>
          {t("choose")}
        </Button>
        <p className="text-xs text-faint">{t("limits")}</p>
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          aria-label={t("choose")}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
      {Boolean(error) && <ErrorState compact error={error} className="mt-3" />}
    </>
  );
}

export const tones: Partial<Record<Import["state"], Tone>> = {
  done: "success",
  failed: "danger",
  running: "accent",
  checking: "accent",
  undoing: "accent",
  stopped: "warning",
};

function Past({ list }: { list: Import[] }) {
  const { t } = useTranslation("imports");
  const go = useGo();
  return (
    <Table label={t("past")}>
      <thead>
        <tr>
          <Th>{t("file")}</Th>
          <Th>{t("state_label")}</Th>
          <Th className="text-end">{t("count.created")}</Th>
          <Th className="text-end">{t("count.updated")}</Th>
          <Th>{t("when")}</Th>
        </tr>
      </thead>
      <tbody>
        {list.map((one) => (
          <tr key={one.id}>
            <Td>
              <Button look="link" onClick={() => go(`/contacts/import/${one.id}`)}>
                <bdi className="max-w-64 truncate">{one.name}</bdi>
              </Button>
            </Td>
            <Td>
              <Badge tone={tones[one.state] ?? "neutral"}>{t(`state.${one.state}`)}</Badge>
            </Td>
            <Td className="text-end tabular-nums">{one.started_at ? formatNumber(one.counts.created) : ""}</Td>
            <Td className="text-end tabular-nums">{one.started_at ? formatNumber(one.counts.updated) : ""}</Td>
            <Td className="text-muted">
              {formatDateTime(one.created_at)}
              {one.created_by && <bdi> · {one.created_by}</bdi>}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
