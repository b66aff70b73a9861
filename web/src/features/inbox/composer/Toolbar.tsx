/** Formatting and inserting. Buttons do not take the focus out of the text. */
import type { Editor } from "@tiptap/react";
import { useEditorState } from "@tiptap/react";
import { Bold, Code, Italic, Link as LinkIcon, List, ListOrdered, TextQuote } from "lucide-react";
import { memo, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "../../../lib/cn.ts";
import { Button } from "../../../ui/button.tsx";
import { Input } from "../../../ui/input.tsx";
import { Popover } from "../../../ui/popover.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";

export const Toolbar = memo(function Toolbar({ editor }: { editor: Editor }) {
  const { t } = useTranslation("inbox");
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive("bold"),
      italic: now.isActive("italic"),
      bulletList: now.isActive("bulletList"),
      orderedList: now.isActive("orderedList"),
      blockquote: now.isActive("blockquote"),
      code: now.isActive("code"),
      link: now.isActive("link"),
    }),
  });
  const run = () => editor.chain().focus();
  return (
    <div role="toolbar" aria-label={t("compose.formatting")} className="flex items-center max-md:hidden">
      <Tool
        label={t("compose.bold")}
        keys="mod+b"
        on={active.bold}
        run={() => run().toggleBold().run()}
        icon={<Bold />}
      />
      <Tool
        label={t("compose.italic")}
        keys="mod+i"
        on={active.italic}
        run={() => run().toggleItalic().run()}
        icon={<Italic />}
      />
      <LinkTool editor={editor} on={active.link} />
      <Tool
        label={t("compose.bullets")}
        keys="mod+shift+8"
        on={active.bulletList}
        run={() => run().toggleBulletList().run()}
        icon={<List />}
      />
      <Tool
        label={t("compose.numbers")}
        keys="mod+shift+7"
        on={active.orderedList}
        run={() => run().toggleOrderedList().run()}
        icon={<ListOrdered />}
      />
      <Tool
        label={t("compose.quote")}
        keys="mod+shift+b"
        on={active.blockquote}
        run={() => run().toggleBlockquote().run()}
        icon={<TextQuote />}
      />
      <Tool
        label={t("compose.code")}
        keys="mod+e"
        on={active.code}
        run={() => run().toggleCode().run()}
        icon={<Code />}
      />
    </div>
  );
});

type ToolProps = { label: string; keys?: string; on: boolean; run: () => void; icon: ReactNode };
const tool = "grid size-7 place-items-center rounded-md text-faint hover:bg-hover hover:text-ink [&_svg]:size-4";

function Tool({ label, keys, on, run, icon }: ToolProps) {
  return (
    <Tooltip label={label} keys={keys} side="top">
      <button
        type="button"
        aria-label={label}
        aria-pressed={on}
        onPointerDown={(event) => event.preventDefault()}
        onClick={run}
        className={cn(tool, on && "bg-line text-ink")}
      >
        {icon}
      </button>
    </Tooltip>
  );
}

function LinkTool({ editor, on }: { editor: Editor; on: boolean }) {
  const { t } = useTranslation("inbox");
  const [open, setOpen] = useState(false);
  const [href, setHref] = useState("");
  const apply = () => {
    const text = href.trim();
    const address = /^(https?:|mailto:|tel:)/i.test(text) ? text : `https://${text}`;
    const chain = editor.chain().focus().extendMarkRange("link");
    if (!text) chain.unsetLink().run();
    else if (editor.state.selection.empty && !on)
      chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href: address } }] }).run();
    else chain.setLink({ href: address }).run();
    setOpen(false);
  };
  return (
    <Popover
      side="top"
      label={t("compose.link")}
      open={open}
      onOpenChange={(now) => {
        setOpen(now);
        if (now) setHref(editor.getAttributes("link").href ?? "");
      }}
      trigger={
        <button
          type="button"
          aria-label={t("compose.link")}
          aria-pressed={on}
          title={t("compose.link")}
          className={cn(tool, on && "bg-line text-ink")}
        >
          <LinkIcon />
        </button>
      }
    >
      <form
        className="flex gap-2 p-1.5"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          apply();
        }}
      >
        <Input
          aria-label={t("compose.link_address")}
          placeholder="https://"
          value={href}
          onChange={(event) => setHref(event.target.value)}
          className="w-64"
        />
        <Button type="submit" look="primary">
          {t("compose.link_set")}
        </Button>
      </form>
    </Popover>
  );
}
