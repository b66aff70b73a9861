/** The open composer: switch, channel and recipients, then the message itself with its signature and the way to send it. */
import type { ConversationDetail, Message, ReplyRoute } from "@omniflow/contract";
import { CloudOff } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { setViewing } from "../../../api/presence.ts";
import { useAction } from "../../../keyboard/react.tsx";
import { useStore } from "../../../lib/store.ts";
import { useStable } from "../../../lib/use-stable.ts";
import { useSaid } from "../../../said/index.ts";
import { useInbox } from "../context.ts";
import { useMembers } from "../queries/lookups.ts";
import { ComposerHead, Notice } from "./ComposerHead.tsx";
import { type DraftKind, draftKey, drafts, emptyBody, isEmpty, readDraft } from "./drafts.ts";
import { MessageEditor, type Send } from "./MessageEditor.tsx";
import type { Recipients } from "./recipients.ts";
import { SendButton } from "./SendButton.tsx";

const SignatureBlock = lazy(() =>
  import("./SignatureBlock.tsx").then((module) => ({ default: module.SignatureBlock })),
);

const typingFor = 4000;

type BodyProps = {
  detail: ConversationDetail;
  kind: DraftKind;
  onKind: (kind: DraftKind) => void;
  route: ReplyRoute | null;
  recipients: Recipients;
  messages: Message[];
  onRoute: (route: ReplyRoute) => void;
  onRecipients: (recipients: Recipients) => void;
  onMentions: (ids: string[]) => void;
  /** Grows when the editor should take the focus. */
  focus: number;
  onSend: Send;
  onClose: () => void;
};

export function ComposerBody(props: BodyProps) {
  const { detail, kind, route, recipients } = props;
  const { t } = useTranslation("inbox");
  const said = useSaid();
  const { ticketId } = useInbox();
  const everyone = useMembers();
  const members = useMemo(() => everyone.filter((member) => !member.deactivated), [everyone]);
  const note = kind === "note";
  const draft = useStore(drafts, (all) => all.get(draftKey(detail.id, kind)));
  const body = draft?.body ?? emptyBody;
  const typing = useTyping(detail.id, note);
  const nobody = !note && recipients.to.length === 0;
  const problem = note ? null : route ? route.problem : t("compose.no_route");
  const whom = useMemo(
    () => ({ conversation_id: detail.id, ...(ticketId ? { ticket_id: ticketId } : {}) }),
    [detail.id, ticketId],
  );
  const leave = useStable(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    props.onClose();
  });
  useLeave(leave);
  const written = () => {
    typing();
    // From the first word on the reply is for those who are shown: who joins later is named, not added.
    const settled = note || !route?.limits.cc || readDraft(detail.id, kind)?.body.to;
    return settled ? {} : { ...recipients, channel_id: route.channel_id };
  };
  const head = {
    onKind: useStable(props.onKind),
    onRoute: useStable(props.onRoute),
    onRecipients: useStable(props.onRecipients),
    onClose: useStable(props.onClose),
  };
  return (
    <MessageEditor
      draftId={detail.id}
      kind={kind}
      route={route}
      whom={whom}
      label={t(note ? "compose.note_text" : "compose.reply_text")}
      placeholder={t(note ? "compose.note_placeholder" : "compose.reply_placeholder")}
      members={members}
      focus={props.focus}
      blocked={nobody || problem !== null}
      onMentions={props.onMentions}
      onWritten={written}
      onSend={props.onSend}
      onLeave={leave}
      head={
        <>
          <ComposerHead
            detail={detail}
            kind={kind}
            route={route}
            recipients={recipients}
            messages={props.messages}
            note={note}
            {...head}
          />
          {problem && <Notice text={said(problem)} />}
        </>
      }
      aside={
        draft?.state === "unsaved" ? (
          <span className="inline-flex items-center gap-1 text-warning-ink">
            <CloudOff aria-hidden className="size-3.5" /> {t("draft.unsaved")}
          </span>
        ) : (
          draft?.state === "clean" && !isEmpty(body) && <span className="max-md:hidden">{t("draft.saved")}</span>
        )
      }
      sendButton={(disabled, send) => <SendButton note={note} disabled={disabled} onSend={send} />}
    >
      <Suspense>
        {!note && route?.limits.html && (
          <SignatureBlock
            conversationId={detail.id}
            ticketId={ticketId}
            channelId={route.channel_id}
            own={body.signature}
          />
        )}
      </Suspense>
    </MessageEditor>
  );
}

/** Escape in what is being written. */
export function useLeave(leave: () => void): void {
  const { t } = useTranslation("inbox");
  useAction({
    id: "leave-composer",
    label: t("compose.leave"),
    whileTyping: true,
    unlisted: true,
    when: () => document.activeElement?.closest("[data-composer]") !== null,
    run: leave,
  });
}

/** Teammates see that this member writes, until a pause. */
function useTyping(id: string, note: boolean): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      setViewing(id);
    },
    [id],
  );
  return () => {
    setViewing(id, note ? "typing_note" : "typing_reply");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setViewing(id), typingFor);
  };
}
