/** The tickets of a contact or a company, newest change first; each opens on its page. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { TicketPlus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { listTickets } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { useSlug } from "../../frame/workspace-link.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { StatusWord } from "../tickets/marks.tsx";

const NewTicket = lazy(() => import("../tickets/NewTicket.tsx").then((m) => ({ default: m.NewTicket })));

type Of = { contact_id: string } | { company_id: string };

export function TicketList({ of, most = 20 }: { of: Of; most?: number }) {
  const { t } = useTranslation("people");
  const slug = useSlug();
  const query = useInfiniteQuery({
    queryKey: [...ticketKeys.lists, of],
    queryFn: ({ pageParam, signal }) => listTickets({ ...of, sort: "updated" }, pageParam, most, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  if (query.isPending) return <Skeleton className="h-8" />;
  if (query.isError) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  const tickets = query.data.pages.flatMap((page) => page.items);
  if (!tickets.length) return <p className="py-1 text-sm text-muted">{t("tickets.none")}</p>;
  return (
    <>
      <ul className="-mx-1.5">
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <Link
              to={`/w/${slug}/tickets/${ticket.id}` as string}
              className="block rounded-md px-1.5 py-1 text-sm hover:bg-hover"
            >
              <span className="flex min-w-0 items-baseline gap-1.5">
                <span className="text-faint tabular-nums">#{ticket.number}</span>
                <bdi className="min-w-0 flex-1 truncate text-ink">{ticket.title}</bdi>
                <RelativeTime at={ticket.updated_at} className="shrink-0 text-xs text-faint" />
              </span>
              <span className="flex min-w-0 items-center gap-1.5 text-xs text-muted">
                <StatusWord ticket={ticket} />
                {"company_id" in of && ticket.contact && (
                  <>
                    {" · "}
                    <bdi className="truncate">{ticket.contact.name || t("unnamed")}</bdi>
                  </>
                )}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button size="sm" className="mt-2" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("showMore", { ns: "common" })}
        </Button>
      )}
    </>
  );
}

/** A ticket of this person's. */
export function NewTicketButton({ contact }: { contact: { id: string; name: string } }) {
  const { t } = useTranslation("people");
  const can = useCan();
  const [open, setOpen] = useState(false);
  if (!can("tickets.create")) return null;
  return (
    <>
      <IconButton size="sm" label={t("tickets.new")} onClick={() => setOpen(true)}>
        <TicketPlus />
      </IconButton>
      <Suspense>{open && <NewTicket contact={contact} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
