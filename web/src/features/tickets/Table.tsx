/** Tickets as a table: newest change first, rows that can be picked and changed together, more on scrolling down. */
import type { Ticket } from "@omniflow/contract";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { TicketX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { changeTickets, listTickets, type TicketFilter, undoTickets } from "../../api/tickets.ts";
import { useSlug } from "../../frame/workspace-link.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { TagChip } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/check.tsx";
import { Select } from "../../ui/input.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { EmptyState, ErrorState, errorText, SkeletonRows } from "../../ui/states.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";
import { notify } from "../../ui/toast.tsx";
import { useMembers, useTagsByName } from "../inbox/queries/lookups.ts";
import { PriorityIcon, priorityOrder } from "../inbox/status.tsx";
import { statusOrder } from "./data.ts";
import { StatusWord } from "./marks.tsx";

const columns = ["number", "title", "contact", "status", "priority", "assignee", "type", "sla", "updated_at"] as const;

export function TicketTable({ filter, onNew }: { filter: TicketFilter; onNew: () => void }) {
  const { t } = useTranslation("tickets");
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const query = useInfiniteQuery({
    queryKey: [...ticketKeys.lists, filter],
    queryFn: ({ pageParam, signal }) => listTickets(filter, pageParam, 50, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const tickets = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <SkeletonRows rows={8} className="p-4" />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!tickets.length)
    return (
      <EmptyState
        icon={<TicketX />}
        title={t(filter.q ? "empty.search" : "empty.title")}
        action={<Button onClick={onNew}>{t("new.button")}</Button>}
      >
        {t("empty.hint")}
      </EmptyState>
    );
  const toggle = (id: string) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4">
      {picked.size > 0 && <BulkBar ids={[...picked]} onDone={() => setPicked(new Set())} />}
      <Table label={t("title")}>
        <thead>
          <tr>
            <Th className="w-9">
              <Checkbox
                quiet
                label={t("bulk.all")}
                checked={picked.size === tickets.length}
                onChange={(on) => setPicked(on ? new Set(tickets.map((ticket) => ticket.id)) : new Set())}
              />
            </Th>
            {columns.map((column) => (
              <Th key={column}>{t(`field.${column}`)}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tickets.map((ticket) => (
            <Row key={ticket.id} ticket={ticket} picked={picked.has(ticket.id)} onPick={() => toggle(ticket.id)} />
          ))}
        </tbody>
      </Table>
      {query.hasNextPage && (
        <div className="flex justify-center py-4">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("more_rows")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Row({ ticket, picked, onPick }: { ticket: Ticket; picked: boolean; onPick: () => void }) {
  const { t } = useTranslation("tickets");
  const slug = useSlug();
  const tags = useTagsByName();
  return (
    <tr className="hover:bg-hover has-data-[state=checked]:bg-accent-soft">
      <Td>
        <Checkbox quiet label={t("bulk.pick", { number: ticket.number })} checked={picked} onChange={onPick} />
      </Td>
      <Td className="text-muted tabular">#{ticket.number}</Td>
      <Td className="max-w-96">
        <Link
          to={`/w/${slug}/tickets/${ticket.id}` as string}
          className="block truncate font-medium text-ink hover:underline"
        >
          <bdi>{ticket.title}</bdi>
        </Link>
        {ticket.tags.length > 0 && (
          <span className="mt-0.5 flex gap-1">
            {ticket.tags.slice(0, 3).map((name) => (
              <TagChip key={name} name={name} color={tags.get(name)?.color ?? "gray"} />
            ))}
          </span>
        )}
      </Td>
      <Td className="max-w-40 truncate text-muted">
        <bdi>{ticket.contact?.name ?? "–"}</bdi>
      </Td>
      <Td>
        <StatusWord ticket={ticket} />
      </Td>
      <Td>
        <span className="inline-flex items-center gap-1.5">
          <PriorityIcon priority={ticket.priority} /> {t(`priority.${ticket.priority}`, { ns: "common" })}
        </span>
      </Td>
      <Td>
        {ticket.assignee ? (
          <span className="inline-flex items-center gap-1.5">
            <Avatar name={ticket.assignee.name} id={ticket.assignee.id} size="xs" /> <bdi>{ticket.assignee.name}</bdi>
          </span>
        ) : (
          <span className="text-faint">–</span>
        )}
      </Td>
      <Td className="text-muted">
        <bdi>{ticket.type?.name ?? "–"}</bdi>
      </Td>
      <Td className="text-faint" title={t("sla_none")}>
        –
      </Td>
      <Td className="text-muted">
        <RelativeTime at={ticket.updated_at} />
      </Td>
    </tr>
  );
}

/** One change for everything that is picked, with undo. */
function BulkBar({ ids, onDone }: { ids: string[]; onDone: () => void }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const members = useMembers();
  const refresh = () => void client.invalidateQueries({ queryKey: ticketKeys.all });
  const perform = async (change: Parameters<typeof changeTickets>[1]) => {
    try {
      const action = await changeTickets(ids, change);
      notify({
        text: t("bulk.done", { count: action.done || action.total }),
        undo: () => undoTickets(action.id).then(refresh),
      });
      onDone();
    } catch (error) {
      notify({ text: errorText(error), tone: "error" });
    }
    refresh();
  };
  return (
    <section
      aria-label={t("bulk.label")}
      className="mb-3 flex flex-wrap items-center gap-2 rounded-lg bg-sunken p-2 text-sm"
    >
      <strong className="px-1 font-medium">{t("bulk.count", { count: ids.length })}</strong>
      <Select
        aria-label={t("field.status")}
        value=""
        onChange={(e) => void perform({ status: e.target.value as "open" })}
      >
        <option value="">{t("field.status")}</option>
        {statusOrder.map((status) => (
          <option key={status} value={status}>
            {t(`status.${status}`, { ns: "common" })}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("field.priority")}
        value=""
        onChange={(e) => void perform({ priority: e.target.value as "low" })}
      >
        <option value="">{t("field.priority")}</option>
        {priorityOrder.map((priority) => (
          <option key={priority} value={priority}>
            {t(`priority.${priority}`, { ns: "common" })}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("field.assignee")}
        value=""
        onChange={(e) => void perform({ assignee_id: e.target.value === "none" ? null : e.target.value })}
      >
        <option value="">{t("field.assignee")}</option>
        <option value="none">{t("nobody")}</option>
        {members.map((member) => (
          <option key={member.id} value={member.id}>
            {member.name}
          </option>
        ))}
      </Select>
      <Button size="sm" look="ghost" onClick={onDone}>
        {t("cancel", { ns: "common" })}
      </Button>
    </section>
  );
}
