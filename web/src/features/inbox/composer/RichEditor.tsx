/** The editor, a lazy chunk: Tiptap with our own suggestion list. Reports what is written; knows nothing of sending. */
import type { Member } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { type Editor, EditorContent, useEditor } from "@tiptap/react";
import { memo, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { pickOptions } from "../../../api/responses.ts";
import { runAction, typedAction } from "../../../keyboard/registry.ts";
import { editorExtensions } from "./editor-extensions.ts";
import type { Insertion } from "./responses/insert.ts";
import { piecesOf } from "./responses/missing.ts";
import { SuggestionList, useSuggestions } from "./SuggestionList.tsx";
import "./editor.css";

export type Written = { html: string; text: string; mentions: string[] };
export type RichEditorProps = {
  html: string;
  text: string;
  rich: boolean;
  note: boolean;
  label: string;
  placeholder: string;
  members: Member[];
  /** Canned responses by `/`: for which conversation. Absent: none here. */
  responsesFor?: Insertion;
  autoFocus: boolean;
  onChange: (written: Written) => void;
  onFocus: () => void;
  onSend: () => void;
  onEscape: () => void;
  onFiles: (files: File[], inline: boolean) => void;
  /** The editor, and null when it goes. */
  onReady: (editor: Editor | null) => void;
};

/** What is written comes from the editor itself: that it was noted down is no reason to draw it again. */
const sameBut = (before: RichEditorProps, now: RichEditorProps) =>
  (Object.keys({ ...before, ...now }) as (keyof RichEditorProps)[]).every(
    (key) => key === "html" || key === "text" || Object.is(before[key], now[key]),
  );

export const RichEditor = memo(function RichEditor(props: RichEditorProps) {
  const latest = useRef(props);
  latest.current = props;
  const suggestions = useSuggestions();
  const client = useQueryClient();
  const withResponses = props.responsesFor !== undefined;
  // In a template a variable is no gap.
  const withChips = withResponses && !props.responsesFor?.whom.template;
  useEffect(() => {
    if (withResponses) void client.prefetchQuery(pickOptions(""));
  }, [withResponses, client]);
  const extensions = useMemo(
    () =>
      editorExtensions({
        rich: props.rich,
        note: props.note,
        placeholder: () => latest.current.placeholder,
        members: () => latest.current.members,
        responses: latest.current.responsesFor && { client, at: () => latest.current.responsesFor! },
        render: suggestions.render,
      }),
    [props.rich, props.note, suggestions.render, client],
  );
  const editor = useEditor({
    extensions,
    content: (props.rich || props.note) && props.html ? props.html : paragraphs(props.text, withChips),
    injectCSS: false,
    autofocus: props.autoFocus ? "end" : false,
    editorProps: {
      attributes: {
        "aria-label": props.label,
        "aria-multiline": "true",
        role: "textbox",
        class: "editor rich-text",
        dir: "auto",
      },
      handleKeyDown: (_view, event) => {
        // ProseMirror takes Escape for itself and does nothing with it.
        if (event.key === "Escape" && suggestions.state.get() === null) {
          event.stopPropagation();
          latest.current.onEscape();
          return true;
        }
        // ProseMirror keeps some keys to itself (every Enter), so the keys of sending are asked first.
        const action = typedAction(event);
        if (!action) return false;
        event.preventDefault();
        event.stopPropagation();
        if (action === "send") latest.current.onSend();
        else runAction(action);
        return true;
      },
      handlePaste: (_view, event) => takeFiles(event, event.clipboardData, latest.current, true),
      handleDrop: (_view, event) => takeFiles(event, event.dataTransfer, latest.current, false),
    },
    onUpdate: ({ editor: now }) => latest.current.onChange(read(now)),
    onFocus: () => latest.current.onFocus(),
  });
  // In the commit that takes the plain field away: the editor's own focus comes a moment later, and what was typed between was lost.
  // On a slow machine Tiptap has none here yet, whatever its types say: it throws the first away and makes another.
  useLayoutEffect(() => {
    if (latest.current.autoFocus && editor?.isDestroyed === false) editor.view.focus();
  }, [editor]);
  useEffect(() => {
    latest.current.onReady(editor);
    return () => latest.current.onReady(null);
  }, [editor]);
  return (
    <>
      <EditorContent editor={editor} className="max-h-[min(40dvh,24rem)] min-h-[4.5rem] overflow-y-auto px-4 py-2" />
      <SuggestionList state={suggestions.state} />
    </>
  );
}, sameBut);

function takeFiles(event: Event, data: DataTransfer | null, props: RichEditorProps, pasted: boolean): boolean {
  const files = [...(data?.files ?? [])];
  // A table copied from a spreadsheet comes with a picture of itself: the text is what was meant.
  if (
    files.length === 0 ||
    (pasted && data?.types.includes("text/html") && !files.every((file) => file.type.startsWith("image/")))
  )
    return false;
  if (pasted && data?.types.includes("text/plain")) return false;
  event.preventDefault();
  event.stopPropagation();
  props.onFiles(files, pasted && props.rich);
  return true;
}

export function read(editor: Editor): Written {
  const mentions = new Set<string>();
  editor.state.doc.descendants((node) => {
    if (node.type.name === "mention" && node.attrs.id) mentions.add(node.attrs.id);
  });
  const empty = editor.isEmpty;
  return {
    html: empty ? "" : editor.getHTML(),
    text: editor.getText({ blockSeparator: "\n" }),
    mentions: [...mentions],
  };
}

/** Plain text as the document of the editor, without passing through markup; `chips`: what is missing in it as such. */
function paragraphs(text: string, chips: boolean) {
  const inline = (line: string) =>
    (chips ? piecesOf(line) : [{ text: line }]).map((piece) =>
      "text" in piece ? { type: "text", text: piece.text } : { type: "missingValue", attrs: { name: piece.missing } },
    );
  return {
    type: "doc",
    content: text.split("\n").map((line) => ({ type: "paragraph", ...(line ? { content: inline(line) } : {}) })),
  };
}
