/** The text, files and send button of a first message: the parts of the composer, without a thread above them. */
import type { ReplyRoute } from "@omniflow/contract";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { DraftBody } from "../composer/drafts.ts";
import { MessageEditor, type Send } from "../composer/MessageEditor.tsx";
import { SendButton } from "../composer/SendButton.tsx";
import { beginningOf, type FirstDraft } from "./first-draft.ts";

const FirstSignature = lazy(() =>
  import("./FirstSignature.tsx").then((module) => ({ default: module.FirstSignature })),
);

type MessageProps = {
  draft: FirstDraft;
  body: DraftBody;
  route: ReplyRoute;
  busy: boolean;
  onSend: Send;
  onLeave: () => void;
};

export function FirstMessage({ draft, body, route, busy, onSend, onLeave }: MessageProps) {
  const { t } = useTranslation("handling");
  const whom = useMemo(() => ({ conversation_id: draft.id, begun: beginningOf(draft, route) }), [draft, route]);
  return (
    <div className="rounded-lg border border-line-strong bg-surface">
      <MessageEditor
        draftId={draft.id}
        kind="message"
        route={route}
        whom={whom}
        label={t("first.text")}
        placeholder={t("first.placeholder")}
        focus={0}
        blocked={busy || route.problem !== null}
        onSend={onSend}
        onLeave={onLeave}
        sendButton={(disabled, send) => <SendButton note={false} disabled={disabled} onSend={send} />}
      >
        <Suspense>{route.limits.html && <FirstSignature draft={draft} route={route} body={body} />}</Suspense>
      </MessageEditor>
    </div>
  );
}
