/**
 * What a message is made of while it is written: text with canned responses, what is missing in it, what it will do, files and tools.
 * One piece for replies and notes, a forward, and the first message of a conversation.
 */
import type { Member, ReplyRoute, Status } from "@omniflow/contract";
import type { Editor } from "@tiptap/react";
import { MessageSquareQuote, Paperclip } from "lucide-react";
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../../keyboard/react.tsx";
import { cn } from "../../../lib/cn.ts";
import { whenIdle } from "../../../lib/idle.ts";
import { useStore } from "../../../lib/store.ts";
import { useStable } from "../../../lib/use-stable.ts";
import { IconButton } from "../../../ui/button.tsx";
import { FileInput } from "../../../ui/file-input.tsx";
import {
  type DraftBody,
  type DraftKind,
  draftKey,
  drafts,
  emptyBody,
  isEmpty,
  readDraft,
  writeDraft,
} from "./drafts.ts";
import { FallbackEditor } from "./FallbackEditor.tsx";
import { FileChips } from "./FileChips.tsx";
import type { Whom } from "./responses/insert.ts";
import { missingIn } from "./responses/missing.ts";
import { useFiles } from "./use-files.ts";

const RichEditor = lazy(() => import("./RichEditor.tsx").then((module) => ({ default: module.RichEditor })));
const MacroBar = lazy(() => import("./responses/MacroBar.tsx").then((module) => ({ default: module.MacroBar })));
const MissingBar = lazy(() => import("./responses/MissingBar.tsx").then((module) => ({ default: module.MissingBar })));
const SmsCount = lazy(() => import("./responses/SmsCount.tsx").then((module) => ({ default: module.SmsCount })));
const loadResponses = () => import("./responses/ResponsePicker.tsx");
const ResponsePicker = lazy(() => loadResponses().then((module) => ({ default: module.ResponsePicker })));
const Toolbar = lazy(() => import("./Toolbar.tsx").then((module) => ({ default: module.Toolbar })));

const nothing = () => {};
const noFiles: never[] = [];
const nobody: Member[] = [];
const noNames: string[] = [];

export type Send = (status?: Status, at?: Date) => void;

type EditorProps = {
  /** Under which it is kept (`drafts.ts`). */
  draftId: string;
  kind: DraftKind;
  route: ReplyRoute | null;
  /** To whom canned responses speak. */
  whom: Whom;
  label: string;
  placeholder: string;
  /** Who can be mentioned. */
  members?: Member[];
  /** Grows when the editor should take the focus. */
  focus: number;
  /** It cannot be sent, whatever the text says. */
  blocked: boolean;
  /** What goes along says enough: a forward needs no words. */
  mayBeEmpty?: boolean;
  onMentions?: (ids: string[]) => void;
  /** @returns what else of the draft changes with the text */
  onWritten?: () => Partial<DraftBody>;
  onSend: Send;
  onLeave: () => void;
  head?: ReactNode;
  /** Below the text: the signature, what is forwarded. */
  children?: ReactNode;
  /** Beside the way to send. */
  aside?: ReactNode;
  /** Further things to put into the text. */
  tools?: (editor: Editor) => ReactNode;
  sendButton: (disabled: boolean, send: Send) => ReactNode;
};

