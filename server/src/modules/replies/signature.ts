/** The signature under a mail: the member's own, or the channel's; variables filled, and nothing left of a line that had no value. */
import type { MessageInput, ReplyRoute, Signature } from "@omniflow/contract";
import { parseTemplate, renderTemplate, textToHtml } from "@omniflow/contract/template";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { requireVisible, storable } from "../conversations/index.ts";
import { type Filling, templateValues } from "./template-values.ts";

const none: Signature = { text: "", source: null, missing: [] };

/** What a reply over this channel would be signed with. @throws not_found */
export const showSignature = (ctx: Caller, conversationId: string, channelId: string): Promise<Signature> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await requireVisible(ctx, tx, conversationId);
    return readSignature(ctx, tx, conversationId, channelId, true);
  });

/** The folded end of an outgoing message, as text and HTML; null without one. */
export async function signatureOf(
  ctx: Caller,
  tx: Tx,
  conversationId: string,
  route: ReplyRoute,
  input: Pick<MessageInput, "signature" | "signature_text">,
): Promise<{ text: string; html: string } | null> {
  if (!route.limits.html || input.signature === false) return null;
  const text =
    input.signature_text === undefined
      ? (await readSignature(ctx, tx, conversationId, route.channel_id, input.signature === true)).text
      : storable(input.signature_text).trim();
  return text ? { text: `-- \n${text}`, html: textToHtml(`-- \n${text}`) } : null;
}

async function readSignature(
  ctx: Caller,
  tx: Tx,
  conversationId: string,
  channelId: string,
  ownFirst: boolean,
): Promise<Signature> {
  const row = await tx.row<{ own: string | null; channel: string }>(sql`select k.signature as channel,
      (select settings->>'signature' from members m where m.workspace_id = k.workspace_id and m.id = ${ctx.memberId}) as own
    from connections k where k.workspace_id = ${ctx.workspaceId} and k.id = ${channelId}`);
  const own = ownFirst ? (row?.own?.trim() ?? "") : "";
  const source = own || row?.channel.trim();
  if (!source) return none;
  const filled = fillLines(source, await templateValues(ctx, tx, { conversationId }));
  return { ...filled, source: own ? "member" : "channel" };
}

/** Exported for the test. */
export function fillLines(
  source: string,
  { values, language, timeZone }: Filling,
): { text: string; missing: string[] } {
  const missing = new Set<string>();
  const lines = source.split("\n").flatMap((line) => {
    const { template } = parseTemplate(line, "text");
    const filled = renderTemplate(template, values, { language, timeZone });
    for (const name of filled.missing) missing.add(name);
    // "Tel. {{contact.phone}}" without a number says nothing.
    return filled.missing.length > 0 && template.pieces.length <= 2 ? [] : [filled.output.trimEnd()];
  });
  return { text: lines.join("\n").trim(), missing: [...missing] };
}
