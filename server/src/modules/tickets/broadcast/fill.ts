/** What one recipient reads: the update with its variables filled for their conversation, by the code that fills every reply. */
import { parseTemplate, renderTemplate } from "@omniflow/contract/template";
import { AppError } from "../../../errors.ts";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { refuseTemplate } from "../../../platform/template.ts";
import type { Body } from "../../conversations/index.ts";
import { templateValues } from "../../replies/index.ts";
import { knownFields } from "../../responses/index.ts";

export type Filled = Body & { missing: string[] };
type About = { conversationId: string; ticketId: string };

const isTemplate = ({ text, html }: Body): boolean => `${text} ${html ?? ""}`.includes("{{");

/** @throws validation_failed naming the first mistake in what was sent */
export async function refuseMistakes(ctx: Caller, tx: Tx, input: { text?: string; html?: string }): Promise<void> {
  if (!isTemplate({ text: input.text ?? "", html: input.html ?? null })) return;
  const isField = await knownFields(ctx, tx);
  if (input.html !== undefined) refuseTemplate(input.html, "html", "html", { isField });
  else refuseTemplate(input.text ?? "", "text", "text", { isField });
}

/** Whoever calls has made sure that the caller may see the conversation. */
export async function fillFor(ctx: Caller, tx: Tx, body: Body, about: About): Promise<Filled> {
  if (!isTemplate(body)) return { ...body, missing: [] };
  const filling = await templateValues(ctx, tx, about);
  const text = renderTemplate(parseTemplate(body.text, "text").template, filling.values, filling);
  const html = renderTemplate(parseTemplate(body.html ?? "", "html").template, filling.values, filling);
  return {
    text: text.output,
    html: body.html && html.output,
    missing: [...new Set([...text.missing, ...html.missing])],
  };
}

/** Nobody is written to with a gap in the text, and nobody at all while somebody would be. @throws unprocessable */
export async function refuseGaps(
  ctx: Caller,
  tx: Tx,
  body: Body,
  ticketId: string,
  conversations: readonly string[],
): Promise<void> {
  if (!isTemplate(body)) return;
  const gaps = new Map<string, string[]>();
  for (const conversationId of conversations) {
    const { missing } = await fillFor(ctx, tx, body, { conversationId, ticketId });
    if (missing.length) gaps.set(conversationId, missing);
  }
  if (!gaps.size) return;
  const people = await tx.rows<{ name: string }>(sql`select distinct p.name from conversations c
    join contacts p on p.workspace_id = c.workspace_id and p.id = c.contact_id
    where c.workspace_id = ${ctx.workspaceId} and c.id = any(${[...gaps.keys()]}::uuid[]) order by p.name limit 4`);
  const whom = people.map((one) => one.name || "–").join(", ");
  const names = [...new Set([...gaps.values()].flat())].join(", ");
  const example = `{{${[...gaps.values()][0]![0]} | there}}`;
  throw new AppError(
    "unprocessable",
    gaps.size > people.length
      ? `There is no value for ${names} of ${whom} and others. Nobody was written to: give a fallback, as in ${example}, or leave them out.`
      : `There is no value for ${names} of ${whom}. Nobody was written to: give a fallback, as in ${example}, or leave them out.`,
    { field: "text" },
  );
}

/** Why one recipient was left out after all: a value that has gone since. */
export const gapReason = (missing: readonly string[]): string => `There is no value for ${missing.join(", ")}.`;
