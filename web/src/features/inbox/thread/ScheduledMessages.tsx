/** What leaves later, at the end of the thread, with its time and the way to take it back. */
import type { Message } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { CalendarClock, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../../frame/me.ts";
import { formatDateTime } from "../../../i18n/format.ts";
import { Button } from "../../../ui/button.tsx";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { bringBack } from "../composer/bring-back.ts";
import { MessageView } from "./TimelineView.tsx";

const nothing = () => {};

export function ScheduledMessages({ messages }: { messages: Message[] }) {
  return messages.map((message) => (
    <div key={message.id} data-message={message.id} className="grid gap-1.5 border-s-2 border-accent/40 ps-3">
      <Plan message={message} />
      <MessageView message={message} joined={false} onShowImages={nothing} imagesShown />
    </div>
  ));
}

function Plan({ message }: { message: Message }) {
  const { t } = useTranslation("inbox");
  const client = useQueryClient();
  const may = useCan()("conversations.reply");
  const [busy, setBusy] = useState(false);
  const cancel = async () => {
    setBusy(true);
    await bringBack(client, message).catch((error) => notify({ tone: "error", text: errorText(error) }));
    setBusy(false);
  };
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
      <CalendarClock aria-hidden className="size-3.5 text-accent-ink" />
      <span className="font-medium text-ink">
        {t("later.planned_for", { time: formatDateTime(message.delivery?.send_at ?? message.created_at) })}
      </span>
      <span className="max-md:hidden">{t("later.stays_if")}</span>
      {may && (
        <Button size="sm" look="ghost" className="ms-auto h-6 px-1.5" busy={busy} onClick={() => void cancel()}>
          <Undo2 /> {t("later.cancel")}
        </Button>
      )}
    </p>
  );
}
