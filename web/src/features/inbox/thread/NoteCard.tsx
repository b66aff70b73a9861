/** An internal note: on a warm tint and said so, so that nobody takes it for a message to the customer. */
import { StickyNote } from "lucide-react";
import { useTranslation } from "react-i18next";
import { formatDateTime, formatTime } from "../../../i18n/format.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { Attachments } from "./Attachments.tsx";
import type { MessageProps } from "./MailCard.tsx";
import { MessageBody } from "./MessageBody.tsx";

export function NoteCard({ message, onShowImages, imagesShown }: MessageProps) {
  const { t } = useTranslation("inbox");
  return (
    <article
      aria-label={t("message.note_by", { name: message.author.name })}
      className="rounded-lg border border-note-line bg-note px-4 py-3"
    >
      <header className="flex items-center gap-2 pb-1.5 text-xs text-note-ink">
        <Avatar name={message.author.name || "?"} id={message.author.id ?? message.author.name} size="xs" />
        <bdi className="font-semibold">{message.author.name}</bdi>
        <span className="inline-flex items-center gap-1">
          <StickyNote aria-hidden className="size-3" /> {t("message.note")}
        </span>
        <time dateTime={message.created_at} title={formatDateTime(message.created_at)} className="ms-auto">
          {formatTime(message.created_at)}
        </time>
      </header>
      <MessageBody message={message} onShowImages={onShowImages} imagesShown={imagesShown} />
      <Attachments files={message.attachments} />
    </article>
  );
}
