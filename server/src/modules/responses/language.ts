/** Which language of a response to take: what was chosen, what the customer's card says, or what they write in. */
import type { RenderedResponse, ResponseVariant } from "@omniflow/contract";
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import type { About } from "../replies/index.ts";

type Texts = { language: string | null; body: string; body_html: string };
type Choice = Texts & { from: RenderedResponse["language_from"] };

/** "pt-BR" is served by "pt-BR", then by "pt", then by any other Portuguese. Pure. */
export function pickTexts<T extends { language: string | null }>(texts: readonly T[], wanted: string | null): T | null {
  if (!wanted) return null;
  const tag = wanted.toLowerCase();
  const base = tag.split("-")[0];
  const of = (text: T) => text.language?.toLowerCase() ?? "";
  return (
    texts.find((text) => of(text) === tag) ??
    texts.find((text) => of(text) === base) ??
    texts.find((text) => of(text).split("-")[0] === base) ??
    null
  );
}

export async function chooseTexts(
  ctx: Context,
  tx: Tx,
  about: About,
  base: Texts & { variants: ResponseVariant[] },
  { chosen, contact }: { chosen: string | undefined; contact: string | null },
): Promise<Choice> {
  const own: Texts = { language: base.language, body: base.body, body_html: base.body_html };
  const all: Texts[] = [own, ...base.variants];
  if (chosen) return { ...(pickTexts(all, chosen) ?? own), from: "chosen" };
  const byContact = pickTexts(all, contact);
  if (byContact) return { ...byContact, from: "contact" };
  if (contact || base.variants.length === 0) return { ...own, from: "default" };
  const detected = pickTexts(all, await detectLanguage(ctx, tx, about));
  return detected ? { ...detected, from: "detected" } : { ...own, from: "default" };
}

/** The language the customer writes in, by their latest words; null when there is too little to tell. */
async function detectLanguage(ctx: Context, tx: Tx, { conversationId, contactId }: About): Promise<string | null> {
  // Before the first message: by what they wrote in other conversations.
  const where = conversationId
    ? sql`m.conversation_id = ${conversationId}`
    : sql`m.conversation_id in (select id from conversations where workspace_id = ${ctx.workspaceId} and contact_id = ${contactId ?? null}
        order by last_message_at desc limit 5)`;
  const rows = await tx.rows<{ text: string }>(sql`select left(m.text, 1000) as text from messages m
    where m.workspace_id = ${ctx.workspaceId} and ${where} and m.direction = 'in' and m.deleted_at is null and m.automatic is null
    order by m.created_at desc limit 5`);
  return languageOfText(rows.map((row) => row.text).join("\n"));
}

/** The detector's tables are read when first needed. */
export async function languageOfText(text: string): Promise<string | null> {
  const words = text.replace(/https?:\S+|\S+@\S+/g, " ").trim();
  if (words.length < 12) return null;
  const { eld } = await import("eld/small");
  const found = eld.detect(words);
  return found.language && found.isReliable() ? found.language : null;
}
