/** What happened around the messages: one muted line each, with who, what and when; long runs folded. */
import type { TimelineEvent } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import {
  ArrowRightLeft,
  CircleDot,
  Flag,
  Merge,
  Moon,
  Pencil,
  Split,
  Sunrise,
  Tag,
  UserRound,
  Users,
  Zap,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime, formatTime } from "../../../i18n/format.ts";
import { useInbox } from "../context.ts";
import { unmerge } from "../merge/merge.ts";
import { useMembersById } from "../queries/lookups.ts";
import { unsplit } from "../split/splitting.ts";
import { channelName } from "../views/names.ts";
import { eventText, foldEvents } from "./event-text.ts";

const icons: Record<string, ReactNode> = {
  "conversation.created": <Zap />,
  "conversation.assigned": <UserRound />,
  "conversation.team_changed": <Users />,
  "conversation.status_changed": <CircleDot />,
  "conversation.priority_changed": <Flag />,
  "conversation.subject_changed": <Pencil />,
  "conversation.tags_changed": <Tag />,
  "conversation.snoozed": <Moon />,
  "conversation.woken": <Sunrise />,
  "conversation.moved": <ArrowRightLeft />,
  "conversation.merged": <Merge />,
  "conversation.unmerged": <Split />,
  "conversation.split": <Split />,
  "conversation.unsplit": <Merge />,
};

type LinesProps = {
  events: TimelineEvent[];
  /** Merges and splits that still stand. */
  undoable: ReadonlySet<string>;
};

export function EventLines({ events, undoable }: LinesProps) {
  const { t } = useTranslation("timeline");
  const [unfolded, setUnfolded] = useState(false);
  const { folded, shown } = foldEvents(events);
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5 px-1 text-xs text-faint">
      {folded.length > 0 && !unfolded && (
        <li>
          <button
            type="button"
            onClick={() => setUnfolded(true)}
            className="rounded-sm ps-6 hover:text-ink hover:underline"
          >
            {t("event.folded", { count: folded.length })}
          </button>
        </li>
      )}
      {(unfolded ? events : shown).map((event) => (
        <EventLine key={event.id} event={event} undoable={undoable.has(event.id)} />
      ))}
    </ul>
  );
}

function EventLine({ event, undoable }: { event: TimelineEvent; undoable: boolean }) {
  const client = useQueryClient();
  const { t } = useTranslation("timeline");
  const { t: inInbox } = useTranslation("inbox");
  const members = useMembersById();
  const { open, openId } = useInbox();
  const { key, values, translate } = eventText(event, (id) => members.get(id)?.name ?? "", openId);
  const other = undoable && event.type === "conversation.split" ? otherSide(event, openId) : null;
  const takeBack = async () => {
    if (event.type === "conversation.merged") return unmerge(client, [String(event.data.source_id)]);
    const back = await unsplit(client, String(event.data.target_id));
    if (back && openId === event.data.target_id) open(String(event.data.source_id));
  };
  const words = {
    ...values,
    ...(values.until ? { until: formatDateTime(values.until) } : {}),
    ...(translate?.channel ? { channel: channelName(inInbox, translate.channel) } : {}),
    ...(translate?.status ? { status: t(`status.${translate.status as "open"}`, { ns: "common" }) } : {}),
    ...(translate?.priority ? { priority: t(`priority.${translate.priority as "low"}`, { ns: "common" }) } : {}),
  };
  const actor = event.actor.name || (event.actor.type === "member" ? t("event.somebody") : "");
  return (
    <li className="flex min-h-5 items-start gap-2 [&>svg]:mt-[3px] [&>svg]:size-3.5 [&>svg]:shrink-0 [&>svg]:stroke-[1.75]">
      {icons[event.type] ?? <Zap />}
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {actor && <bdi className="font-medium text-muted">{actor} </bdi>}
        {t(`event.${key as "created"}`, words)}
        <span aria-hidden> · </span>
        <time dateTime={event.at} title={formatDateTime(event.at)}>
          {formatTime(event.at)}
        </time>
        {other && <LineButton onClick={() => open(other)}>{t("event.other_side")}</LineButton>}
        {undoable && (
          <LineButton onClick={() => void takeBack()}>
            {t(event.type === "conversation.split" ? "event.undo_split" : "event.undo_merge")}
          </LineButton>
        )}
      </span>
    </li>
  );
}

/** The conversation a split leads to from here. */
const otherSide = ({ data }: TimelineEvent, openId: string | null) =>
  String(openId === data.target_id ? data.source_id : data.target_id);

function LineButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <>
      <span aria-hidden> · </span>
      <button type="button" onClick={onClick} className="rounded-sm text-accent-ink hover:underline">
        {children}
      </button>
    </>
  );
}
