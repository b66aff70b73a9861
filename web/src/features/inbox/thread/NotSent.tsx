/** A planned message the customer was faster than: the member decides what becomes of it. */
import type { Message } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Hand, Pencil, SendHorizontal } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { retryMessage } from "../../../api/conversations.ts";
import { useSaid } from "../../../said/index.ts";
import { Button } from "../../../ui/button.tsx";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { bringBack } from "../composer/bring-back.ts";
import { writeMessage } from "../queries/messages.ts";

export function NotSent({ message }: { message: Message }) {
  const { t } = useTranslation("inbox");
  const said = useSaid();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = async (what: () => Promise<void>) => {
    setBusy(true);
    await what().catch((error) => notify({ tone: "error", text: errorText(error) }));
    setBusy(false);
  };
  const send = async () => writeMessage(client, await retryMessage(message.conversation_id, message.id));
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-warning-soft px-2.5 py-1.5 text-xs text-warning-ink">
      <Hand aria-hidden className="size-3.5 shrink-0" />
      <span className="min-w-0 flex-1 basis-48 [overflow-wrap:anywhere]">
        {t("later.not_sent", { reason: said(message.delivery?.reason ?? "") })}
      </span>
      <span className="ms-auto flex gap-1">
        <Button size="sm" className="h-6 px-2" disabled={busy} onClick={() => void run(send)}>
          <SendHorizontal className="rtl:-scale-x-100" /> {t("later.send_anyway")}
        </Button>
        <Button
          size="sm"
          className="h-6 px-2"
          disabled={busy}
          onClick={() => void run(() => bringBack(client, message))}
        >
          <Pencil /> {t("edit", { ns: "common" })}
        </Button>
      </span>
    </div>
  );
}
