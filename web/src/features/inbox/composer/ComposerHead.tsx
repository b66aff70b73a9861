/** The top of the composer: reply or note, over which channel, to whom. */
import type { ConversationDetail, Message, ReplyRoute } from "@omniflow/contract";
import { ChevronDown, Lock, Reply, TriangleAlert, X } from "lucide-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../../frame/me.ts";
import { formatDate } from "../../../i18n/format.ts";
import { cn } from "../../../lib/cn.ts";
import { IconButton } from "../../../ui/button.tsx";
import type { DraftKind } from "./drafts.ts";
import { RecipientFields } from "./RecipientFields.tsx";
import { RoutePicker } from "./RoutePicker.tsx";
import {
  addRecipients,
  leftOut,
  type Recipients,
  recipientsOf,
  unknownRecipients,
  type Why,
  whyHere,
} from "./recipients.ts";

type HeadProps = {
  detail: ConversationDetail;
  kind: DraftKind;
  onKind: (kind: DraftKind) => void;
  route: ReplyRoute | null;
  recipients: Recipients;
  messages: Message[];
  onRoute: (route: ReplyRoute) => void;
  onRecipients: (recipients: Recipients) => void;
  onClose: () => void;
  note: boolean;
};

export const ComposerHead = memo(function ComposerHead({
  detail,
  kind,
  onKind,
  route,
  recipients,
  messages,
  onRoute,
  onRecipients,
  onClose,
  note,
}: HeadProps) {
  const { t } = useTranslation("inbox");
  const can = useCan();
  const [editing, setEditing] = useState(false);
  const addressed = !note && route?.limits.cc === true;
  const unknown = unknownRecipients(recipients, detail.participants);
  const missing = addressed && route ? leftOut(recipients, route) : [];
  const people = [...recipients.to, ...recipients.cc, ...recipients.bcc];
  return (
    <>
      <div className="flex min-h-10 items-center gap-1.5 ps-2 pe-1.5 pt-1">
        <div role="radiogroup" aria-label={t("compose.kind")} className="flex shrink-0 rounded-md bg-line/60 p-0.5">
          <KindButton kind="message" chosen={kind} disabled={!can("conversations.reply")} onKind={onKind} />
          <KindButton kind="note" chosen={kind} disabled={!can("conversations.note")} onKind={onKind} />
        </div>
        {note ? (
          <span className="truncate ps-1 text-xs text-note-ink">{t("compose.note_hint")}</span>
        ) : (
          <>
            {route && <RoutePicker routes={detail.reply_routes} route={route} onPick={onRoute} />}
            {addressed ? (
              <button
                type="button"
                aria-expanded={editing}
                onClick={() => setEditing(!editing)}
                className="inline-flex h-6 min-w-0 items-center gap-1 rounded-md px-1 text-xs text-muted hover:bg-hover hover:text-ink"
              >
                <span className="shrink-0 text-faint">{t("message.to")}</span>
                <bdi className="truncate">
                  {people.map((one) => one.name || one.value).join(", ") || t("compose.nobody")}
                </bdi>
                <ChevronDown
                  aria-hidden
                  className={cn("size-3 shrink-0 transition-transform", editing && "rotate-180")}
                />
              </button>
            ) : (
              <span className="truncate text-xs text-faint">
                {t("message.to")} <bdi>{recipients.to[0]?.name || detail.contact.name || recipients.to[0]?.value}</bdi>
              </span>
            )}
          </>
        )}
        <IconButton size="sm" label={t("compose.leave")} className="ms-auto" onClick={onClose}>
          <X />
        </IconButton>
      </div>
      {addressed && editing && (
        <>
          <RecipientFields
            value={recipients}
            participants={detail.participants}
            onChange={onRecipients}
            why={(one) => reason(t, whyHere(one, route, messages, detail.participants))}
          />
          <Everyone route={route} recipients={recipients} onChange={onRecipients} />
        </>
      )}
      {addressed && !editing && missing.length > 0 && (
        <p className="flex flex-wrap items-center gap-x-1.5 px-4 pb-1 text-xs text-muted">
          {t("compose.left_out", {
            names: missing.map((one) => one.name || one.value).join(", "),
            count: missing.length,
          })}
          <button type="button" className="rounded-sm text-accent-ink hover:underline" onClick={() => setEditing(true)}>
            {t("compose.left_out_show")}
          </button>
        </p>
      )}
      {unknown.length > 0 && !note && (
        <Notice
          text={t("compose.unknown", {
            names: unknown.map((one) => one.name || one.value).join(", "),
            count: unknown.length,
          })}
        />
      )}
    </>
  );
});

type Translate = ReturnType<typeof useTranslation<"inbox">>["t"];

function reason(t: Translate, why: Why): string {
  if (why.key === "unknown") return t("participant.unknown");
  const at = "at" in why ? formatDate(why.at) : "";
  return t(`why.${why.key}`, { who: ("who" in why && why.who) || t("unknown_contact"), at });
}

type EveryoneProps = { route: ReplyRoute; recipients: Recipients; onChange: (next: Recipients) => void };

/** From everybody to the sender alone and back, and whom this reply leaves out, each to be put back. */
function Everyone({ route, recipients, onChange }: EveryoneProps) {
  const { t } = useTranslation("inbox");
  const missing = leftOut(recipients, route);
  const usual = recipientsOf(route);
  const link = "rounded-sm text-accent-ink hover:underline";
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1 text-xs text-muted empty:hidden">
      {missing.length > 0 && <span>{t("compose.not_included")}</span>}
      {missing.map((one) => (
        <button
          key={`${one.kind}:${one.value}`}
          type="button"
          className={link}
          onClick={() =>
            onChange(addRecipients(recipients, usual.to.some((to) => to.value === one.value) ? "to" : "cc", [one]))
          }
        >
          {t("compose.put_back", { name: one.name || one.value })}
        </button>
      ))}
      {recipients.cc.length > 0 && (
        <button type="button" className={link} onClick={() => onChange({ to: usual.to, cc: [], bcc: [] })}>
          {t("compose.only_sender")}
        </button>
      )}
      {missing.length > 1 && (
        <button type="button" className={link} onClick={() => onChange({ ...usual, bcc: recipients.bcc })}>
          {t("compose.everyone")}
        </button>
      )}
    </div>
  );
}

export function Notice({ text }: { text: string }) {
  return (
    <p className="mx-3 my-1 flex items-center gap-2 rounded-md bg-warning-soft px-2.5 py-1.5 text-xs text-warning-ink">
      <TriangleAlert aria-hidden className="size-3.5 shrink-0" /> <bdi>{text}</bdi>
    </p>
  );
}

type KindProps = { kind: DraftKind; chosen: DraftKind; disabled: boolean; onKind: (kind: DraftKind) => void };

function KindButton({ kind, chosen, disabled, onKind }: KindProps) {
  const { t } = useTranslation("inbox");
  const on = kind === chosen;
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons that look like a switch, with the roles of a choice
    <button
      type="button"
      role="radio"
      aria-checked={on}
      disabled={disabled}
      onClick={() => onKind(kind)}
      className={cn(
        "flex h-6 items-center gap-1.5 rounded-[5px] px-2 text-xs font-medium text-muted hover:text-ink [&_svg]:size-3.5",
        on && kind === "message" && "bg-surface text-ink shadow-sm",
        on && kind === "note" && "bg-note-line text-note-ink hover:text-note-ink",
      )}
    >
      {kind === "message" ? <Reply aria-hidden className="rtl:-scale-x-100" /> : <Lock aria-hidden />}
      {t(kind === "message" ? "compose.reply" : "compose.note")}
    </button>
  );
}
