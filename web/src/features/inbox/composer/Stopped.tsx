/** A reply the server stopped, since somebody wrote meanwhile: shows what is new, and sends once the member has seen it. */
import type { Message } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { OctagonPause } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { useStore } from "../../../lib/store.ts";
import { Button } from "../../../ui/button.tsx";
import type { Thread } from "../queries/thread-pages.ts";
import { outbox, resend, takeFromOutbox } from "./outbox.ts";
import { putBack } from "./put-back.ts";

export function Stopped({ conversationId, messages }: { conversationId: string; messages: Message[] }) {
  const { t } = useTranslation(["inbox", "timeline"]);
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const item = useStore(outbox, (items) =>
    items.find((one) => one.conversationId === conversationId && one.state === "stopped"),
  );
  if (!item) return null;
  const seenAt = messages.findIndex((message) => message.id === item.input.seen_message_id);
  const fresh = messages
    .slice(seenAt + 1)
    .filter((message) => message.author.type !== "member" || message.direction === "in" || message.kind === "note");
  /** What is new has to be on screen first: only then has it been seen. */
  const send = async () => {
    setBusy(true);
    await client.refetchQueries({ queryKey: keys.messages(conversationId) });
    setBusy(false);
    resend(item.id, client.getQueryData<Thread>(keys.messages(conversationId))?.messages.at(-1)?.id);
  };
  const edit = () => {
    takeFromOutbox(item.id);
    putBack(item);
  };
  return (
    <div role="alert" className="grid gap-2 border-t border-line bg-warning-soft px-4 py-2.5 text-sm text-warning-ink">
      <p className="flex items-center gap-2 font-medium">
        <OctagonPause aria-hidden className="size-4 shrink-0" /> {t("stopped.title", { ns: "timeline" })}
      </p>
      <ul className="grid gap-1">
        {fresh.slice(-3).map((message) => (
          <li key={message.id} className="truncate text-ink">
            <bdi className="font-medium">{message.author.name}</bdi>: <bdi>{message.text}</bdi>
          </li>
        ))}
      </ul>
      <p className="line-clamp-2 text-xs">
        {t("stopped.yours", { ns: "timeline" })} <bdi>{item.draft.text}</bdi>
      </p>
      <div className="flex gap-2">
        <Button size="sm" look="primary" busy={busy} onClick={() => void send()}>
          {t("stopped.send", { ns: "timeline" })}
        </Button>
        <Button size="sm" onClick={edit}>
          {t("stopped.edit", { ns: "timeline" })}
        </Button>
      </div>
    </div>
  );
}
