/**
 * Where the visitor writes: text, files, emoji. Enter sends, Shift+Enter breaks the line; on touch screens Enter breaks it.
 * Sent before the chat is ready, or while a file goes up, it leaves as soon as that is done, unless more is written meanwhile.
 */

import { widgetLimits } from "@omniflow/contract/widget";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "./app-context.ts";
import { EmojiPicker } from "./emoji.tsx";
import { icons } from "./icons.tsx";
import { UploadList } from "./upload-list.tsx";

const touch = matchMedia("(pointer: coarse)");

export function Composer({ ready, say }: { ready: boolean; say(text: string): void }) {
  const { state, chat, words } = useApp();
  const field = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const [picking, setPicking] = useState(false);
  const { draft, uploads, open } = state;
  const uploading = uploads.some((upload) => !upload.done && !upload.failed);
  const something = draft.trim() !== "" || uploads.some((upload) => !upload.failed);
  const sendable = something && ready && !uploading;
  const [waiting, setWaiting] = useState(false);

  useEffect(() => {
    if (open && !touch.matches) field.current?.focus();
  }, [open]);
  // Grows with what is written.
  useEffect(() => {
    const area = field.current!;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 132)}px`;
  }, [draft]);

  const send = () => {
    setWaiting(something && !sendable);
    if (!sendable) return;
    say(draft.trim());
    setPicking(false);
    field.current?.focus();
  };
  useEffect(() => {
    if (waiting && sendable) send();
  }, [waiting, sendable]);
  const write = (text: string) => {
    setWaiting(false);
    chat.type(text);
  };
  const insert = (text: string) => {
    const area = field.current!;
    const { selectionStart: from, selectionEnd: to } = area;
    write((draft.slice(0, from) + text + draft.slice(to)).slice(0, widgetLimits.text));
    area.focus();
    requestAnimationFrame(() => area.setSelectionRange(from + text.length, from + text.length));
  };
  const paste = (event: ClipboardEvent) => {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    chat.uploads.add(files);
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <UploadList />
      {picking && (
        <EmojiPicker
          pick={insert}
          close={() => {
            setPicking(false);
            field.current?.focus();
          }}
        />
      )}
      <div class="box">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          placeholder={words.write}
          aria-label={words.write}
          maxLength={widgetLimits.text}
          enterkeyhint={touch.matches ? "enter" : "send"}
          value={draft}
          onInput={(event) => write(event.currentTarget.value)}
          onPaste={paste}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing || touch.matches) return;
            event.preventDefault();
            send();
          }}
        />
        <div class="tools">
          <button
            type="button"
            class="tool"
            aria-label={words.attach}
            title={words.attach}
            onClick={() => chooser.current?.click()}
          >
            {icons.attach}
          </button>
          <button
            type="button"
            class="tool"
            aria-label={words.emoji}
            title={words.emoji}
            aria-expanded={picking}
            onClick={() => setPicking(!picking)}
          >
            {icons.emoji}
          </button>
          <input
            ref={chooser}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              chat.uploads.add(event.currentTarget.files ?? []);
              event.currentTarget.value = "";
            }}
          />
          <button
            type="submit"
            class="send"
            aria-label={waiting ? words.sending : words.send}
            title={waiting ? words.sending : words.send}
            aria-busy={waiting}
            disabled={!something}
          >
            {icons.send}
          </button>
        </div>
      </div>
    </form>
  );
}
