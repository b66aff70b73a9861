/** The texts of a response, one per language: editor with variables, what is wrong, and what a real customer would read. */
import { parseTemplate } from "@omniflow/contract/template";
import type { Editor } from "@tiptap/react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "../../lib/cn.ts";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { upload } from "../inbox/composer/files.ts";
import { ContactPreview } from "./ContactPreview.tsx";
import { LanguageTabs, useLanguageName } from "./LanguageTabs.tsx";
import { Problem } from "./TemplateField.tsx";
import { VariablePicker } from "./VariablePicker.tsx";

const RichEditor = lazy(() =>
  import("../inbox/composer/RichEditor.tsx").then((module) => ({ default: module.RichEditor })),
);
const Toolbar = lazy(() => import("../inbox/composer/Toolbar.tsx").then((module) => ({ default: module.Toolbar })));

export type TextValue = { language: string; html: string };
type EditorProps = {
  texts: TextValue[];
  error: string | undefined;
  /** Whether it may be said which language the first is in. */
  base: boolean;
  onChange: (texts: TextValue[]) => void;
};

const nobody: never[] = [];

export function TextEditor({ texts, error, base, onChange }: EditorProps) {
  const { t } = useTranslation("responses");
  const [shown, setShown] = useState(0);
  const [editor, setEditor] = useState<Editor | null>(null);
  const index = Math.min(shown, texts.length - 1);
  const text = texts[index]!;
  const nameOf = useLanguageName();
  const change = (part: Partial<TextValue>) =>
    onChange(texts.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const { problems } = parseTemplate(text.html, "html");
  const addPictures = async (files: File[]) => {
    for (const file of files.filter((one) => one.type.startsWith("image/"))) {
      try {
        const stored = await upload(file, () => {}, new AbortController().signal);
        editor
          ?.chain()
          .focus()
          .insertContent({ type: "image", attrs: { src: stored.url, alt: stored.name, fileId: stored.id } })
          .run();
      } catch (error) {
        notify({ tone: "error", text: errorText(error) });
      }
    }
  };
  return (
    <section aria-label={t("editor.text")} className="grid gap-2">
      <LanguageTabs
        languages={texts.map((one) => one.language)}
        index={index}
        onShow={setShown}
        onAdd={(language) => {
          onChange([...texts, { language, html: texts[0]!.html }]);
          setShown(texts.length);
        }}
        onRemove={
          index > 0
            ? () => {
                onChange(texts.filter((other) => other !== text));
                setShown(0);
              }
            : undefined
        }
        onRename={index === 0 && base ? (language) => change({ language }) : undefined}
      />
      <div
        className={cn(
          "rounded-lg border border-line-strong bg-surface",
          (error || problems.length > 0) && "border-danger",
        )}
      >
        <Suspense fallback={<div className="h-36" />}>
          <RichEditor
            key={index}
            html={text.html}
            text=""
            rich
            note={false}
            label={t("editor.text_in", { language: nameOf(text.language) })}
            placeholder={t("editor.placeholder")}
            members={nobody}
            autoFocus={false}
            onChange={({ html }) => change({ html })}
            onFocus={() => {}}
            onSend={() => {}}
            onEscape={() => (document.activeElement as HTMLElement | null)?.blur()}
            onFiles={(files) => void addPictures(files)}
            onReady={setEditor}
          />
        </Suspense>
        <footer className="flex flex-wrap items-center gap-1 px-2 pb-1.5">
          <VariablePicker
            onPick={(name) => setTimeout(() => editor?.chain().focus().insertContent(`{{${name}}}`).run(), 50)}
          />
          <Suspense>{editor && <Toolbar editor={editor} />}</Suspense>
        </footer>
      </div>
      {error && (
        <p role="alert" className="text-xs text-danger-ink">
          {error}
        </p>
      )}
      {problems[0] && <Problem problem={problems[0]} />}
      <ContactPreview html={text.html} language={text.language} />
    </section>
  );
}
