/** The composer while a message is forwarded: to whom, a few words of one's own, and what goes along. */
import type { ConversationDetail, ReplyRoute } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Forward, Paperclip, SendHorizontal, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime } from "../../../i18n/format.ts";
import { useAction } from "../../../keyboard/react.tsx";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { Notice } from "./ComposerHead.tsx";
import { FallbackEditor } from "./FallbackEditor.tsx";
import { type Forwarding, forwarding, forwardRoute } from "./forwarding.ts";
import { RecipientFields } from "./RecipientFields.tsx";
import { sendForward } from "./send-forward.ts";

const RichEditor = lazy(() => import("./RichEditor.tsx").then((module) => ({ default: module.RichEditor })));
const nobody: never[] = [];

type ForwardProps = { detail: ConversationDetail; what: Forwarding; onSent: () => void };

export function ForwardBody({ detail, what, onSent }: ForwardProps) {
  const { t } = useTranslation("inbox");
  const client = useQueryClient();
  const [recipients, setRecipients] = useState(what.recipients);
  const [body, setBody] = useState(what.body);
  const route = forwardRoute(detail.reply_routes);
  const blocked = recipients.to.length === 0 || route === null;
  const leave = () => forwarding.set(null);
  const send = () => {
    if (blocked || !route) return;
    sendForward(client, { detail, message: what.message, recipients, body, route });
    onSent();
  };
  useAction({ id: "send", label: t("forward.send"), whileTyping: true, run: send });
  useAction({
    id: "leave-composer",
    label: t("compose.leave"),
    whileTyping: true,
    unlisted: true,
    when: () => document.activeElement?.closest("[data-composer]") !== null,
    run: leave,
  });
  return (
    <div data-composer>
      <div className="flex min-h-10 items-center gap-2 ps-4 pe-1.5 text-sm font-medium text-ink">
        <Forward aria-hidden className="size-4 text-muted rtl:-scale-x-100" /> {t("forward.title")}
        {route && <From route={route} />}
        <IconButton size="sm" label={t("compose.leave")} className="ms-auto" onClick={leave}>
          <X />
        </IconButton>
      </div>
      {!route && <Notice text={t("forward.no_mailbox")} />}
      <RecipientFields value={recipients} participants={detail.participants} onChange={setRecipients} focus />
      <Suspense
        fallback={
          <FallbackEditor
            label={t("forward.text")}
            placeholder={t("forward.placeholder")}
            body={body}
            autoFocus={false}
            onChange={(text) => setBody({ html: "", text })}
          />
        }
      >
        <RichEditor
          html={body.html}
          text={body.text}
          rich
          note={false}
          label={t("forward.text")}
          placeholder={t("forward.placeholder")}
          members={nobody}
          autoFocus={false}
          onChange={({ html, text }) => setBody({ html, text })}
          onFocus={() => {}}
          onSend={send}
          onEscape={leave}
          onFiles={() => {}}
          onReady={() => {}}
        />
      </Suspense>
      <Quoted what={what} />
      <footer className="flex items-center justify-end gap-2 px-2 pb-2">
        <Button size="sm" look="ghost" onClick={leave}>
          {t("cancel", { ns: "common" })}
        </Button>
        <Tooltip label={t("forward.send")} action="send" side="top">
          <Button size="sm" look="primary" disabled={blocked} onClick={send}>
            <SendHorizontal className="rtl:-scale-x-100" /> {t("forward.send")}
          </Button>
        </Tooltip>
      </footer>
    </div>
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
