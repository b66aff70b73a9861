/** A text with paragraphs, lists, links and pictures, written in the editor of the composer. A chunk of its own. */
import type { Member } from "@omniflow/contract";
import type { Editor } from "@tiptap/react";
import { useState } from "react";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { upload } from "../inbox/composer/files.ts";
import { RichEditor, type Written } from "../inbox/composer/RichEditor.tsx";
import { Toolbar } from "../inbox/composer/Toolbar.tsx";

type Props = {
  label: string;
  placeholder?: string;
  html: string;
  autoFocus?: boolean;
  /** Colleagues who can be named by `@`; absent: nobody can. */
  members?: Member[];
  onChange: (html: string, mentions: string[]) => void;
  onSave: () => void;
  onEscape: () => void;
  /** Files that were dropped or pasted and are no pictures for the text. */
  onFiles: (files: File[]) => void;
};
const nobody: Member[] = [];

export function RichField({ label, placeholder = "", html, autoFocus = false, members, ...on }: Props) {
  const [editor, setEditor] = useState<Editor | null>(null);
  // The editor has it from then on.
  const [start] = useState(html);
  const take = (files: File[]) => {
    const pictures = files.filter((file) => /^image\/(png|jpe?g|gif|webp)$/.test(file.type));
    if (editor) void putPictures(editor, pictures);
    const rest = files.filter((file) => !pictures.includes(file));
    if (rest.length) on.onFiles(rest);
  };
  return (
    <div
      className={
        members
          ? "rounded-md border border-line-strong bg-note focus-within:border-accent"
          : "rounded-md border border-line-strong bg-surface focus-within:border-accent"
      }
    >
      <RichEditor
        html={start}
        text=""
        rich
        note={members !== undefined}
        label={label}
        placeholder={placeholder}
        members={members ?? nobody}
        autoFocus={autoFocus}
        onChange={({ html: written, mentions }: Written) => on.onChange(written, mentions)}
        onFocus={nothing}
        onSend={on.onSave}
        onEscape={on.onEscape}
        onFiles={take}
        onReady={setEditor}
      />
      {editor && (
        <div className="border-t border-line px-1.5 py-1">
          <Toolbar editor={editor} />
        </div>
      )}
    </div>
  );
}

async function putPictures(editor: Editor, pictures: File[]): Promise<void> {
  for (const picture of pictures) {
    try {
      const stored = await upload(picture, nothing, new AbortController().signal);
      if (editor.isDestroyed) return;
      const attrs = { src: stored.url, alt: stored.name, fileId: stored.id };
      editor.chain().focus().insertContent({ type: "image", attrs }).run();
    } catch (error) {
      notify({ text: errorText(error), tone: "error" });
    }
  }
}

const nothing = () => {};
