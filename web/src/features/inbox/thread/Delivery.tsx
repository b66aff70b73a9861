/** How far one of our messages got, with every attempt on demand and a way to try again. */
import type { Message } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Ban, Check, CheckCheck, CircleAlert, CircleHelp, Clock, RotateCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { getDelivery, retryMessage } from "../../../api/conversations.ts";
import { keys } from "../../../api/keys.ts";
import { formatDateTime, formatTime } from "../../../i18n/format.ts";
import { cn } from "../../../lib/cn.ts";
import { Said } from "../../../said/index.ts";
import { Button } from "../../../ui/button.tsx";
import { Popover } from "../../../ui/popover.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { writeMessage } from "../queries/messages.ts";
import { NotSent } from "./NotSent.tsx";
import { isScheduled, wasNotSent } from "./scheduled.ts";

type State = NonNullable<Message["delivery"]>["state"];

const signs: Record<State, ReactNode> = {
  queued: <Clock aria-hidden />,
  sending: <Clock aria-hidden />,
  sent: <Check aria-hidden />,
  delivered: <CheckCheck aria-hidden />,
  read: <CheckCheck aria-hidden className="text-accent-ink" />,
  failed: <CircleAlert aria-hidden />,
  unknown: <CircleHelp aria-hidden />,
  cancelled: <Ban aria-hidden />,
};

export function Delivery({ message }: { message: Message }) {
  const { t } = useTranslation("inbox");
  const delivery = message.delivery;
  if (!delivery || isScheduled(message)) return null;
  if (wasNotSent(message)) return <NotSent message={message} />;
  const bad = delivery.state === "failed" || delivery.state === "unknown";
  return (
    <div className={cn("flex flex-wrap items-center gap-x-2 gap-y-1 text-xs", bad ? "text-danger-ink" : "text-faint")}>
      <Popover
        label={t("delivery.ledger")}
        align="end"
        trigger={
          <button
            type="button"
            className="inline-flex items-center gap-1 rounded-sm hover:text-ink hover:underline [&_svg]:size-3.5"
          >
            {signs[delivery.state]}
            {t(`delivery.${delivery.state}`)}
            {delivery.attempts > 1 && <span> · {t("delivery.attempts", { count: delivery.attempts })}</span>}
          </button>
        }
      >
        <Ledger message={message} />
      </Popover>
      {bad && (
        <>
          {delivery.reason && (
            <bdi className="min-w-0 [overflow-wrap:anywhere]">
              <Said>{delivery.reason}</Said>
            </bdi>
          )}
          <Retry message={message} />
        </>
      )}
    </div>
  );
}

function Retry({ message }: { message: Message }) {
  const { t } = useTranslation("inbox");
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    try {
      writeMessage(client, await retryMessage(message.conversation_id, message.id));
    } catch (error) {
      notify({ tone: "error", text: errorText(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button look="danger-ghost" size="sm" className="h-6 px-1.5" busy={busy} onClick={() => void retry()}>
      <RotateCw /> {t(message.delivery?.state === "unknown" ? "delivery.retry_unknown" : "delivery.retry")}
    </Button>
  );
}

/** Each thing that happened on the way, in order. */
function Ledger({ message }: { message: Message }) {
  const { t } = useTranslation("inbox");
  const query = useQuery({
    queryKey: keys.delivery(message.conversation_id, message.id),
    queryFn: () => getDelivery(message.conversation_id, message.id),
    staleTime: 0,
  });
  return (
    <div className="w-80 max-w-[80vw] p-2">
      <p className="pb-1.5 text-xs font-medium text-faint">{t("delivery.ledger")}</p>
      {query.isPending && <Spinner className="text-faint" label={t("loading", { ns: "common" })} />}
      {query.isError && <p className="text-sm text-danger-ink">{errorText(query.error)}</p>}
      {query.data?.length === 0 && <p className="text-sm text-muted">{t("delivery.none")}</p>}
      <ol className="grid max-h-64 gap-1.5 overflow-y-auto">
        {query.data?.map((attempt, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the ledger only grows at its end
          <li key={index} className="grid grid-cols-[auto_1fr] gap-x-3 text-sm">
            <time dateTime={attempt.at} title={formatDateTime(attempt.at)} className="text-xs leading-5 text-faint">
              {formatTime(attempt.at)}
            </time>
            <span className="min-w-0 text-ink">
              {t(`delivery.${attempt.state as State}`, { defaultValue: attempt.state })}
              {attempt.recipient && <bdi className="text-muted"> · {attempt.recipient}</bdi>}
              {attempt.reason && (
                <bdi className="block text-xs text-muted [overflow-wrap:anywhere]">
                  <Said>{attempt.reason}</Said>
                </bdi>
              )}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
