/** Everything with this person on one line: conversations over all channels, notes, and what was changed by whom. */
import type { Contact, ContactTimelineItem } from "@omniflow/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleDot, Merge, StickyNote, Ticket } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listTimeline } from "../../api/person.ts";
import { unmergeRecord } from "../../api/records.ts";
import { useGo, useSlug } from "../../frame/workspace-link.ts";
import { ChannelIcon } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { StatusIcon } from "../inbox/status.tsx";
import { StatusWord } from "../tickets/marks.tsx";
import { NoteCard, NoteField } from "./Notes.tsx";
import { useAct } from "./use-act.ts";

type Props = { contact: Contact; locked: boolean };

export function PersonTimeline({ contact, locked }: Props) {
  const { t } = useTranslation("people");
  const query = useInfiniteQuery({
    queryKey: [...keys.contact(contact.id), "timeline"],
    queryFn: ({ pageParam, signal }) => listTimeline(contact.id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {!locked && <NoteField of={{ kind: "contact", id: contact.id }} />}
      {query.isPending && <SkeletonRows rows={5} />}
      {query.isError && <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <EmptyState title={t("timeline.empty")} className="py-8" />}
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-px">
        {items.map((item, at) => (
          <li key={item.id} className="flex gap-3 border-b border-line py-2.5 last:border-b-0">
            <Item item={item} contact={contact} locked={locked || wasTakenApart(item, items.slice(0, at))} />
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button size="sm" className="mt-3" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("showMore", { ns: "common" })}
        </Button>
      )}
    </>
  );
}

/** A merge that was undone later cannot be undone again; the newest comes first. */
function wasTakenApart(merge: ContactTimelineItem, since: ContactTimelineItem[]): boolean {
  if (merge.event?.type !== "contact.merged") return false;
  const source = merge.event.data.source_id;
  return since.some(({ event }) => event?.type === "contact.unmerged" && event.data.source_id === source);
}

type ItemProps = { item: ContactTimelineItem } & Props;

function Item({ item, contact, locked }: ItemProps) {
  if (item.conversation) return <ConversationItem item={item} />;
  if (item.ticket) return <TicketItem item={item} />;
  if (item.note)
    return (
      <Shape icon={<StickyNote />} at={item.at}>
        <NoteCard note={item.note} of={{ kind: "contact", id: contact.id }} locked={locked} />
      </Shape>
    );
  return <EventItem item={item} contactId={contact.id} locked={locked} />;
}

function Shape({ icon, at, children }: { icon: ReactNode; at: string; children: ReactNode }) {
  return (
    <>
      <span className="mt-0.5 grid size-6 shrink-0 place-items-center rounded-full bg-sunken text-muted [&_svg]:size-3.5">
        {icon}
      </span>
      <div className="min-w-0 flex-1 text-sm">{children}</div>
      <RelativeTime at={at} className="shrink-0 text-xs text-faint" />
    </>
  );
}

function ConversationItem({ item }: { item: ContactTimelineItem }) {
  const { t } = useTranslation("people");
  const go = useGo();
  const conversation = item.conversation!;
  return (
    <Shape icon={<ChannelIcon kind={conversation.channel} />} at={item.at}>
      <button
        type="button"
        className="flex max-w-full items-center gap-1.5 text-start font-medium text-ink hover:underline"
        onClick={() => go(`/inbox/all/${conversation.id}`)}
      >
        <StatusIcon status={conversation.status as "open"} />
        <bdi className="truncate">{conversation.subject || conversation.preview || t("timeline.no_subject")}</bdi>
      </button>
      <p className="truncate text-xs text-muted">
        {t("timeline.messages", { count: conversation.message_count })}
        {conversation.subject && conversation.preview && (
          <>
            {" · "}
            <bdi>{conversation.preview}</bdi>
          </>
        )}
      </p>
    </Shape>
  );
}

function TicketItem({ item }: { item: ContactTimelineItem }) {
  const { t } = useTranslation("people");
  const slug = useSlug();
  const ticket = item.ticket!;
  return (
    <Shape icon={<Ticket />} at={item.at}>
      <Link
        to={`/w/${slug}/tickets/${ticket.id}` as string}
        className="flex max-w-full items-center gap-1.5 font-medium text-ink hover:underline"
      >
        <span className="shrink-0 text-muted tabular-nums">#{ticket.number}</span>
        <bdi className="truncate">{ticket.title}</bdi>
      </Link>
      <p className="flex items-center gap-1.5 text-xs text-muted">
        {t("timeline.ticket")} · <StatusWord ticket={ticket} />
      </p>
    </Shape>
  );
}

const told = [
  "contact.created",
  "contact.updated",
  "contact.merged",
  "contact.unmerged",
  "contact.identity_added",
  "contact.identity_removed",
  "contact.identity_verified",
  "contact.identity_moved",
  "contact.consent_changed",
] as const;

/** What happened to a conversation is told there in full; here it is enough that it did. */
const aboutWhat = (type: string) => (/^(conversation|message|note)\./.test(type) ? "conversation_changed" : "changed");

/** On its way through the statuses. */
function TicketMove({ ticketId, data }: { ticketId: string | undefined; data: Record<string, unknown> }) {
  const { t } = useTranslation("people");
  const slug = useSlug();
  const status = (way: "from" | "to") =>
    String(data[`${way}_name`] || t(`status.${data[way] as "open"}`, { ns: "common" }));
  return (
    <>
      {t("timeline.ticket_moved", { from: status("from"), to: status("to") })}{" "}
      <Link to={`/w/${slug}/tickets/${ticketId}` as string} className="text-ink hover:underline">
        #{String(data.number)} <bdi>{String(data.title)}</bdi>
      </Link>
    </>
  );
}

function EventItem({ item, contactId, locked }: { item: ContactTimelineItem; contactId: string; locked: boolean }) {
  const { t } = useTranslation("people");
  const act = useAct({ kind: "contact", id: contactId });
  const slug = useSlug();
  const event = item.event!;
  const data = event.data as {
    source_id?: string;
    source_name?: string;
    target_id?: string;
    value?: string;
    fields?: string[];
  };
  const known = told.find((type) => type === event.type);
  const key = known?.slice("contact.".length) as "created" | undefined;
  const field = (name: string) => t(`column.${name as "name"}`, { defaultValue: name.replace(/^custom\./, "") });
  const undoable = event.type === "contact.merged" && data.target_id === contactId && data.source_id && !locked;
  return (
    <Shape icon={event.type.includes("merged") ? <Merge /> : <CircleDot />} at={item.at}>
      <p className="text-muted">
        {item.actor?.name && <bdi className="font-medium text-ink">{item.actor.name} </bdi>}
        {event.type === "ticket.status_changed" ? (
          <TicketMove ticketId={event.ticket_id} data={event.data} />
        ) : event.type === "conversation.status_changed" ? (
          <>
            {t("timeline.conversation_moved", {
              status: t(`status.${String(event.data.to) as "open"}`, { ns: "common" }),
            })}{" "}
            <Link to={`/w/${slug}/inbox/all/${event.conversation_id}` as string} className="text-ink hover:underline">
              {t("open")}
            </Link>
          </>
        ) : key ? (
          t(`timeline.${key}`, {
            name: data.source_name ?? "",
            value: data.value ?? "",
            fields: (data.fields ?? []).map(field).join(", "),
          })
        ) : (
          t(`timeline.${aboutWhat(event.type)}`)
        )}
      </p>
      {undoable && (
        <Button
          size="sm"
          look="link"
          onClick={() =>
            void act(() => unmergeRecord("contact", data.source_id!)).then(
              (done) => done && notify({ text: t("merge.undone_contact", { source: data.source_name ?? "" }) }),
            )
          }
        >
          {t("merge.undo")}
        </Button>
      )}
    </Shape>
  );
}
