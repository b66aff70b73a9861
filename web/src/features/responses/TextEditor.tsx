/** The texts of a response, one per language: editor with variables, what is wrong, and what a real customer would read. */
import { parseTemplate } from "@omniflow/contract/template";
import type { Editor } from "@tiptap/react";
import { Plus, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "../../lib/cn.ts";
import { languageName, offeredLanguages } from "../../lib/languages.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Select } from "../../ui/input.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { upload } from "../inbox/composer/files.ts";
import { ContactPreview } from "./ContactPreview.tsx";
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
  const nameOf = (language: string) => (language ? languageName(language) : t("editor.any_language"));
  const change = (part: Partial<TextValue>) =>
    onChange(texts.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const { problems } = parseTemplate(text.html, "html");
  const free = offeredLanguages.filter((language) => !texts.some((one) => one.language === language));
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
      <div className="flex flex-wrap items-center gap-1">
        <div role="tablist" aria-label={t("editor.languages")} className="flex flex-wrap items-center gap-1">
          {texts.map((one, at) => (
            <button
              key={one.language || "any"}
              type="button"
              role="tab"
              aria-selected={at === index}
              onClick={() => setShown(at)}
              className={cn(
                "h-7 rounded-md px-2.5 text-sm text-muted hover:bg-hover",
                at === index && "bg-line font-medium text-ink",
              )}
            >
              {nameOf(one.language)}
            </button>
          ))}
        </div>
        {index > 0 && (
          <IconButton
            size="sm"
            label={t("editor.remove_language", { language: nameOf(text.language) })}
            onClick={() => {
              onChange(texts.filter((other) => other !== text));
              setShown(0);
            }}
          >
            <X />
          </IconButton>
        )}
        <Menu
          trigger={
            <Button size="sm" look="ghost">
              <Plus aria-hidden /> {t("editor.add_language")}
            </Button>
          }
        >
          {free.map((language) => (
            <MenuItem
              key={language}
              onSelect={() => {
                onChange([...texts, { language, html: texts[0]!.html }]);
                setShown(texts.length);
              }}
            >
              {nameOf(language)}
            </MenuItem>
          ))}
        </Menu>
        {index === 0 && base && (
          <Select
            aria-label={t("editor.set_language")}
            className="ms-auto w-44"
            value={text.language}
            onChange={(event) => change({ language: event.target.value })}
          >
            <option value="">{t("editor.any_language")}</option>
            {[...new Set([...(text.language ? [text.language] : []), ...free])].map((language) => (
              <option key={language} value={language}>
                {nameOf(language)}
              </option>
            ))}
          </Select>
        )}
      </div>
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
