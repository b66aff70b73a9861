/** The open composer: switch, channel and recipients, editor, files, tools, send. */
import type { ConversationDetail, Message, ReplyRoute, Status } from "@omniflow/contract";
import type { Editor } from "@tiptap/react";
import { CloudOff, MessageSquareQuote, Paperclip } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { setViewing } from "../../../api/presence.ts";
import { useAction } from "../../../keyboard/react.tsx";
import { cn } from "../../../lib/cn.ts";
import { whenIdle } from "../../../lib/idle.ts";
import { useStore } from "../../../lib/store.ts";
import { useStable } from "../../../lib/use-stable.ts";
import { IconButton } from "../../../ui/button.tsx";
import { FileInput } from "../../../ui/file-input.tsx";
import { useInbox } from "../context.ts";
import { useMembers } from "../queries/lookups.ts";
import { ComposerHead, Notice } from "./ComposerHead.tsx";
import { type DraftKind, draftKey, drafts, emptyBody, isEmpty, readDraft, writeDraft } from "./drafts.ts";
import { FallbackEditor } from "./FallbackEditor.tsx";
import { FileChips } from "./FileChips.tsx";
import type { Recipients } from "./recipients.ts";
import { missingIn } from "./responses/missing.ts";
import { SendButton } from "./SendButton.tsx";
import { useFiles } from "./use-files.ts";

const RichEditor = lazy(() => import("./RichEditor.tsx").then((module) => ({ default: module.RichEditor })));
const SignatureBlock = lazy(() =>
  import("./SignatureBlock.tsx").then((module) => ({ default: module.SignatureBlock })),
);
const MacroBar = lazy(() => import("./responses/MacroBar.tsx").then((module) => ({ default: module.MacroBar })));
const MissingBar = lazy(() => import("./responses/MissingBar.tsx").then((module) => ({ default: module.MissingBar })));
const SmsCount = lazy(() => import("./responses/SmsCount.tsx").then((module) => ({ default: module.SmsCount })));
const loadResponses = () => import("./responses/ResponsePicker.tsx");
const ResponsePicker = lazy(() => loadResponses().then((module) => ({ default: module.ResponsePicker })));
const Toolbar = lazy(() => import("./Toolbar.tsx").then((module) => ({ default: module.Toolbar })));

const typingFor = 4000;
const nothing = () => {};
const noFiles: never[] = [];

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
  onSend: (status?: Status, at?: Date) => void;
  onClose: () => void;
};

