/** The composer while a message is forwarded: to whom, a few words of one's own, and what goes along. */
import type { ConversationDetail, ReplyRoute } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Forward, Paperclip, SendHorizontal, X } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime } from "../../../i18n/format.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { useLeave } from "./ComposerBody.tsx";
import { Notice } from "./ComposerHead.tsx";
import { type Forwarding, forwardDraft, forwarding, forwardRoute } from "./forwarding.ts";
import { MessageEditor } from "./MessageEditor.tsx";
import { RecipientFields } from "./RecipientFields.tsx";
import { sendForward } from "./send-forward.ts";

type ForwardProps = { detail: ConversationDetail; what: Forwarding; onSent: () => void };

export function ForwardBody({ detail, what, onSent }: ForwardProps) {
  const { t } = useTranslation("inbox");
  const client = useQueryClient();
  const [recipients, setRecipients] = useState(what.recipients);
  const route = forwardRoute(detail.reply_routes);
  const whom = useMemo(() => ({ conversation_id: detail.id }), [detail.id]);
  const leave = () => forwarding.set(null);
  useLeave(leave);
  return (
    <MessageEditor
      draftId={forwardDraft(what.message)}
      kind="message"
      route={route}
      whom={whom}
      label={t("forward.text")}
      placeholder={t("forward.placeholder")}
      focus={0}
      blocked={recipients.to.length === 0 || route === null}
      mayBeEmpty
      onSend={() => {
        sendForward(client, { detail, message: what.message, recipients, route: route! });
        onSent();
      }}
      onLeave={leave}
      head={
        <>
          <div className="flex min-h-10 items-center gap-2 ps-4 pe-1.5 text-sm font-medium text-ink">
            <Forward aria-hidden className="size-4 text-muted rtl:-scale-x-100" /> {t("forward.title")}
            {route && <From route={route} />}
            <IconButton size="sm" label={t("compose.leave")} className="ms-auto" onClick={leave}>
              <X />
            </IconButton>
          </div>
          {!route && <Notice text={t("forward.no_mailbox")} />}
          <RecipientFields value={recipients} participants={detail.participants} onChange={setRecipients} focus />
        </>
      }
      sendButton={(disabled, send) => (
        <>
          <Button size="sm" look="ghost" onClick={leave}>
            {t("cancel", { ns: "common" })}
          </Button>
          <Tooltip label={t("forward.send")} action="send" side="top">
            <Button size="sm" look="primary" disabled={disabled} onClick={() => send()}>
              <SendHorizontal className="rtl:-scale-x-100" /> {t("forward.send")}
            </Button>
          </Tooltip>
        </>
      )}
    >
      <Quoted what={what} />
    </MessageEditor>
  );
}

function From({ route }: { route: ReplyRoute }) {
  const { t } = useTranslation("inbox");
  return (
    <span className="min-w-0 truncate text-xs font-normal text-muted">
      {t("message.field.from")} <bdi>{route.address ?? route.channel_name}</bdi>
    </span>
  );
}

/** What goes along, so that nobody forwards more than they mean to. */
function Quoted({ what: { message } }: { what: Forwarding }) {
  const { t } = useTranslation("inbox");
  const files = message.attachments.filter((file) => !file.inline);
  return (
    <section
      aria-label={t("forward.quoted")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="mx-4 mb-2 max-h-32 overflow-y-auto rounded-md border-s-2 border-line-strong bg-sunken px-3 py-2 text-xs text-muted"
    >
      <p>
        <bdi className="font-medium text-ink">{message.author.name}</bdi> · {formatDateTime(message.created_at)}
      </p>
      <p dir="auto" className="mt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">
        {message.text}
      </p>
      {files.length > 0 && (
        <p className="mt-1 flex items-center gap-1.5">
          <Paperclip aria-hidden className="size-3 shrink-0" />
          <bdi className="truncate">{files.map((file) => file.name).join(", ")}</bdi>
        </p>
      )}
    </section>
  );
}
