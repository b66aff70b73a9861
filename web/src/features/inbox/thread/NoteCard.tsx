/** An internal note: on a warm tint and said so, so that nobody takes it for a message to the customer. */
import { StickyNote } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime, formatTime } from "../../../i18n/format.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { Attachments } from "./Attachments.tsx";
import { Edited } from "./Edited.tsx";
import type { MessageProps } from "./MailCard.tsx";
import { MessageBody } from "./MessageBody.tsx";
import { MessageMenu } from "./MessageMenu.tsx";

const NoteEditor = lazy(() => import("./NoteEditor.tsx").then((module) => ({ default: module.NoteEditor })));

export function NoteCard({ message, onShowImages, imagesShown, menu }: MessageProps) {
  const { t } = useTranslation("inbox");
  const [editing, setEditing] = useState(false);
  const body = <MessageBody message={message} onShowImages={onShowImages} imagesShown={imagesShown} />;
  return (
    <article
      aria-label={t("message.note_by", { name: message.author.name })}
      className="rounded-lg border border-note-line bg-note px-4 py-3"
    >
      <header className="flex min-h-6 items-center gap-2 pb-1.5 text-xs text-note-ink">
        <Avatar name={message.author.name || "?"} id={message.author.id ?? message.author.name} size="xs" />
        <bdi className="min-w-0 truncate font-semibold">{message.author.name}</bdi>
        <span className="inline-flex shrink-0 items-center gap-1">
          <StickyNote aria-hidden className="size-3" /> {t("message.note")}
        </span>
        {message.edited_at && <Edited message={message} />}
        <time dateTime={message.created_at} title={formatDateTime(message.created_at)} className="ms-auto shrink-0">
          {formatTime(message.created_at)}
        </time>
        {menu && <MessageMenu message={message} onEdit={() => setEditing(true)} className="-me-2 text-note-ink" />}
      </header>
      {editing ? (
        <Suspense fallback={body}>
          <NoteEditor message={message} onClose={() => setEditing(false)} />
        </Suspense>
      ) : (
        body
      )}
      <Attachments files={message.attachments} />
    </article>
  );
}
