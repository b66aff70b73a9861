/** Puts a canned response where the caret is: its text, its files, and what it does on sending. Several add up. */
import { joinMacros, type RenderedResponse, type RenderInput, type ReplyRoute } from "@omniflow/contract";
import type { Editor } from "@tiptap/react";
import i18next from "i18next";
import { renderResponse } from "../../../../api/responses.ts";
import { errorText } from "../../../../ui/states.tsx";
import { notify } from "../../../../ui/toast.tsx";
import { type DraftKind, emptyBody, readDraft, writeDraft } from "../drafts.ts";
import { type DraftFile, refusalOf } from "../files.ts";
import { selectNextMissing } from "./missing-node.ts";

/** To whom the words go: a conversation, seen from one of its tickets, or one that is only about to begin; `template`: to many. */
export type Whom = Pick<RenderInput, "conversation_id" | "begun" | "ticket_id" | "template">;
/** `limits`: of the channel; null where there is none. */
export type Insertion = {
  draftId: string;
  kind: DraftKind;
  rich: boolean;
  whom: Whom;
  limits: ReplyRoute["limits"] | null;
};
export type Chosen = { id: string; name: string; language?: string };

export async function insertResponse(editor: Editor, at: Insertion, { id, name, language }: Chosen): Promise<void> {
  let filled: RenderedResponse;
  try {
    filled = await renderResponse(id, {
      ...at.whom,
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

function noteInsertion(at: Insertion, name: string, filled: RenderedResponse): void {
  const { draftId, kind } = at;
  const now = readDraft(draftId, kind)?.body ?? emptyBody;
  const files = filesThatFit(at, now.attachments ?? [], filled);
  writeDraft(draftId, kind, {
    ...(files.length > 0 ? { attachments: [...(now.attachments ?? []), ...files] } : {}),
    ...(kind === "message" && Object.keys(filled.macro).length > 0
      ? { macro: joinMacros([now.macro ?? {}, filled.macro]) }
      : {}),
    ...(filled.use_id ? { responses: [...(now.responses ?? []), { use_id: filled.use_id, name }].slice(-20) } : {}),
  });
}

/** Where a text cannot hold its pictures they go along as files. What the channel does not take is said, not lost on sending. */
function filesThatFit({ rich, limits }: Insertion, there: readonly DraftFile[], filled: RenderedResponse): DraftFile[] {
  const taken: DraftFile[] = [];
  const left: string[] = [];
  for (const { id, name, size, inline } of filled.attachments) {
    if (inline && rich) continue;
    if (limits && refusalOf({ size }, [...there, ...taken], limits)) left.push(name);
    else taken.push({ id, name, size });
  }
  if (left.length > 0)
    notify({
      tone: "error",
      text: i18next.getFixedT(null, "responses")("picker.left_out", { count: left.length, names: left.join(", ") }),
    });
  return taken;
}

/** A single paragraph flows into the line it is put into. Exported for the test. */
export function asInline(html: string): string {
  const one = /^<p>((?:(?!<\/?p\b)[\s\S])*)<\/p>$/.exec(html.trim());
  return one && !/<(ul|ol|blockquote|pre|table|hr)\b/i.test(html) ? one[1]! : html;
}
