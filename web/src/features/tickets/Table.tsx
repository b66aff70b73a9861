/** Tickets as a table: rows that can be picked and changed together, more on scrolling down. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { TicketX } from "lucide-react";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { listTickets, type TicketFilter } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { usePicked } from "../people/picked.ts";
import { More } from "./More.tsx";
import { type Place, Rows } from "./Rows.tsx";
import type { Column } from "./table-columns.ts";

const BulkBar = lazy(() => import("./BulkBar.tsx").then((module) => ({ default: module.BulkBar })));

/** Tickets that are read together: first what fills a screen, then as many as the server gives. */
const [first, onward] = [50, 100];

type Props = { filter: TicketFilter; columns: readonly Column[]; onNew: () => void };

export function TicketTable({ filter, columns, onNew }: Props) {
  const { t } = useTranslation("tickets");
  const can = useCan();
  const scope = JSON.stringify(filter);
  const picked = usePicked(scope);
  const place = useMemo(() => placeOf(scope), [scope]);
  const query = useInfiniteQuery({
    queryKey: [...ticketKeys.lists, filter],
    queryFn: ({ pageParam, signal }) => listTickets(filter, pageParam, pageParam ? onward : first, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const tickets = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  if (query.isPending) return <SkeletonRows rows={8} className="p-4" />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!tickets.length) {
    const asked = Boolean(filter.q || filter.filter || filter.view_id);
    return (
      <EmptyState
        icon={<TicketX />}
        title={t(asked ? "empty.search" : "empty.title")}
        action={asked || !can("tickets.create") ? undefined : <Button onClick={onNew}>{t("new.button")}</Button>}
      >
        {t(asked ? "empty.search_hint" : "empty.hint")}
      </EmptyState>
    );
  }
  return (
    <>
      <Rows tickets={tickets} columns={columns} picked={picked} all={!query.hasNextPage} place={place}>
        {query.hasNextPage && <More busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
      </Rows>
      <Suspense>
        {(picked.all || picked.ids.size > 0) && (
          <BulkBar filter={filter} picked={picked} loaded={tickets.length} more={query.hasNextPage} />
        )}
      </Suspense>
    </>
  );
}

const places = new Map<string, Place>();

/** Where the list of this filter was left. */
function placeOf(filter: string): Place {
  const place = places.get(filter) ?? { top: 0, row: null };
  places.set(filter, place);
  return place;
}
