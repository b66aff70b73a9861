/** Where members write: reply or note, over which channel and to whom, text and files. One line until it is wanted. */
import type { ConversationDetail, Message, ReplyRoute, Status } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Lock, Reply } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan, useMe } from "../../../frame/me.ts";
import { useAction } from "../../../keyboard/react.tsx";
import { cn } from "../../../lib/cn.ts";
import { whenIdle } from "../../../lib/idle.ts";
import { useStore } from "../../../lib/store.ts";
import { Said } from "../../../said/index.ts";
import { useInbox } from "../context.ts";
import { draftOptions } from "../queries/messages.ts";
import { ComposerBody } from "./ComposerBody.tsx";
import {
  adoptDrafts,
  type DraftKind,
  draftKey,
  drafts,
  emptyBody,
  flushDrafts,
  isEmpty,
  readDraft,
  writeDraft,
} from "./drafts.ts";
import { focusWish } from "./focus.ts";
import { forwarding, forwardRoute, startForward } from "./forwarding.ts";
import { defaultRoute, newestSeen, recipientsOf } from "./recipients.ts";
import { Stopped } from "./Stopped.tsx";
import { sendDraft } from "./send.ts";
import { TeammateDrafts } from "./TeammateDrafts.tsx";

type ComposerProps = { detail: ConversationDetail; messages: Message[]; onSent: () => void };
const noRoute: ReplyRoute | null = null;
const ForwardBody = lazy(() => import("./ForwardBody.tsx").then((module) => ({ default: module.ForwardBody })));

