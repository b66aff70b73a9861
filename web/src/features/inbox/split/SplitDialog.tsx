/** Which messages go, under which subject; says how many go and stay before anything happens. */
import type { ConversationDetail, Message } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { StickyNote } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime } from "../../../i18n/format.ts";
import { cn } from "../../../lib/cn.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { useInbox } from "../context.ts";
import { fromHere, mostMoved, problemOf, splitOff, splitting } from "./splitting.ts";

type SplitProps = {
  detail: ConversationDetail;
  messages: Message[];
  from: Message | null;
  /** Asks for messages further up; null when all are there. */
  onOlder: (() => void) | null;
};

export function SplitDialog({ detail, messages, from, onOlder }: SplitProps) {
  const { t } = useTranslation("handling");
  const client = useQueryClient();
  const inbox = useInbox();
  const list = useId();
  const [chosen, setChosen] = useState(() => fromHere(messages, from));
  const [subject, setSubject] = useState(from?.subject || detail.subject);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const problem = problemOf(messages, chosen, onOlder !== null);
  const moving = messages.filter((message) => chosen.has(message.id)).length;
  const staying = messages.length - moving;
  const close = () => splitting.set(null);
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const split = async () => {
    setTried(true);
    if (problem) return;
    setBusy(true);
    setError(null);
    const ids = messages.filter((message) => chosen.has(message.id)).map((message) => message.id);
    try {
      const choice = { message_ids: ids, subject: subject.trim() };
      const made = await splitOff(client, detail.id, choice, () => inbox.open(detail.id));
      close();
      inbox.open(made.id);
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      size="lg"
      onClose={close}
      title={t("split.title")}
      description={t("split.hint")}
      footer={
        <>
          <p role="status" className="me-auto self-center text-xs text-muted tabular">
            {tried && problem ? (
              <span className="text-danger-ink">{t(`split.${problem}`, { count: mostMoved })}</span>
            ) : (
              <>
                {t("split.moves", { count: moving })} ·{" "}
                {onOlder ? t("split.stays_more", { count: staying }) : t("split.stays", { count: staying })}
              </>
            )}
          </p>
          <Button onClick={close}>{t("cancel", { ns: "common" })}</Button>
          <Button look="primary" busy={busy} onClick={() => void split()}>
            {t("split.action")}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void split();
        }}
      >
        <Field label={t("split.subject")}>
          {(wiring) => (
            <Input
              {...wiring}
              autoFocus
              maxLength={998}
              value={subject}
              onChange={(event) => setSubject(event.target.value)}
            />
          )}
        </Field>
        <section aria-labelledby={list}>
          <div className="mb-1.5 flex items-center justify-between gap-2">
            <h3 id={list} className="text-sm font-medium text-ink">
              {t("split.messages")}
            </h3>
            {onOlder && (
              <Button look="ghost" size="sm" onClick={onOlder}>
                {t("split.older")}
              </Button>
            )}
          </div>
          <ul className="grid gap-px overflow-hidden rounded-md border border-line bg-line">
            {messages.map((message) => (
              <Choice
                key={message.id}
                message={message}
                chosen={chosen.has(message.id)}
                onChange={(on) => toggle(message.id, on)}
              />
            ))}
          </ul>
        </section>
        {error !== null && <ErrorState compact error={error} />}
      </form>
    </Dialog>
  );
}

type ChoiceProps = { message: Message; chosen: boolean; onChange: (on: boolean) => void };

/** The whole row is the check box's label. */
function Choice({ message, chosen, onChange }: ChoiceProps) {
  const { t } = useTranslation("handling");
  return (
    <li className={chosen ? "bg-accent-soft" : "bg-surface"}>
      <label className="flex min-h-11 items-start gap-3 px-3 py-2 hover:bg-hover/60">
        <input
          type="checkbox"
          checked={chosen}
          onChange={(event) => onChange(event.target.checked)}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        <span className="min-w-0 flex-1 text-sm">
          <span className="flex items-baseline gap-2 text-xs">
            <bdi className="truncate font-medium text-ink">{message.author.name}</bdi>
            {message.kind === "note" && (
              <span className="inline-flex shrink-0 items-center gap-1 text-note-ink">
                <StickyNote aria-hidden className="size-3" /> {t("split.note")}
              </span>
            )}
            <time dateTime={message.created_at} className="ms-auto shrink-0 text-muted">
              {formatDateTime(message.created_at)}
            </time>
          </span>
          <bdi dir="auto" className={cn("line-clamp-2 text-muted [overflow-wrap:anywhere]", chosen && "text-ink")}>
            {message.text || t("split.no_text")}
          </bdi>
        </span>
      </label>
    </li>
  );
}
