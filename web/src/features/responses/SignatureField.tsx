/** A signature with formatting and variables: editor, what is wrong with it, and how it reads. Plain ones from before stay what they are. */
import { parseTemplate } from "@omniflow/contract/template";
import type { Editor } from "@tiptap/react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "../../lib/cn.ts";
import { RichEditor } from "../inbox/composer/RichEditor.tsx";
import { isMarkup } from "../inbox/composer/send.ts";
import { Toolbar } from "../inbox/composer/Toolbar.tsx";
import { Problem, TemplateReading } from "./TemplateField.tsx";
import { VariablePicker } from "./VariablePicker.tsx";

const nobody: never[] = [];

type FieldProps = { label: string; value: string; onChange: (value: string) => void };

export function SignatureField({ label, value, onChange }: FieldProps) {
  const { t } = useTranslation("responses");
  const [editor, setEditor] = useState<Editor | null>(null);
  const [{ start, revision }, setStart] = useState({ start: value, revision: 0 });
  const written = useRef(value);
  // What comes from elsewhere (a cancelled change) begins the editor afresh.
  useEffect(() => {
    if (value === written.current) return;
    written.current = value;
    setStart((now) => ({ start: value, revision: now.revision + 1 }));
  }, [value]);
  const { problems, template } = parseTemplate(value, isMarkup(value) ? "html" : "text");
  return (
    <div className="grid gap-1.5">
      <div
        className={cn(
          "rounded-lg border border-line-strong bg-surface focus-within:border-accent",
          problems.length > 0 && "border-danger",
        )}
      >
        <RichEditor
          key={revision}
          html={isMarkup(start) ? start : ""}
          text={isMarkup(start) ? "" : start}
          rich
          note={false}
          label={label}
          placeholder={label}
          members={nobody}
          autoFocus={false}
          onChange={({ html }) => {
            written.current = html;
            onChange(html);
          }}
          onFocus={() => {}}
          onSend={() => {}}
          onEscape={() => (document.activeElement as HTMLElement | null)?.blur()}
          onFiles={() => {}}
          onReady={setEditor}
        />
        <footer className="flex flex-wrap items-center gap-1 px-2 pb-1.5">
          <VariablePicker
            onPick={(name) => setTimeout(() => editor?.chain().focus().insertContent(`{{${name}}}`).run(), 50)}
          />
          {editor && <Toolbar editor={editor} />}
        </footer>
      </div>
      {problems[0] && <Problem problem={problems[0]} />}
      {problems.length === 0 && template.pieces.some((piece) => piece.kind === "variable") && (
        <TemplateReading source={isMarkup(value) ? { html: value } : { text: value }} label={t("preview.label")} />
      )}
    </div>
  );
}
