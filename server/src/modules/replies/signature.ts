/** The signature under a mail: the member's own, or the channel's; variables filled, and nothing left of a line that had no value. */
import type { Beginning, MessageInput, ReplyRoute, Signature } from "@omniflow/contract";
import {
  beginsWithMarkup,
  type ParseOptions,
  parseTemplate,
  renderTemplate,
  textToHtml,
} from "@omniflow/contract/template";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { cleanHtml, plainOf, requireVisible, storable } from "../conversations/index.ts";
import { aboutBeginning } from "./beginning.ts";
import { type About, type Filling, templateValues } from "./template-values.ts";

const none: Signature = { text: "", html: "", source: null, missing: [] };

/** What a reply over this channel would be signed with. @throws not_found */
export const showSignature = (
  ctx: Caller,
  conversationId: string,
  channelId: string,
  ticketId?: string,
): Promise<Signature> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await requireVisible(ctx, tx, conversationId);
    return readSignature(ctx, tx, { conversationId, ticketId }, channelId, true);
  });

export type First = {
  channel_id: string;
  conversation_id: string;
  contact_id?: string;
  to?: string;
  name?: string;
  subject?: string;
};

/** What the first message of a conversation we are about to begin would be signed with. @throws not_found */
export const showFirstSignature = (
  ctx: Caller,
  { conversation_id: id, ...begun }: Beginning & { conversation_id: string },
): Promise<Signature> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) =>
    readSignature(ctx, tx, await aboutBeginning(ctx, tx, id, begun), begun.channel_id, true),
  );

/** The folded end of an outgoing message, as text and HTML; null without one. */
export async function signatureOf(
  ctx: Caller,
  tx: Tx,
  conversationId: string,
  route: ReplyRoute,
  input: Pick<MessageInput, "signature" | "signature_text" | "signature_html" | "ticket_id">,
): Promise<{ text: string; html: string } | null> {
  if (!route.limits.html || input.signature === false) return null;
  const { text, html } = input.signature_html?.trim()
    ? ofMarkup(storable(input.signature_html))
    : input.signature_text === undefined
      ? await readSignature(
          ctx,
          tx,
          { conversationId, ticketId: input.ticket_id },
          route.channel_id,
          input.signature === true,
        )
      : ofText(storable(input.signature_text).trim());
  if (!text && !html) return null;
  const signed = `-- \n${text}`;
  return { text: signed, html: html === textToHtml(text) ? textToHtml(signed) : `<p>-- </p>${html}` };
}

const ofText = (text: string) => ({ text, html: text ? textToHtml(text) : "" });

function ofMarkup(html: string) {
  const clean = cleanHtml(html) ?? "";
  return { text: plainOf(clean), html: /<img\b/i.test(clean) || plainOf(clean) ? clean : "" };
}

async function readSignature(
  ctx: Caller,
  tx: Tx,
  about: About,
  channelId: string,
  ownFirst: boolean,
): Promise<Signature> {
  const row = await tx.row<{ own: string | null; channel: string }>(sql`select k.signature as channel,
      (select settings->>'signature' from members m where m.workspace_id = k.workspace_id and m.id = ${ctx.memberId}) as own
    from connections k where k.workspace_id = ${ctx.workspaceId} and k.id = ${channelId}`);
  const own = ownFirst ? (row?.own?.trim() ?? "") : "";
  const source = own || row?.channel.trim();
  if (!source) return none;
  const filling = await templateValues(ctx, tx, about);
  const filled = beginsWithMarkup(source) ? fillMarkup(source, filling) : fillLines(source, filling);
  const { text, html } = "html" in filled ? ofMarkup(filled.html) : ofText(filled.text);
  return { text, html, missing: filled.missing, source: own ? "member" : "channel" };
}

/** A plain text line by line: what says nothing without its missing value is left out. */
export function fillLines(
  source: string,
  { values, language, timeZone }: Filling,
  options: ParseOptions = {},
): { text: string; missing: string[] } {
  const missing = new Set<string>();
  const lines = source.split("\n").flatMap((line) => {
    const { template } = parseTemplate(line, "text", options);
    const filled = renderTemplate(template, values, { language, timeZone });
    for (const name of filled.missing) missing.add(name);
    // "Tel. {{contact.phone}}" without a number says nothing.
    return filled.missing.length > 0 && template.pieces.length <= 2 ? [] : [filled.output.trimEnd()];
  });
  return { text: lines.join("\n").trim(), missing: [...missing] };
}

/** As fillLines, of HTML: a line that has nothing but its missing value is left out, with its paragraph or list item. */
function fillMarkup(source: string, { values, language, timeZone }: Filling): { html: string; missing: string[] } {
  const missing = new Set<string>();
  const says = (line: string): boolean => {
    const { template } = parseTemplate(line.replace(/<[^>]*>/g, "").trim(), "text");
    const absent = renderTemplate(template, values).missing;
    for (const name of absent) missing.add(name);
    return absent.length === 0 || template.pieces.length > 2;
  };
  const kept = source.replace(blocks, (block, open: string, _tag, inner: string, close: string) => {
    const lines = inner.split(/<br\s*\/?>/i);
    const left = lines.filter(says);
    if (left.length === lines.length) return block;
    return left.length > 0 ? `${open}${left.join("<br>")}${close}` : "";
  });
  const filled = renderTemplate(parseTemplate(kept, "html").template, values, { language, timeZone });
  return { html: filled.output, missing: [...new Set([...missing, ...filled.missing])] };
}

/** A paragraph or list item without another in it. */
const blocks = /(<(p|li)\b[^>]*>)((?:(?!<\/?\2\b)[\s\S])*)(<\/\2>)/gi;
