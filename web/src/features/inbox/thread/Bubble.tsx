/** A chat message as a bubble: theirs at the start, ours at the end, quick ones of one person joined. */
import { useTranslation } from "react-i18next";
import { formatDateTime, formatTime } from "../../../i18n/format.ts";
import { cn } from "../../../lib/cn.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { Attachments } from "./Attachments.tsx";
import { Delivery } from "./Delivery.tsx";
import type { MessageProps } from "./MailCard.tsx";
import { MessageBody } from "./MessageBody.tsx";
import { MessageMenu } from "./MessageMenu.tsx";

export function Bubble({ message, joined, onShowImages, imagesShown, menu }: MessageProps) {
  const { t } = useTranslation("inbox");
  const out = message.direction === "out";
  return (
    <article
      aria-label={t(out ? "message.from_us" : "message.from_customer", { name: message.author.name })}
      className={cn("group flex gap-2.5", out && "flex-row-reverse", joined && "-mt-2")}
    >
      <span className="w-7 shrink-0">
        {!joined && (
          <Avatar
            name={message.author.name || "?"}
            id={message.author.id ?? message.author.name}
            size="sm"
            className="mt-1"
          />
        )}
      </span>
      <div className={cn("flex min-w-0 max-w-[min(85%,34rem)] flex-col gap-1", out ? "items-end" : "items-start")}>
        {!joined && (
          <p className="flex items-baseline gap-2 px-1 text-xs">
            <bdi className="font-medium text-muted">{message.author.name || t("unknown_contact")}</bdi>
            <time dateTime={message.created_at} title={formatDateTime(message.created_at)} className="text-faint">
              {formatTime(message.created_at)}
            </time>
          </p>
        )}
        <div
          title={formatDateTime(message.created_at)}
          className={cn(
            "min-w-0 max-w-full rounded-xl px-3 py-2",
            out ? "rounded-se-sm bg-accent-soft" : "rounded-ss-sm bg-sunken",
          )}
        >
          <MessageBody message={message} onShowImages={onShowImages} imagesShown={imagesShown} />
        </div>
        <Attachments files={message.attachments} />
        {out && <Delivery message={message} />}
      </div>
      {menu && (
        <MessageMenu
          message={message}
          className="-mx-1.5 mt-1 self-center opacity-0 group-hover:opacity-100 focus-visible:opacity-100 aria-expanded:opacity-100 max-md:opacity-100"
        />
      )}
    </article>
  );
}
