/** One import, step by step: what the columns are, what would happen, the run with its progress, and the way back. */
import type { Import, ImportChange } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronLeft, Download, Play, RotateCcw, Square } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../../api/download.ts";
import { actOnImport, changeImport, getImport, type ImportVerb } from "../../api/imports.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { formatNumber } from "../../i18n/format.ts";
import { cn } from "../../lib/cn.ts";
import { Said } from "../../said/index.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { ErrorState, errorText, SkeletonRows } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { tones } from "./ImportsPage.tsx";
import { Mapping } from "./Mapping.tsx";
import { RowList } from "./RowList.tsx";

const atWork = ["checking", "running", "undoing"];

export function ImportPage({ id }: { id: string }) {
  const { t } = useTranslation("imports");
  const go = useGo();
  const query = useQuery({
    queryKey: ["imports", "one", id],
    queryFn: ({ signal }) => getImport(id, signal),
    // Hints of progress refresh this; the clock is for when they do not come.
    refetchInterval: ({ state }) => (state.data && atWork.includes(state.data.state) ? 1500 : false),
  });
  return (
    <>
      <Button look="ghost" size="sm" className="-ms-2 mb-2" onClick={() => go("/contacts/import")}>
        <ChevronLeft className="rtl:rotate-180" /> {t("title")}
      </Button>
      {query.isPending && <SkeletonRows rows={5} />}
      {query.isError && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Steps one={query.data} />}
    </>
  );
}

function Steps({ one }: { one: Import }) {
  const { t } = useTranslation("imports");
  const { change, act, busy, error } = useVerbs(one);
  const [undoing, setUndoing] = useState(false);
  const preparing = !one.started_at && ["mapping", "checked", "failed"].includes(one.state);
  const ran = Boolean(one.started_at) && !["running"].includes(one.state);
  return (
    <div className="grid gap-6">
      <header className="flex flex-wrap items-center gap-3">
        <h1 className="min-w-0 truncate text-lg font-semibold text-ink">
          <bdi>{one.name}</bdi>
        </h1>
        <Badge tone={tones[one.state] ?? "neutral"}>{t(`state.${one.state}`)}</Badge>
      </header>
      {one.reason && (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm text-danger-ink">
          <Said>{one.reason}</Said>
        </p>
      )}
      {atWork.includes(one.state) && <Progress one={one} onStop={() => void act("stop")} />}
      {preparing && <Mapping one={one} onChange={change} />}
      {Boolean(error) && <ErrorState compact error={error} kept={t("kept")} />}
      {(one.state === "checked" || ran) && <Result one={one} />}
      <footer className="flex flex-wrap gap-2">
        {preparing && (
          <Button
            look={one.state === "checked" ? "secondary" : "primary"}
            busy={busy}
            onClick={() => void act("check")}
          >
            {t(one.state === "checked" ? "check_again" : "check")}
          </Button>
        )}
        {one.state === "checked" && (
          <Button
            look="primary"
            busy={busy}
            disabled={one.counts.created + one.counts.updated === 0}
            onClick={() => void act("run")}
          >
            <Play /> {t("run", { count: one.counts.created + one.counts.updated })}
          </Button>
        )}
        {ran && ["done", "stopped", "failed"].includes(one.state) && (
          <Button look="danger-ghost" onClick={() => setUndoing(true)}>
            <RotateCcw /> {t("undo")}
          </Button>
        )}
      </footer>
      {(one.state === "checked" || ran) && (
        <>
          {one.counts.failed > 0 && (
            <RowList
              one={one}
              outcome="failed"
              action={
                <Button
                  size="sm"
                  onClick={() =>
                    void download(`/imports/${one.id}/refused.csv`).catch((problem) =>
                      notify({ tone: "error", text: errorText(problem) }),
                    )
                  }
                >
                  <Download /> {t("download_refused")}
                </Button>
              }
            />
          )}
          {one.counts.kept > 0 && <RowList one={one} outcome="kept" />}
        </>
      )}
      {undoing && (
        <Confirm
          title={t("undo_title")}
          action={t("undo")}
          busy={busy}
          error={error}
          onConfirm={() => void act("undo").then((done) => done && setUndoing(false))}
          onClose={() => setUndoing(false)}
        >
          {t("undo_lead", { created: one.counts.created, updated: one.counts.updated })}
        </Confirm>
      )}
    </div>
  );
}

