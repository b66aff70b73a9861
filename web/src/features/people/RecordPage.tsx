/** What the page of a person and the page of a company have in common: the way back, the head, what is missing. */
import type { UseQueryResult } from "@tanstack/react-query";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/client.ts";
import { pathOf, type RecordKind } from "../../api/records.ts";
import { useCan } from "../../frame/me.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { MergedAway } from "./Merges.tsx";

type PageProps<T> = {
  kind: RecordKind;
  query: UseQueryResult<T>;
  /** In place of it when it is not here, or not for this member. */
  gone: ReactNode;
  children(record: T): ReactNode;
};

export function RecordPage<T>({ kind, query, gone, children }: PageProps<T>) {
  const { t } = useTranslation("people");
  const go = useGo();
  const isGone = query.error instanceof ApiError && [400, 403, 404].includes(query.error.status);
  return (
    <section aria-label={t(`${kind}.one`)} className="h-full overflow-y-auto bg-surface">
      <div className="mx-auto max-w-5xl px-6 py-5 max-md:px-4">
        <Button look="ghost" size="sm" className="-ms-2 mb-2" onClick={() => go(pathOf(kind))}>
          <ChevronLeft className="rtl:rotate-180" /> {t(`${kind}.title`)}
        </Button>
        {query.isPending && <SkeletonRows rows={4} />}
        {query.isError && !query.data && !isGone && (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
        {isGone && gone}
        {query.data && children(query.data)}
      </div>
    </section>
  );
}

type BodyProps = {
  kind: RecordKind;
  record: { id: string; name: string; merged_into: string | null };
  mark: ReactNode;
  /** The name, to be edited in place. */
  title: ReactNode;
  actions: ReactNode;
  side: ReactNode;
  children: ReactNode;
};

export function RecordBody({ kind, record, mark, title, actions, side, children }: BodyProps) {
  const { t } = useTranslation("people");
  const can = useCan();
  return (
    <>
      <header className="flex flex-wrap items-center gap-4 pb-5">
        {mark}
        <div className="min-w-48 flex-1">
          <h1 className="sr-only">{record.name || t("unnamed")}</h1>
          {title}
        </div>
        {actions}
      </header>
      {record.merged_into !== null && <MergedAway of={{ kind, id: record.id }} locked={!can("contacts.update")} />}
      <div className="grid gap-5 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">{side}</div>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">{children}</div>
      </div>
    </>
  );
}
