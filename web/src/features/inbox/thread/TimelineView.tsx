/** Draws the woven timeline, item by item. */
import type { Message } from "@omniflow/contract";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { formatDay } from "../../../i18n/format.ts";
import { Bubble } from "./Bubble.tsx";
import { EventLines } from "./EventLines.tsx";
import { MailCard } from "./MailCard.tsx";
import { NoteCard } from "./NoteCard.tsx";
import { standingMoves, type TimelineItem } from "./timeline.ts";

type ViewProps = { items: TimelineItem[]; onShowImages: () => void; imagesShown: boolean };

export const TimelineView = memo(function TimelineView({ items, onShowImages, imagesShown }: ViewProps) {
  const undoable = standingMoves(items.flatMap((item) => (item.kind === "events" ? item.events : [])));
  return items.map((item) => {
    if (item.kind === "day") return <DaySeparator key={item.key} day={item.day} />;
    if (item.kind === "unread") return <UnreadMark key={item.key} count={item.count} />;
    if (item.kind === "events") return <EventLines key={item.key} events={item.events} undoable={undoable} />;
    return (
      <div key={item.key} data-message={item.message.id}>
        <MessageView
          message={item.message}
          joined={item.joined}
          onShowImages={onShowImages}
          imagesShown={imagesShown}
          menu
        />
      </div>
    );
  });
});

/** Channels where people write letters; everything else is talk. */
const letters = new Set(["email", "api"]);

/** `menu`: the server has it, so that something can be done with it. */
type MessageViewProps = {
  message: Message;
  joined: boolean;
  onShowImages: () => void;
  imagesShown: boolean;
  menu?: boolean;
};

export function MessageView(props: MessageViewProps) {
  if (props.message.kind === "note") return <NoteCard {...props} />;
  return letters.has(props.message.channel ?? "") ? <MailCard {...props} /> : <Bubble {...props} />;
}

function DaySeparator({ day }: { day: Date }) {
  return (
    <div className="pointer-events-none sticky top-1 z-[4] flex justify-center">
      <h3 className="rounded-full border border-line bg-surface px-2.5 py-px text-xs font-medium text-muted">
        {formatDay(day)}
      </h3>
    </div>
  );
}

function UnreadMark({ count }: { count: number }) {
  const { t } = useTranslation("inbox");
  return (
    <div data-unread className="flex items-center gap-3 text-xs font-medium text-accent-ink">
      <span className="h-px flex-1 bg-accent/40" />
      {t("thread.unread", { count })}
      <span className="h-px flex-1 bg-accent/40" />
    </div>
  );
}