function useVerbs(one: Import) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const key = ["imports", "one", one.id];
  // One after the other, and only the last answer is shown: an earlier one does not know of the later change.
  const turn = useRef(0);
  const before = useRef<Promise<unknown>>(Promise.resolve());
  const work = async (call: () => Promise<Import>) => {
    const mine = ++turn.current;
    setBusy(true);
    setError(null);
    const answer = before.current.then(call);
    before.current = answer.catch(() => {});
    try {
      const now = await answer;
      if (mine === turn.current) client.setQueryData(key, now);
      return true;
    } catch (problem) {
      setError(problem);
      void client.invalidateQueries({ queryKey: key });
      return false;
    } finally {
      if (mine === turn.current) setBusy(false);
    }
  };
  return {
    busy,
    error,
    act: (verb: ImportVerb) => work(() => actOnImport(one.id, verb)),
    change(what: ImportChange) {
      client.setQueryData<Import>(key, (now) => now && ({ ...now, ...what, state: "mapping" } as Import));
      void work(() => changeImport(one.id, what));
    },
  };
}

function Progress({ one, onStop }: { one: Import; onStop(): void }) {
  const { t } = useTranslation("imports");
  const total = one.total ?? 0;
  const part = total ? Math.min(100, Math.round((one.done / total) * 100)) : null;
  return (
    <div className="flex items-center gap-4 rounded-lg border border-line p-4">
      <div className="min-w-0 flex-1">
        <p role="status" className="pb-2 text-sm text-ink tabular-nums">
          {total
            ? t("progress", { done: formatNumber(one.done), total: formatNumber(total) })
            : t("progress_open", { done: formatNumber(one.done) })}
        </p>
        <div
          role="progressbar"
          aria-label={t(`state.${one.state}`)}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={part ?? undefined}
          className="h-1.5 overflow-hidden rounded-full bg-sunken"
        >
          <div
            className={cn("h-full rounded-full bg-accent transition-[width]", part === null && "w-1/3 animate-pulse")}
            style={part === null ? undefined : { width: `${part}%` }}
          />
        </div>
      </div>
      {one.state !== "undoing" && (
        <Button size="sm" onClick={onStop}>
          <Square /> {t("stop")}
        </Button>
      )}
    </div>
  );
}

const shown = ["created", "updated", "unchanged", "skipped", "failed", "undone", "kept"] as const;

function Result({ one }: { one: Import }) {
  const { t } = useTranslation("imports");
  const counts = shown.filter((what) => one.counts[what] > 0 || what === "created");
  return (
    <section aria-label={t(one.state === "checked" ? "would" : "did")} className="rounded-lg border border-line p-4">
      <h2 className="pb-2 text-sm font-semibold text-ink">{t(one.state === "checked" ? "would" : "did")}</h2>
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        {counts.map((what) => (
          <div key={what}>
            <dt className="text-xs text-muted">{t(`count.${what}`)}</dt>
            <dd
              className={cn("text-xl font-semibold tabular-nums", what === "failed" ? "text-danger-ink" : "text-ink")}
            >
              {formatNumber(one.counts[what])}
            </dd>
          </div>
        ))}
        {one.companies_created > 0 && (
          <div>
            <dt className="text-xs text-muted">{t("count.companies")}</dt>
            <dd className="text-xl font-semibold text-ink tabular-nums">{formatNumber(one.companies_created)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