export function ComposerBody(props: BodyProps) {
  const { detail, kind, route, recipients, onSend } = props;
  const { t } = useTranslation("inbox");
  const everyone = useMembers();
  const members = useMemo(() => everyone.filter((member) => !member.deactivated), [everyone]);
  const note = kind === "note";
  const rich = note || route?.limits.html === true;
  const draft = useStore(drafts, (all) => all.get(draftKey(detail.id, kind)));
  const body = draft?.body ?? emptyBody;
  const files = useFiles(detail.id, kind, route);
  const picker = useRef<HTMLInputElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [dropping, setDropping] = useState(false);
  const typing = useTyping(detail.id, note);

  useEffect(() => {
    if (editor && !editor.isDestroyed && props.focus > 0) editor.commands.focus("end");
  }, [editor, props.focus]);

  const max = note ? null : (route?.limits.max_text ?? null);
  const tooLong = max !== null && body.text.length > max;
  const nobody = !note && recipients.to.length === 0;
  const problem = note ? null : route ? route.problem : t("compose.no_route");
  const missing = missingIn(body.text);
  const blocked = missing.length > 0 || isEmpty(body) || tooLong || nobody || files.busy || problem !== null;
  const send = useStable((status?: Status, at?: Date) => {
    if (!blocked) onSend(status, at);
  });
  const sendNow = useStable(() => send());
  useAction({
    id: "send",
    label: t(note ? "compose.add_note" : "compose.send"),
    whileTyping: true,
    run: () => send(),
  });
  useAction({
    id: "attach",
    label: t("compose.attach"),
    whileTyping: true,
    run: () => picker.current?.click(),
  });
  const [picking, setPicking] = useState(false);
  useEffect(() => whenIdle(() => void loadResponses()), []);
  useAction({
    id: "insert-response",
    label: t("compose.insert_response"),
    whileTyping: true,
    when: () => editor !== null,
    run: () => setPicking(true),
  });
  const { ticketId } = useInbox();
  const insertion = useMemo(
    () => ({ conversationId: detail.id, ...(ticketId ? { ticketId } : {}), kind, rich }),
    [detail.id, ticketId, kind, rich],
  );
  const leave = useStable(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    props.onClose();
  });
  useAction({
    id: "leave-composer",
    label: t("compose.leave"),
    whileTyping: true,
    unlisted: true,
    when: () => document.activeElement?.closest("[data-composer]") !== null,
    run: leave,
  });
  const written = useStable(({ html, text, mentions }: { html: string; text: string; mentions: string[] }) => {
    const now = readDraft(detail.id, kind)?.body ?? emptyBody;
    props.onMentions(mentions);
    if (now.html === html && now.text === text) return;
    // From the first word on the reply is for those who are shown: who joins later is named, not added.
    const settled = note || !route?.limits.cc || now.to ? {} : { ...recipients, channel_id: route.channel_id };
    // Nothing is left of what a response brought along.
    const over = text.trim() === "" && (now.macro || now.responses) ? { macro: undefined, responses: undefined } : {};
    writeDraft(detail.id, kind, { ...settled, html: rich ? html : "", text, ...over });
    typing();
  });
  const take = useStable(
    (list: File[], inline: boolean) =>
      void files.add(
        list,
        inline && rich
          ? (file) =>
              editor
                ?.chain()
                .focus()
                .insertContent({ type: "image", attrs: { src: file.url, alt: file.name, fileId: file.id } })
                .run()
          : undefined,
      ),
  );
  const head = {
    onKind: useStable(props.onKind),
    onRoute: useStable(props.onRoute),
    onRecipients: useStable(props.onRecipients),
    onClose: useStable(props.onClose),
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping files is also possible by button and paste
    <div
      data-composer
      className={cn("rounded-lg", dropping && "outline-2 outline-dashed outline-accent")}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
      }}
      onDrop={(event) => {
        setDropping(false);
        if (event.defaultPrevented || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        take([...event.dataTransfer.files], false);
      }}
    >
      <ComposerHead
        detail={detail}
        kind={kind}
        route={route}
        recipients={recipients}
        messages={props.messages}
        note={note}
        {...head}
      />
      {problem && <Notice text={problem} />}
      <Suspense
        fallback={
          <FallbackEditor
            label={label(t, note)}
            body={body}
            placeholder={placeholder(t, note)}
            autoFocus={props.focus > 0}
            onChange={(text) => writeDraft(detail.id, kind, { text, html: "" })}
          />
        }
      >
        <RichEditor
          key={rich ? "rich" : "plain"}
          html={body.html}
          text={body.text}
          rich={rich}
          note={note}
          label={label(t, note)}
          placeholder={placeholder(t, note)}
          members={members}
          responsesFor={insertion}
          autoFocus={props.focus > 0}
          onChange={written}
          onFocus={nothing}
          onSend={sendNow}
          onEscape={leave}
          onFiles={take}
          onReady={setEditor}
        />
      </Suspense>
      <Suspense>
        {missing.length > 0 && <MissingBar editor={editor} names={missing} />}
        {!note && body.macro && <MacroBar conversationId={detail.id} macro={body.macro} />}
      </Suspense>
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
      <FileChips
        files={body.attachments ?? noFiles}
        uploads={files.uploads}
        onRemove={files.remove}
        onForget={files.forget}
      />
      <footer className="flex items-center gap-1 ps-2 pe-2 pb-2">
        <FileInput ref={picker} onFiles={(chosen) => take(chosen, false)} />
        <IconButton
          size="sm"
          side="top"
          className="size-7 [&_svg]:size-4"
          label={t("compose.attach")}
          action="attach"
          onClick={() => picker.current?.click()}
        >
          <Paperclip />
        </IconButton>
        <IconButton
          size="sm"
          side="top"
          action="insert-response"
          className="size-7 [&_svg]:size-4"
          label={t("compose.insert_response")}
          onClick={() => setPicking(true)}
        >
          <MessageSquareQuote />
        </IconButton>
        <Suspense>{rich && editor && <Toolbar editor={editor} />}</Suspense>
        <Suspense>
          {picking && editor && <ResponsePicker editor={editor} at={insertion} onClose={() => setPicking(false)} />}
        </Suspense>
        <span className="ms-auto flex items-center gap-2 ps-2 text-xs text-faint">
          {draft?.state === "unsaved" && (
            <span className="inline-flex items-center gap-1 text-warning-ink">
              <CloudOff aria-hidden className="size-3.5" /> {t("draft.unsaved")}
            </span>
          )}
          {draft?.state === "clean" && !isEmpty(body) && <span className="max-md:hidden">{t("draft.saved")}</span>}
          <Suspense>{!note && route?.limits.segments && <SmsCount text={body.text} />}</Suspense>
          {max !== null && body.text.length > max * 0.8 && (
            <span
              className={cn("tabular", tooLong && "font-medium text-danger-ink")}
              role={tooLong ? "alert" : undefined}
            >
              {t("compose.length", { count: body.text.length, max })}
            </span>
          )}
          <SendButton note={note} disabled={blocked} onSend={send} />
        </span>
      </footer>
    </div>
  );
}

type Translate = ReturnType<typeof useTranslation<"inbox">>["t"];
const label = (t: Translate, note: boolean) => t(note ? "compose.note_text" : "compose.reply_text");
const placeholder = (t: Translate, note: boolean) => t(note ? "compose.note_placeholder" : "compose.reply_placeholder");

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
