/** The list of contacts or of companies: segments at the side, search and filter above, a table that can be changed as a whole. */
import type { Filter } from "@omniflow/contract";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Building2, Columns3, Download, FileUp, ListFilter, Plus, Users } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../../api/download.ts";
import { pathOf, type RecordKind, type Selection } from "../../api/records.ts";
import { useCan } from "../../frame/me.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { formatNumber } from "../../i18n/format.ts";
import { useNarrow } from "../../lib/use-media.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Menu, MenuCheckItem, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { EmptyState, ErrorState, errorText, SkeletonRows } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { BulkBar } from "./BulkBar.tsx";
import { usePicked } from "./picked.ts";
import { RecordTable } from "./RecordTable.tsx";
import { SearchField } from "./SearchField.tsx";
import { SideList } from "./SideList.tsx";
import { useColumns } from "./use-columns.ts";
import { useCount, useRecords, useSegments } from "./use-records.ts";

const FilterDialog = lazy(() => import("./FilterDialog.tsx").then((m) => ({ default: m.FilterDialog })));
const CreateDialog = lazy(() => import("./CreateDialog.tsx").then((m) => ({ default: m.CreateDialog })));

export type ListSearch = { q?: string; segment?: string; filter?: string; sort?: string };

export function ListPage({ kind }: { kind: RecordKind }) {
  const { t } = useTranslation("people");
  const go = useGo();
  const can = useCan();
  const narrow = useNarrow();
  const { search, change } = useListSearch();
  const [dialog, setDialog] = useState<"filter" | "create" | null>(null);
  const selection: Selection = {
    ...(search.q ? { q: search.q } : {}),
    ...(search.segment ? { segment_id: search.segment } : {}),
    ...(search.filter ? { filter: search.filter } : {}),
  };
  const segment = useSegments().find((one) => one.id === search.segment);
  const sort = search.sort ?? segment?.sort ?? (kind === "contact" ? "newest" : "name");
  const records = useRecords(kind, { ...selection, sort });
  const rows = records.data?.pages.flatMap((page) => page.items) ?? [];
  const count = useCount(kind, selection);
  const picked = usePicked(JSON.stringify([kind, selection]));
  const columns = useColumns(kind, segment);
  const base = pathOf(kind);
  const asked = Boolean(search.q || search.filter || search.segment);
  return (
    <div className="flex h-full min-h-0">
      {!narrow && <SideList kind={kind} current={search.segment ?? null} />}
      <section aria-label={t(`${kind}.title`)} className="relative flex min-w-0 flex-1 flex-col bg-surface">
        <header className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-2 border-b border-line px-4 py-2">
          <h1 className="me-1 flex items-baseline gap-2 text-base font-semibold text-ink">
            <bdi className="truncate">{segment?.name ?? t(`${kind}.title`)}</bdi>
            {count?.count != null && (
              <span className="text-sm font-normal text-faint tabular-nums">
                {formatNumber(count.count)}
                {count.more && "+"}
              </span>
            )}
          </h1>
          {narrow && <SideList kind={kind} current={search.segment ?? null} compact />}
          <SearchField value={search.q ?? ""} label={t(`${kind}.search`)} onChange={(q) => change({ q })} />
          <Button size="sm" onClick={() => setDialog("filter")} aria-pressed={Boolean(search.filter)}>
            <ListFilter /> {t("list.filter")}
            {search.filter && <Badge tone="accent">{countConditions(search.filter)}</Badge>}
          </Button>
          <span className="ms-auto flex items-center gap-1">
            {!narrow && <ColumnMenu columns={columns} />}
            {can("contacts.export") && (
              <ExportMenu path={`${base}/export`} query={{ ...selection, sort }} columns={columns.chosen} />
            )}
            {kind === "contact" && can("contacts.import") && (
              <IconButton label={t("list.import")} onClick={() => go("/contacts/import")}>
                <FileUp />
              </IconButton>
            )}
            {can("contacts.update") && (
              <Button size="sm" look="primary" onClick={() => setDialog("create")}>
                <Plus /> {t(`${kind}.new`)}
              </Button>
            )}
          </span>
        </header>
        {records.isPending && <SkeletonRows rows={10} className="px-4" />}
        {records.isError && !records.data && (
          <ErrorState error={records.error} onRetry={() => void records.refetch()} />
        )}
        {records.isSuccess && rows.length === 0 && (
          <EmptyState
            icon={kind === "contact" ? <Users /> : <Building2 />}
            title={t(asked ? "list.none_found" : `${kind}.empty`)}
            action={
              asked ? (
                <Button onClick={() => change({ q: undefined, filter: undefined, segment: undefined })}>
                  {t("list.clear")}
                </Button>
              ) : undefined
            }
          >
            {t(asked ? "list.none_found_hint" : `${kind}.empty_hint`)}
          </EmptyState>
        )}
        {rows.length > 0 && (
          <RecordTable
            label={t(`${kind}.title`)}
            base={base}
            rows={rows}
            columns={columns.shown}
            title={columns.title}
            sort={sort}
            onSort={(next) => change({ sort: next })}
            picked={picked}
            onOpen={(row) => go(`${base}/${row.id}`)}
            {...(records.hasNextPage && !records.isFetchingNextPage
              ? { onEnd: () => void records.fetchNextPage() }
              : {})}
          />
        )}
        {(picked.ids.size > 0 || picked.all) && (
          <BulkBar kind={kind} picked={picked} selection={selection} count={count ?? null} loaded={rows.length} />
        )}
        <Suspense>
          {dialog === "filter" && (
            <FilterDialog
              kind={kind}
              filter={search.filter ? (JSON.parse(search.filter) as Filter) : null}
              segment={segment ?? null}
              columns={[...columns.chosen]}
              sort={sort}
              onApply={(filter) => {
                change({ filter: filter ? JSON.stringify(filter) : undefined });
                setDialog(null);
              }}
              onSegment={(id) => {
                change({ filter: undefined, segment: id });
                setDialog(null);
              }}
              onClose={() => setDialog(null)}
            />
          )}
          {dialog === "create" && <CreateDialog kind={kind} onClose={() => setDialog(null)} />}
        </Suspense>
      </section>
    </div>
  );
}

