/** Puts a canned response where the caret is: its text, its files, and what it does on sending. Several add up. */
import { joinMacros, type RenderedResponse } from "@omniflow/contract";
import type { Editor } from "@tiptap/react";
import { renderResponse } from "../../../../api/responses.ts";
import { errorText } from "../../../../ui/states.tsx";
import { notify } from "../../../../ui/toast.tsx";
import { type DraftKind, emptyBody, readDraft, writeDraft } from "../drafts.ts";
import { selectNextMissing } from "./missing-node.ts";

export type Insertion = { conversationId: string; ticketId?: string; kind: DraftKind; rich: boolean };
export type Chosen = { id: string; name: string; language?: string };

export async function insertResponse(editor: Editor, at: Insertion, { id, name, language }: Chosen): Promise<void> {
  let filled: RenderedResponse;
  try {
    filled = await renderResponse(id, {
      conversation_id: at.conversationId,
      ...(at.ticketId ? { ticket_id: at.ticketId } : {}),
      insert: true,
      ...(language ? { language } : {}),
    });
  } catch (error) {
    notify({ tone: "error", text: errorText(error) });
    return;
  }
  if (editor.isDestroyed) return;
  const html = at.rich ? filled.marked_html : filled.marked_text_html;
  const before = editor.state.selection.from;
  editor
    .chain()
    .focus()
    .insertContent(followsText(editor) ? html : asInline(html))
    .run();
  // The draft first has the new text: what goes along joins it.
  noteInsertion(at, name, filled);
  if (filled.missing.length > 0) {
    editor.commands.setTextSelection(before);
    selectNextMissing(editor);
  }
}

/** Right behind a word it begins a paragraph of its own. */
function followsText(editor: Editor): boolean {
  const { $from } = editor.state.selection;
  return /\S$/.test($from.parent.textBetween(0, $from.parentOffset));
}

function noteInsertion({ conversationId, kind, rich }: Insertion, name: string, filled: RenderedResponse): void {
  const now = readDraft(conversationId, kind)?.body ?? emptyBody;
  const files = filled.attachments
    // Where a text cannot hold its pictures they go along as files.
    .filter((file) => !file.inline || !rich)
    .map(({ id, name: file, size }) => ({ id, name: file, size }));
  writeDraft(conversationId, kind, {
    ...(files.length > 0 ? { attachments: [...(now.attachments ?? []), ...files] } : {}),
    ...(kind === "message" && Object.keys(filled.macro).length > 0
      ? { macro: joinMacros([now.macro ?? {}, filled.macro]) }
      : {}),
    ...(filled.use_id ? { responses: [...(now.responses ?? []), { use_id: filled.use_id, name }].slice(-20) } : {}),
  });
}

/** A single paragraph flows into the line it is put into. Exported for the test. */
export function asInline(html: string): string {
  const one = /^<p>((?:(?!<\/?p\b)[\s\S])*)<\/p>$/.exec(html.trim());
  return one && !/<(ul|ol|blockquote|pre|table|hr)\b/i.test(html) ? one[1]! : html;
}
