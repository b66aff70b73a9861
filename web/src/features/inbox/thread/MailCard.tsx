/** A mail as a card: sender, time, recipients on demand, body, files, and how far it got. */
import type { Message } from "@omniflow/contract";
import { Bot, ChevronDown, CornerUpLeft, FileCode } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { originalUrl } from "../../../api/conversations.ts";
import { formatDateTime, formatTime } from "../../../i18n/format.ts";
import { cn } from "../../../lib/cn.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { Badge } from "../../../ui/badge.tsx";
import { Attachments } from "./Attachments.tsx";
import { Delivery } from "./Delivery.tsx";
import { MessageBody } from "./MessageBody.tsx";
import { MessageMenu } from "./MessageMenu.tsx";
import { VerdictSign, VerdictWarning } from "./Verdict.tsx";

export type MessageProps = {
  message: Message;
  joined: boolean;
  onShowImages: () => void;
  imagesShown: boolean;
  menu?: boolean;
};

export function MailCard({ message, onShowImages, imagesShown, menu }: MessageProps) {
  const { t } = useTranslation("inbox");
  const [details, setDetails] = useState(false);
  const out = message.direction === "out";
  return (
    <article
      aria-label={t(out ? "message.from_us" : "message.from_customer", { name: message.author.name })}
      className={cn("rounded-lg border border-line bg-surface", out && "bg-sunken")}
    >
      <header className="flex items-start gap-3 px-4 pt-3">
        <Avatar name={message.author.name || "?"} id={message.author.id ?? message.author.name} size="md" />
        <div className="min-w-0 flex-1">
          <div className="flex items-center gap-1.5">
            <bdi className="truncate text-sm font-semibold text-ink">{message.author.name || t("unknown_contact")}</bdi>
            <VerdictSign message={message} />
            {message.automatic && (
              <Badge>
                <Bot aria-hidden />{" "}
                {t(`automatic.${message.automatic as "list"}`, { defaultValue: t("automatic.other") })}
              </Badge>
            )}
            <time
              dateTime={message.created_at}
              title={formatDateTime(message.created_at)}
              className="ms-auto shrink-0 ps-2 text-xs text-faint"
            >
              {formatTime(message.created_at)}
            </time>
            {menu && <MessageMenu message={message} className="-me-2 -my-1" />}
          </div>
          <button
            type="button"
            aria-expanded={details}
            onClick={() => setDetails(!details)}
            className="flex max-w-full items-center gap-1 rounded-sm text-xs text-muted hover:text-ink"
          >
            <span className="truncate">
              <RecipientLine message={message} />
            </span>
            <ChevronDown aria-hidden className={cn("size-3 shrink-0 transition-transform", details && "rotate-180")} />
          </button>
        </div>
      </header>
      {details && <Details message={message} />}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2 px-4 pt-3 pb-3 md:ps-[60px]">
        <VerdictWarning message={message} />
        <MessageBody message={message} onShowImages={onShowImages} imagesShown={imagesShown} />
        <Attachments files={message.attachments} />
        {out && <Delivery message={message} />}
      </div>
    </article>
  );
}

function RecipientLine({ message }: { message: Message }) {
  const { t } = useTranslation("inbox");
  const to = message.recipients?.to ?? [];
  const more =
    (message.recipients?.cc.length ?? 0) + (message.recipients?.bcc.length ?? 0) + Math.max(0, to.length - 1);
  const first = to[0];
  const from = message.recipients?.from;
  if (!first) return from ? <bdi>{from.value}</bdi> : t("message.details");
  return (
    <>
      {t("message.to")} <bdi>{first.name || first.value}</bdi>
      {more > 0 && ` ${t("message.and_more", { count: more })}`}
    </>
  );
}

function Details({ message }: { message: Message }) {
  const { t } = useTranslation("inbox");
  const recipients = message.recipients;
  const rows = [
    ["from", recipients?.from ? [recipients.from] : []],
    ["to", recipients?.to ?? []],
    ["cc", recipients?.cc ?? []],
    ["bcc", recipients?.bcc ?? []],
  ] as const;
  return (
    <div className="mx-4 mt-2 rounded-md bg-canvas px-3 py-2 text-xs md:ms-[60px]">
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
        {rows.map(([field, people]) =>
          people.length === 0 ? null : (
            <div key={field} className="contents">
              <dt className="text-faint">{t(`message.field.${field}`)}</dt>
              <dd className="min-w-0 text-ink [overflow-wrap:anywhere]">
                {people.map((person, index) => (
                  <span key={`${person.kind}:${person.value}`}>
                    {index > 0 && ", "}
                    {person.name && <bdi>{person.name} </bdi>}
                    <bdi className="text-muted">{person.name ? `<${person.value}>` : person.value}</bdi>
                  </span>
                ))}
              </dd>
            </div>
          ),
        )}
        {message.subject && (
          <>
            <dt className="text-faint">{t("message.field.subject")}</dt>
            <dd className="min-w-0 text-ink [overflow-wrap:anywhere]">
              <bdi>{message.subject}</bdi>
            </dd>
          </>
        )}
        <dt className="text-faint">{t("message.field.date")}</dt>
        <dd className="text-ink tabular">{formatDateTime(message.sent_at ?? message.created_at)}</dd>
      </dl>
      {message.has_original && (
        <a
          href={originalUrl(message.conversation_id, message.id)}
          target="_blank"
          rel="noopener noreferrer"
          className="mt-2 inline-flex items-center gap-1 text-accent-ink hover:underline [&_svg]:size-3.5"
        >
          {message.direction === "in" ? <FileCode aria-hidden /> : <CornerUpLeft aria-hidden />} {t("message.original")}
        </a>
      )}
    </div>
  );
}
