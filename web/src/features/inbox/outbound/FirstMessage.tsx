/** The text, files and send button of a first message: the parts of the composer, without a thread above them. */
import type { ReplyRoute, Status } from "@omniflow/contract";
import type { Editor } from "@tiptap/react";
import { Paperclip } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../../keyboard/react.tsx";
import { IconButton } from "../../../ui/button.tsx";
import { FileInput } from "../../../ui/file-input.tsx";
import { type DraftBody, isEmpty, writeDraft } from "../composer/drafts.ts";
import { FallbackEditor } from "../composer/FallbackEditor.tsx";
import { FileChips } from "../composer/FileChips.tsx";
import { SendButton } from "../composer/SendButton.tsx";
import { useFiles } from "../composer/use-files.ts";
import type { FirstDraft } from "./first-draft.ts";

const RichEditor = lazy(() => import("../composer/RichEditor.tsx").then((module) => ({ default: module.RichEditor })));
const Toolbar = lazy(() => import("../composer/Toolbar.tsx").then((module) => ({ default: module.Toolbar })));
const nobody: never[] = [];

const FirstSignature = lazy(() =>
  import("./FirstSignature.tsx").then((module) => ({ default: module.FirstSignature })),
);

type MessageProps = {
  draft: FirstDraft;
  body: DraftBody;
  route: ReplyRoute;
  busy: boolean;
  onSend: (status?: Status, at?: Date) => void;
  onLeave: () => void;
};

export function FirstMessage({ draft, body, route, busy, onSend, onLeave }: MessageProps) {
  const { t } = useTranslation("handling");
  const draftId = draft.id;
  const inbox = useTranslation("inbox").t;
  const files = useFiles(draftId, "message", route);
  const picker = useRef<HTMLInputElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const rich = route.limits.html;
  const max = route.limits.max_text;
  const tooLong = max !== null && body.text.length > max;
  const blocked = isEmpty(body) || tooLong || files.busy || busy || route.problem !== null;
  const send = (status?: Status, at?: Date) => {
    if (!blocked) onSend(status, at);
  };
  useAction({ id: "send", label: inbox("compose.send"), whileTyping: true, run: () => send() });
  const take = (list: File[], inline: boolean) =>
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
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping files is also possible by button and paste
    <div
      className="rounded-lg border border-line-strong bg-surface"
      onDragOver={(event) => event.dataTransfer.types.includes("Files") && event.preventDefault()}
      onDrop={(event) => {
        if (event.defaultPrevented || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        take([...event.dataTransfer.files], false);
      }}
    >
      <Suspense
        fallback={
          <FallbackEditor
            label={t("first.text")}
            placeholder={t("first.placeholder")}
            body={body}
            autoFocus={false}
            onChange={(text) => writeDraft(draftId, "message", { text, html: "" })}
          />
        }
      >
        <RichEditor
          html={body.html}
          text={body.text}
          rich={rich}
          note={false}
          label={t("first.text")}
          placeholder={t("first.placeholder")}
          members={nobody}
          autoFocus={false}
          onChange={({ html, text }) => writeDraft(draftId, "message", { html: rich ? html : "", text })}
          onFocus={() => {}}
          onSend={() => send()}
          onEscape={onLeave}
          onFiles={take}
          onReady={setEditor}
        />
      </Suspense>
      <Suspense>{rich && <FirstSignature draft={draft} route={route} body={body} />}</Suspense>
      <FileChips
        files={body.attachments ?? []}
        uploads={files.uploads}
        onRemove={files.remove}
        onForget={files.forget}
      />
      <footer className="flex items-center gap-1 px-2 pb-2">
        <FileInput ref={picker} onFiles={(chosen) => take(chosen, false)} />
        <IconButton size="sm" side="top" label={inbox("compose.attach")} onClick={() => picker.current?.click()}>
          <Paperclip />
        </IconButton>
        <Suspense>{rich && editor && <Toolbar editor={editor} />}</Suspense>
        <span className="ms-auto flex items-center gap-2 ps-2 text-xs text-faint">
          {tooLong && (
            <span role="alert" className="font-medium text-danger-ink tabular">
              {inbox("compose.length", { count: body.text.length, max })}
            </span>
          )}
          <SendButton note={false} disabled={blocked} onSend={send} />
        </span>
      </footer>
    </div>
  );
}