export function MessageEditor(props: EditorProps) {
  const { draftId, kind, route, whom, label, placeholder, focus } = props;
  const { t } = useTranslation("inbox");
  const note = kind === "note";
  const rich = note || route?.limits.html === true;
  const draft = useStore(drafts, (all) => all.get(draftKey(draftId, kind)));
  const body = draft?.body ?? emptyBody;
  const files = useFiles(draftId, kind, route);
  const picker = useRef<HTMLInputElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [dropping, setDropping] = useState(false);
  const [picking, setPicking] = useState(false);
  useEffect(() => {
    if (editor && !editor.isDestroyed && focus > 0) editor.commands.focus("end");
  }, [editor, focus]);
  useEffect(() => whenIdle(() => void loadResponses()), []);

  const max = note ? null : (route?.limits.max_text ?? null);
  const tooLong = max !== null && body.text.length > max;
  // A template is filled for each who reads it: its variables stand as they are.
  const missing = whom.template ? noNames : missingIn(body.text, rich ? body.html : "");
  const blocked = props.blocked || missing.length > 0 || tooLong || files.busy || (!props.mayBeEmpty && isEmpty(body));
  const send = useStable((status?: Status, at?: Date) => {
    if (!blocked) props.onSend(status, at);
  });
  const sendNow = useStable(() => send());
  const attach = () => picker.current?.click();
  useAction({ id: "send", label: t(note ? "compose.add_note" : "compose.send"), whileTyping: true, run: sendNow });
  useAction({ id: "attach", label: t("compose.attach"), whileTyping: true, run: attach });
  useAction({
    id: "insert-response",
    label: t("compose.insert_response"),
    whileTyping: true,
    when: () => editor !== null,
    run: () => setPicking(true),
  });
  const limits = note ? null : (route?.limits ?? null);
  const insertion = useMemo(() => ({ draftId, kind, rich, whom, limits }), [draftId, kind, rich, whom, limits]);
  const leave = useStable(props.onLeave);
  const written = useStable(({ html, text, mentions }: { html: string; text: string; mentions: string[] }) => {
    const now = readDraft(draftId, kind)?.body ?? emptyBody;
    props.onMentions?.(mentions);
    if (now.html === html && now.text === text) return;
    // Nothing is left of what a response brought along.
    const over = text.trim() === "" && (now.macro || now.responses) ? { macro: undefined, responses: undefined } : {};
    writeDraft(draftId, kind, { ...props.onWritten?.(), html: rich ? html : "", text, ...over });
  });
  const take = useStable(
    (list: File[], inline: boolean) => void files.add(list, inline && rich && editor ? showIn(editor) : undefined),
  );
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
      {props.head}
      <Suspense
        fallback={
          <FallbackEditor
            label={label}
            body={body}
            placeholder={placeholder}
            autoFocus={focus > 0}
            onChange={(text) => writeDraft(draftId, kind, { text, html: "" })}
          />
        }
      >
        <RichEditor
          key={`${rich ? "rich" : "plain"} ${draft?.revision ?? 0}`}
          html={body.html}
          text={body.text}
          rich={rich}
          note={note}
          label={label}
          placeholder={placeholder}
          members={props.members ?? nobody}
          responsesFor={insertion}
          autoFocus={focus > 0}
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
        {!note && body.macro && <MacroBar draftId={draftId} macro={body.macro} />}
      </Suspense>
      {props.children}
      <FileChips
        files={body.attachments ?? noFiles}
        uploads={files.uploads}
        onRemove={files.remove}
        onForget={files.forget}
      />
      <footer className="flex flex-wrap items-center gap-1 px-2 pb-2">
        <FileInput ref={picker} onFiles={(chosen) => take(chosen, false)} />
        <IconButton
          size="sm"
          side="top"
          className="size-7 [&_svg]:size-4"
          label={t("compose.attach")}
          action="attach"
          onClick={attach}
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
        {editor && props.tools?.(editor)}
        <Suspense>{rich && editor && <Toolbar editor={editor} />}</Suspense>
        <Suspense>
          {picking && editor && <ResponsePicker editor={editor} at={insertion} onClose={() => setPicking(false)} />}
        </Suspense>
        <span className="ms-auto flex items-center gap-2 ps-2 text-xs text-faint">
          {props.aside}
          <Suspense>{limits?.segments && <SmsCount text={body.text} />}</Suspense>
          {max !== null && body.text.length > max * 0.8 && (
            <span
              className={cn("tabular", tooLong && "font-medium text-danger-ink")}
              role={tooLong ? "alert" : undefined}
            >
              {t("compose.length", { count: body.text.length, max })}
            </span>
          )}
          {props.sendButton(blocked, send)}
        </span>
      </footer>
    </div>
  );
}

const showIn = (editor: Editor) => (file: { id: string; url: string; name: string }) =>
  void editor
    .chain()
    .focus()
    .insertContent({ type: "image", attrs: { src: file.url, alt: file.name, fileId: file.id } })
    .run();
