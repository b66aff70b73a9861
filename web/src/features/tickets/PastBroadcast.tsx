/** An update that went out: what it said, and where each one's message is by now. */
import type { Broadcast } from "@omniflow/contract";
import { Paperclip } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Said } from "../../said/index.ts";
import { ChannelIcon } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { richText } from "../inbox/thread/rich-text.tsx";

const toneOf = (state: string) =>
  /failed|refused|unknown/.test(state) ? "danger" : /sent|delivered|read/.test(state) ? "success" : "neutral";

export function PastBroadcast({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation("tickets");
  const { author, created_at, html, text, attachments, recipients } = broadcast;
  return (
    <article className="mt-4 rounded-lg border border-line p-3 text-sm">
      <p className="flex gap-2 pb-1 text-xs text-muted">
        <bdi>{author.name}</bdi> <RelativeTime at={created_at} />
      </p>
      <div dir="auto" className="text-ink [overflow-wrap:anywhere]">
        {(html && richText(html)) ?? <p className="whitespace-pre-wrap">{text}</p>}
      </div>
      {attachments.length > 0 && (
        <ul className="mt-1 flex flex-wrap gap-x-3 text-xs">
          {attachments.map((file) => (
            <li key={file.id}>
              <a className="inline-flex items-center gap-1 text-accent-ink hover:underline" href={file.url}>
                <Paperclip aria-hidden className="size-3.5" /> <bdi>{file.name}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
      <ul className="mt-2 grid grid-cols-1 gap-1">
        {recipients.map((recipient) => (
          <li key={recipient.conversation_id} className="flex flex-wrap items-center gap-2">
            <ChannelIcon kind={recipient.channel} className="size-3.5" />
            <bdi className="min-w-0 truncate text-ink">{recipient.contact.name}</bdi>
            <Badge tone={toneOf(recipient.state)}>
              {t(`broadcast.state.${recipient.state as "sent"}`, { defaultValue: recipient.state })}
            </Badge>
            {recipient.reason && (
              <span className="text-xs text-muted">
                <Said>{recipient.reason}</Said>
              </span>
            )}
          </li>
        ))}
      </ul>
    </article>
  );
}
