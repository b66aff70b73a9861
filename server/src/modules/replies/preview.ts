/** A template filled for somebody real, for whoever writes it: what it says, what has no value, what is wrong with it. */
import type { TemplatePreview, TemplatePreviewInput } from "@omniflow/contract";
import { explainProblem, parseTemplate, renderTemplate, type Template, textToHtml } from "@omniflow/contract/template";
import type { Caller } from "../../platform/context.ts";
import { need } from "../../platform/permission.ts";
import { cleanHtml, escapeHtml, requireVisible, storable } from "../conversations/index.ts";
import { type Filling, templateValues } from "./template-values.ts";

export async function previewTemplate(ctx: Caller, input: TemplatePreviewInput): Promise<TemplatePreview> {
  if (input.contact_id) need(ctx, "contacts.view");
  const filling = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    if (input.conversation_id) await requireVisible(ctx, tx, input.conversation_id);
    return templateValues(ctx, tx, {
      conversationId: input.conversation_id,
      ticketId: input.ticket_id,
      contactId: input.contact_id,
    });
  });
  const language = input.language ?? filling.language;
  const source = storable(input.html ?? input.text ?? "");
  const { problems } = parseTemplate(source, input.html === undefined ? "text" : "html");
  const html = input.html === undefined ? textToHtml(source) : (cleanHtml(source) ?? "");
  const filled = fillMarked(parseTemplate(html, "html").template, { ...filling, language });
  const text = renderTemplate(parseTemplate(source, "text").template, filling.values, { ...filling, language }).output;
  return {
    text: input.html === undefined ? text : "",
    html: filled.html,
    missing: filled.missing,
    problems: problems.map((problem) => ({
      reason: problem.reason,
      message: explainProblem(problem),
      offset: problem.offset,
      line: problem.line,
      column: problem.column,
    })),
  };
}

/** Filled HTML in which a missing value is marked by its variable's name, so that a member sees and replaces it. */
export function fillMarked(
  template: Template,
  { values, language, timeZone }: Filling,
): { html: string; missing: string[] } {
  const marks = { missing: missingMark, missingInAddress: missingBraces };
  const { output, missing } = renderTemplate(template, values, { language, timeZone, ...marks });
  return { html: output, missing };
}

const missingMark = (name: string): string => `<mark data-missing="${escapeHtml(name)}">${escapeHtml(name)}</mark>`;

/** No place for a mark: whoever writes looks for braces in addresses too. A name has letters, digits, dots and dashes only. */
const missingBraces = (name: string): string => `{{${name}}}`;
