/** One item of a timeline: a conversation, a ticket, a note, or something that happened; on a company's, whose it is. */
import type { CompanyTimelineItem } from "@omniflow/contract";
import { Link } from "@tanstack/react-router";
import { StickyNote, Ticket } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useGo, useSlug } from "../../../frame/workspace-link.ts";
import { ChannelIcon } from "../../../ui/avatar.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { StatusIcon } from "../../inbox/status.tsx";
import { StatusWord } from "../../tickets/marks.tsx";
import { NoteCard } from "../Notes.tsx";
import type { RecordRef } from "../use-act.ts";
import { EventItem } from "./EventItem.tsx";

type Props = { item: CompanyTimelineItem; of: RecordRef; locked: boolean };

export function TimelineItem({ item, of, locked }: Props) {
  if (item.conversation) return <ConversationItem item={item} />;
  if (item.ticket) return <TicketItem item={item} />;
  if (item.note) {
    const owner: RecordRef = item.note.contact_id ? { kind: "contact", id: item.note.contact_id } : of;
    return (
      <Shape icon={<StickyNote />} at={item.at}>
        <Whose item={item} />
        <NoteCard note={item.note} of={of.kind === "company" ? owner : of} locked={locked} />
      </Shape>
    );
  }
  return <EventItem item={item} of={of} locked={locked} />;
}

export function Shape({ icon, at, children }: { icon: ReactNode; at: string; children: ReactNode }) {
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

/** On a company's timeline: the person it is about. */
export function Whose({ item }: { item: CompanyTimelineItem }) {
  const { t } = useTranslation("people");
  const slug = useSlug();
  if (!item.contact) return null;
  return (
    <Link
      to={`/w/${slug}/contacts/${item.contact.id}` as string}
      className="me-1.5 max-w-full truncate text-xs font-medium text-muted hover:text-ink hover:underline"
    >
      <bdi>{item.contact.name || t("unnamed")}</bdi>
    </Link>
  );
}

function ConversationItem({ item }: { item: CompanyTimelineItem }) {
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
        <Whose item={item} />
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

function TicketItem({ item }: { item: CompanyTimelineItem }) {
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
        <Whose item={item} />
        {t("timeline.ticket")} · <StatusWord ticket={ticket} />
      </p>
    </Shape>
  );
}
