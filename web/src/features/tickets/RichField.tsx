/** A text with paragraphs, lists and links, written in the editor of the composer. A chunk of its own. */
import type { Editor } from "@tiptap/react";
import { useState } from "react";
import { RichEditor } from "../inbox/composer/RichEditor.tsx";
import { Toolbar } from "../inbox/composer/Toolbar.tsx";

type Props = {
  label: string;
  html: string;
  autoFocus?: boolean;
  onChange: (html: string) => void;
  onSave: () => void;
  onEscape: () => void;
  /** Files that were dropped or pasted. */
  onFiles: (files: File[]) => void;
};
const nobody: never[] = [];

export function RichField({ label, html, autoFocus = false, onChange, onSave, onEscape, onFiles }: Props) {
  const [editor, setEditor] = useState<Editor | null>(null);
  // The editor has it from then on.
  const [start] = useState(html);
  return (
    <div className="rounded-md border border-line-strong bg-surface focus-within:border-accent">
      <RichEditor
        html={start}
        text=""
        rich
        note={false}
        label={label}
        placeholder=""
        members={nobody}
        autoFocus={autoFocus}
        onChange={(written) => onChange(written.html)}
        onFocus={nothing}
        onSend={onSave}
        onEscape={onEscape}
        onFiles={onFiles}
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

const nothing = () => {};
