/** Tickets as a table: rows that can be picked and changed together, more on scrolling down. */
import type { Ticket } from "@omniflow/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { TicketX } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { listTickets, type TicketFilter } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/check.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";
import { usePicked } from "../people/picked.ts";
import { Cell } from "./cells.tsx";
import { More } from "./More.tsx";
import type { Column } from "./table-columns.ts";

const BulkBar = lazy(() => import("./BulkBar.tsx").then((module) => ({ default: module.BulkBar })));

type Props = { filter: TicketFilter; columns: readonly Column[]; onNew: () => void };

export function TicketTable({ filter, columns, onNew }: Props) {
  const { t } = useTranslation("tickets");
  const can = useCan();
  const picked = usePicked(JSON.stringify(filter));
  const query = useInfiniteQuery({
    queryKey: [...ticketKeys.lists, filter],
    queryFn: ({ pageParam, signal }) => listTickets(filter, pageParam, 50, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const tickets = query.data?.pages.flatMap((page) => page.items) ?? [];
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
  const all = picked.all || picked.ids.size === tickets.length;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4 pb-24">
      <Table label={t("title")}>
        <thead>
          <tr>
            {can("tickets.update") && (
              <Th className="w-9">
                <Checkbox
                  quiet
                  label={t("bulk.all")}
                  checked={all}
                  onChange={(on) => (on ? picked.take(tickets.map((ticket) => ticket.id)) : picked.clear())}
                />
              </Th>
            )}
            {columns.map((column) => (
              <Th key={column} className={column === "title" ? undefined : "max-sm:hidden"}>
                {t(`field.${column}`)}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tickets.map((ticket) => (
            <Row
              key={ticket.id}
              ticket={ticket}
              columns={columns}
              picked={picked.has(ticket.id)}
              {...(can("tickets.update") ? { onPick: () => picked.toggle(ticket.id) } : {})}
            />
          ))}
        </tbody>
      </Table>
      {query.hasNextPage && <More busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
      <Suspense>
        {(picked.all || picked.ids.size > 0) && (
          <BulkBar filter={filter} picked={picked} loaded={tickets.length} more={query.hasNextPage} />
        )}
      </Suspense>
    </div>
  );
}

type RowProps = { ticket: Ticket; columns: readonly Column[]; picked: boolean; onPick?: () => void };

function Row({ ticket, columns, picked, onPick }: RowProps) {
  const { t } = useTranslation("tickets");
  return (
    <tr className="hover:bg-hover has-data-[state=checked]:bg-accent-soft">
      {onPick && (
        <Td>
          <Checkbox quiet label={t("bulk.pick", { number: ticket.number })} checked={picked} onChange={onPick} />
        </Td>
      )}
      {columns.map((column) => (
        <Cell key={column} column={column} ticket={ticket} />
      ))}
    </tr>
  );
}
