/** A response for one conversation: the right language, values in place, what is missing, what it does, its files. */
import type { RenderedResponse, RenderInput } from "@omniflow/contract";
import { parseTemplate, renderTemplate } from "@omniflow/contract/template";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import type { Tx } from "../../platform/db.ts";
import { attachmentView, copyFiles, linker, requireVisible } from "../conversations/index.ts";
import { type About, aboutBeginning, type Filling, fillMarked, templateValues } from "../replies/index.ts";
import { imagesOf, linesToHtml } from "./body.ts";
import { chooseTexts } from "./language.ts";
import { filesOf, getResponse, type ResponseRow } from "./queries.ts";
import { noteInsertion } from "./usage.ts";
import { languagesOf } from "./views.ts";

export const renderResponse = (ctx: Caller, id: string, input: RenderInput): Promise<RenderedResponse> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const row = await getResponse(ctx, tx, id);
    const about = await aboutOf(ctx, tx, input);
    const used = inUse(row);
    const filling = await templateValues(ctx, tx, about);
    const texts = await chooseTexts(ctx, tx, about, used, {
      chosen: input.language,
      contact: filling.language,
    });
    const filled = input.template
      ? unfilled(texts)
      : fill(texts, { ...filling, language: texts.language ?? filling.language });
    const files = await filesFor(ctx, tx, { id, used, texts }, filled, input.insert === true);
    const useId = input.insert
      ? await noteInsertion(ctx, tx, row, {
          conversationId: about.conversationId ?? null,
          language: texts.language,
          text: filled.text,
        })
      : null;
    return {
      ...files,
      text: filled.text,
      missing: filled.missing,
      language: texts.language,
      language_from: texts.from,
      languages: languagesOf(used),
      macro: used.actions,
      use_id: useId,
    };
  });

/** @throws not_found for a conversation that is not there or not the caller's to see */
async function aboutOf(ctx: Caller, tx: Tx, { conversation_id: id, begun, ticket_id }: RenderInput): Promise<About> {
  if (begun) return aboutBeginning(ctx, tx, id, begun);
  await requireVisible(ctx, tx, id);
  return { conversationId: id, ticketId: ticket_id };
}

/** What may be inserted: of shared ones the approved text, whatever is being worked on. @throws unprocessable */
function inUse(row: ResponseRow): ResponseRow {
  if (row.scope === "private") return row;
  if (!row.approved)
    throw new AppError("unprocessable", "This response is not approved yet. Ask for a review, or write your own.");
  return { ...row, ...row.approved };
}

function fill(texts: { body: string; body_html: string }, filling: Filling) {
  const html = parseTemplate(texts.body_html, "html").template;
  const text = renderTemplate(parseTemplate(texts.body, "text").template, filling.values, filling);
  const marked = fillMarked(html, filling);
  return {
    text: text.output,
    html: renderTemplate(html, filling.values, filling).output,
    marked_html: marked.html,
    marked_text_html: fillMarked(parseTemplate(linesToHtml(texts.body), "html").template, filling).html,
    missing: [...new Set([...marked.missing, ...text.missing])],
  };
}

const unfilled = (texts: { body: string; body_html: string }): ReturnType<typeof fill> => ({
  text: texts.body,
  html: texts.body_html,
  marked_html: texts.body_html,
  marked_text_html: linesToHtml(texts.body),
  missing: [],
});

/** Pictures in the text get an address that shows them; of an insertion, that of the copy. */
async function filesFor(
  ctx: Caller,
  tx: Tx,
  { id, used, texts }: { id: string; used: ResponseRow; texts: { body_html: string } },
  filled: { html: string; marked_html: string; marked_text_html: string },
  insert: boolean,
) {
  const links = linker(ctx.platform.crypto, ctx.workspaceId, ctx.platform.clock.now());
  // Of the text that was chosen and as it was approved: what a proposal or another language has stays there.
  const wanted = new Set([...used.attachment_ids, ...imagesOf(texts.body_html)]);
  const own = (await filesOf(ctx, tx, id)).filter((file) => wanted.has(file.id));
  const files = insert
    ? (await copyFiles(ctx, tx, own)).map(({ file, original }) => ({ original, view: attachmentView(file, links) }))
    : own.map((file) => ({ original: file.id, view: attachmentView(file, links) }));
  const show = (html: string) =>
    files.reduce(
      (text, { original, view }) =>
        text.replaceAll(`src="cid:${original}"`, `src="${view.url.replaceAll("&", "&amp;")}" data-file="${view.id}"`),
      html,
    );
  return {
    html: show(filled.html),
    marked_html: show(filled.marked_html),
    marked_text_html: filled.marked_text_html,
    attachments: files.map((file) => file.view),
  };
}
