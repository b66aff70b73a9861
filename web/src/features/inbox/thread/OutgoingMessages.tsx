/** Messages still on their way from this browser, shown where they will stand, with what holds them up. */
import type { Message } from "@omniflow/contract";
import { CloudOff, Paperclip, Pencil, RotateCw, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../frame/me.ts";
import { useStore } from "../../../lib/store.ts";
import { useSaid } from "../../../said/index.ts";
import { Button } from "../../../ui/button.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { type Outgoing, outbox, resend, takeFromOutbox } from "../composer/outbox.ts";
import { putBack } from "../composer/put-back.ts";
import { MessageView } from "./TimelineView.tsx";

const nothing = () => {};

export function OutgoingMessages({ conversationId, known }: { conversationId: string; known: Message[] }) {
  const me = useMe().member;
  const items = useStore(outbox);
  const mine = items.filter(
    (item) => item.conversationId === conversationId && !known.some((message) => message.id === item.id),
  );
  return mine
    .filter((item) => item.state !== "stopped")
    .map((item) => (
      <div key={item.id} data-message={item.id}>
        <MessageView
          message={asMessage(item, me?.id ?? null, me?.name ?? "")}
          joined={false}
          onShowImages={nothing}
          imagesShown
        />
        <Files files={item.draft.attachments ?? []} />
        <State item={item} />
      </div>
    ));
}

function Files({ files }: { files: { id: string; name: string }[] }) {
  const { t } = useTranslation("inbox");
  if (files.length === 0) return null;
  return (
    <p className="mt-1 flex items-center justify-end gap-1.5 text-xs text-muted">
      <Paperclip aria-hidden className="size-3.5 shrink-0" />
      <span className="sr-only">{t("file.list")}</span>
      <bdi className="truncate">{files.map((file) => file.name).join(", ")}</bdi>
    </p>
  );
}

function State({ item }: { item: Outgoing }) {
  const said = useSaid();
  const { t } = useTranslation("inbox");
  const takeBack = () => {
    takeFromOutbox(item.id);
    putBack(item);
  };
  if (item.state === "sending") {
    return (
      <p className="mt-1 flex items-center justify-end gap-1.5 text-xs text-faint">
        <Spinner className="size-3" /> {t("delivery.sending")}
      </p>
    );
  }
  const refused = item.state === "refused";
  return (
    <div
      role="status"
      className={`mt-1 flex flex-wrap items-center justify-end gap-x-2 text-xs ${refused ? "text-danger-ink" : "text-warning-ink"}`}
    >
      <span className="inline-flex items-center gap-1.5">
        {refused ? (
          <X aria-hidden className="size-3.5 shrink-0" />
        ) : (
          <CloudOff aria-hidden className="size-3.5 shrink-0" />
        )}
        {refused ? t("outbox.refused", { reason: said(item.reason ?? "") }) : t("outbox.waiting")}
      </span>
      {refused && (
        <Button look="ghost" size="sm" className="h-6 px-1.5" onClick={() => resend(item.id)}>
          <RotateCw /> {t("retry", { ns: "common" })}
        </Button>
      )}
      <Button look="ghost" size="sm" className="h-6 px-1.5" onClick={takeBack}>
        <Pencil /> {t("outbox.take_back")}
      </Button>
    </div>
  );
}

/** What the message will look like once the server has it. */
function asMessage(item: Outgoing, memberId: string | null, name: string): Message {
  return {
    id: item.id,
    conversation_id: item.conversationId,
    thread_id: null,
    channel_id: item.input.channel_id ?? null,
    channel: item.channel,
    kind: item.input.kind,
    direction: "out",
    author: { type: "member", id: memberId, name },
    subject: null,
    text: item.input.text ?? "",
    html: item.input.html ?? null,
    quoted_text: null,
    quoted_html: null,
    recipients: item.input.to ? { to: item.input.to, cc: item.input.cc ?? [], bcc: item.input.bcc ?? [] } : null,
    automatic: null,
    details: null,
    attachments: [],
    delivery: null,
    has_original: false,
    sent_at: null,
    edited_at: null,
    created_at: item.createdAt,
  };
}