export function Composer({ detail, messages, onSent }: ComposerProps) {
  const { t } = useTranslation("inbox");
  const client = useQueryClient();
  const inbox = useInbox();
  const can = useCan();
  const memberId = useMe().member?.id ?? null;
  const [kind, setKind] = useState<DraftKind>(can("conversations.reply") ? "message" : "note");
  const [open, setOpen] = useState(false);
  const [focus, setFocus] = useState(0);
  const saved = useQuery(draftOptions(detail.id));
  const draft = useStore(drafts, (all) => all.get(draftKey(detail.id, kind)));

  useEffect(() => {
    if (saved.data) adoptDrafts(detail.id, memberId, saved.data);
  }, [saved.data, detail.id, memberId]);
  useEffect(() => {
    addEventListener("pagehide", flushDrafts);
    return () => {
      removeEventListener("pagehide", flushDrafts);
      flushDrafts();
    };
  }, []);

  const [pickedRoute, setPickedRoute] = useState<string | null>(null);
  const routes = detail.reply_routes;
  const route = useMemo(
    () => defaultRoute(routes, pickedRoute ?? draft?.body.channel_id) ?? noRoute,
    [routes, pickedRoute, draft?.body.channel_id],
  );
  const { to, cc, bcc } = draft?.body ?? emptyBody;
  const recipients = useMemo(() => {
    const usual = route ? recipientsOf(route) : { to: [], cc: [], bcc: [] };
    return { to: to ?? usual.to, cc: cc ?? usual.cc, bcc: bcc ?? usual.bcc };
  }, [route, to, cc, bcc]);

  useEffect(() => whenIdle(() => void import("./RichEditor.tsx")), []);
  const wish = useStore(focusWish);
  useEffect(() => {
    if (wish?.conversationId !== detail.id) return;
    focusWish.set(null);
    if (!can(wish.kind === "note" ? "conversations.note" : "conversations.reply")) return;
    setKind(wish.kind);
    setOpen(true);
    setFocus((n) => n + 1);
  }, [wish, detail.id, can]);

  // A draft that is there (restored, taken back) is shown.
  const revision = draft?.revision ?? 0;
  const lastRevision = useRef(revision);
  useEffect(() => {
    for (const one of ["message", "note"] as const) {
      const there = readDraft(detail.id, one);
      if (there && !isEmpty(there.body) && !open) {
        setKind(one);
        setOpen(true);
      }
    }
    // Not for what only comes back from the server: who walks through the list would write into it.
    const asked = open || draft?.state !== "clean";
    if (lastRevision.current !== revision && draft && asked && !isEmpty(draft.body)) setFocus((n) => n + 1);
    lastRevision.current = revision;
  }, [detail.id, draft, revision, open]);

  const mentions = useRef<string[]>([]);
  const send = (status?: Status, at?: Date) => {
    const sent = sendDraft(client, {
      detail,
      kind,
      route,
      recipients,
      mentions: mentions.current,
      seen: newestSeen(messages),
      ticketId: inbox.ticketId,
      status,
      at,
    });
    if (!sent) return;
    mentions.current = [];
    setPickedRoute(null);
    onSent();
    if (status === "resolved") inbox.moveOn(detail.id);
  };

  const forward = useStore(forwarding, (what) => (what?.conversationId === detail.id ? what : null));
  const newest = messages.findLast((message) => message.kind === "message" && message.direction === "in");
  useAction({
    id: "forward",
    label: t("forward.newest"),
    group: t("group.conversation"),
    when: () => newest !== undefined && can("conversations.reply") && forwardRoute(routes) !== null,
    run: () => newest && startForward(newest),
  });
  useEffect(() => () => forwarding.set(null), []);

  if (!can("conversations.reply") && !can("conversations.note")) return null;
  const others = (saved.data ?? []).filter((one) => one.member_id !== memberId);
  return (
    <div className="shrink-0">
      <TeammateDrafts drafts={others} />
      <Stopped conversationId={detail.id} messages={messages} />
      <section
        aria-label={t("compose.label")}
        className={cn(
          "mx-3 mb-3 rounded-lg border md:mx-4 md:mb-4",
          kind === "note" && !forward ? "border-note-line bg-note" : "border-line-strong bg-surface",
        )}
      >
        {forward ? (
          <Suspense fallback={<div className="h-40" />}>
            <ForwardBody key={forward.message.id} detail={detail} what={forward} onSent={onSent} />
          </Suspense>
        ) : open ? (
          <ComposerBody
            key={`${kind}:${revision}`}
            detail={detail}
            kind={kind}
            onKind={(next) => {
              setKind(next);
              setFocus((n) => n + 1);
            }}
            route={route}
            recipients={recipients}
            messages={messages}
            onRoute={(next) => {
              setPickedRoute(next.channel_id);
              writeDraft(detail.id, kind, {
                channel_id: next.channel_id,
                to: undefined,
                cc: undefined,
                bcc: undefined,
              });
            }}
            onRecipients={(next) => writeDraft(detail.id, kind, next)}
            onMentions={(ids) => {
              mentions.current = ids;
            }}
            focus={focus}
            onSend={send}
            onClose={() => setOpen(draft !== undefined && !isEmpty(draft.body))}
          />
        ) : (
          <Closed
            note={kind === "note"}
            problem={kind === "message" ? (route?.problem ?? null) : null}
            name={detail.contact.name}
            onOpen={(next) => {
              setKind(next);
              setOpen(true);
              setFocus((n) => n + 1);
            }}
          />
        )}
      </section>
    </div>
  );
}

type ClosedProps = { note: boolean; problem: string | null; name: string; onOpen: (kind: DraftKind) => void };

function Closed({ problem, name, onOpen }: ClosedProps) {
  const { t } = useTranslation("inbox");
  const can = useCan();
  return (
    <div className="flex items-stretch">
      <button
        type="button"
        disabled={!can("conversations.reply")}
        onClick={() => onOpen("message")}
        className="flex h-10 min-w-0 flex-1 items-center gap-2.5 rounded-s-lg px-3.5 text-start text-sm text-faint hover:text-muted"
      >
        <Reply aria-hidden className="size-4 shrink-0 rtl:-scale-x-100" />
        <span className="truncate">
          {problem ? <Said>{problem}</Said> : t("compose.reply_to", { name: name || t("unknown_contact") })}
        </span>
      </button>
      {can("conversations.note") && (
        <button
          type="button"
          onClick={() => onOpen("note")}
          className="m-1 flex items-center gap-1.5 rounded-md px-2.5 text-xs font-medium text-note-ink hover:bg-note"
        >
          <Lock aria-hidden className="size-3.5" /> {t("compose.note")}
        </button>
      )}
    </div>
  );
}