const countConditions = (filter: string): number => filter.split('"field":').length - 1;

function useListSearch() {
  const given = useSearch({ strict: false }) as Record<string, unknown>;
  // The router reads JSON in an address as what it says; here a filter is text.
  const search: ListSearch = Object.fromEntries(
    ["q", "segment", "filter", "sort"].flatMap((name) =>
      given[name] === undefined
        ? []
        : [[name, typeof given[name] === "object" ? JSON.stringify(given[name]) : String(given[name])]],
    ),
  );
  const navigate = useNavigate();
  const change = (next: { [K in keyof ListSearch]?: string | undefined }) => {
    const merged = Object.fromEntries(Object.entries({ ...search, ...next }).filter(([, value]) => value));
    void navigate({ to: ".", search: merged as never, replace: "q" in next });
  };
  return { search, change };
}

type ExportProps = { path: string; query: Selection & { sort: string }; columns: readonly string[] };

function ExportMenu({ path, query, columns }: ExportProps) {
  const { t } = useTranslation("people");
  const take = (more: { columns?: string }) =>
    void download(path, { ...query, ...more }).catch((error) => notify({ tone: "error", text: errorText(error) }));
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t("list.export")}>
          <Download />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => take({ columns: columns.join(",") })}>{t("list.export_shown")}</MenuItem>
      <MenuItem onSelect={() => take({})}>{t("list.export_all")}</MenuItem>
    </Menu>
  );
}

function ColumnMenu({ columns }: { columns: ReturnType<typeof useColumns> }) {
  const { t } = useTranslation("people");
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t("list.columns")}>
          <Columns3 />
        </IconButton>
      }
    >
      {columns.all.slice(1).map(({ key }) => (
        <MenuCheckItem key={key} stay checked={columns.chosen.includes(key)} onSelect={() => columns.toggle(key)}>
          {columns.title(key)}
        </MenuCheckItem>
      ))}
      {columns.reset && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={columns.reset}>{t("list.columns_usual")}</MenuItem>
        </>
      )}
    </Menu>
  );
}
