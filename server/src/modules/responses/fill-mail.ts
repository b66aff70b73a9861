/** A mail of the product, ready to be sent: the text of the reader's language with its values; and how it would look. */
import type { MailKind, MailPreview, MailPreviewInput } from "@omniflow/contract";
import type { TemplateValue } from "@omniflow/contract/template";
import type { Caller, Context } from "../../platform/context.ts";
import type { Tx } from "../../platform/db.ts";
import { need } from "../../platform/permission.ts";
import { publicUrl } from "../identity/index.ts";
import { type About, type Filling, fillLines, templateValues } from "../replies/index.ts";
import { mailExamples, mails } from "./mail-originals.ts";
import { checkerFor, chooseMailText, workspaceLanguage } from "./mail-texts.ts";

/** Whose mail: `memberId` speaks as `agent`, `about` is whom it speaks of, `languages` are the reader's, best first; a contact's own comes last. */
type Whose = { memberId?: string | null; about?: About; languages?: readonly (string | null)[] };

/** @param own values of its own variables; lines in one are kept, since we made them. */
export async function fillMailText(
  ctx: Context,
  tx: Tx,
  kind: MailKind,
  own: Record<string, string>,
  { memberId = null, about = {}, languages = [] }: Whose = {},
): Promise<{ subject: string; text: string }> {
  const caller: Caller = { ...ctx, memberId, teamIds: [], permissions: new Set(["contacts.view"]) };
  const filling = await templateValues(caller, tx, about);
  const words = await chooseMailText(ctx, tx, kind, [...languages, filling.language]);
  const { missing: _, ...mail } = fill(words, own, filling);
  return mail;
}

/** As it would arrive, with examples of what only the mail knows. @throws what saving it would throw */
export const previewMailText = (ctx: Caller, input: MailPreviewInput): Promise<MailPreview> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { kind, contact_id: contactId } = input;
    if (contactId) need(ctx, "contacts.view");
    const words = (await checkerFor(ctx, tx, kind))(input, "");
    const language = input.language ?? (await workspaceLanguage(ctx, tx));
    const examples = mailExamples(publicUrl(ctx.platform), /^de\b/i.test(language));
    const own = Object.fromEntries(mails[kind].own.map((name) => [name, examples[name]!]));
    return fill({ ...words, language }, own, await templateValues(ctx, tx, contactId ? { contactId } : {}));
  });

function fill(
  { subject, body, language }: { subject: string; body: string; language: string | null },
  own: Record<string, string>,
  filling: Filling,
): MailPreview {
  // Values are put on one line; ours go in afterwards, in place of marks nobody can have written.
  const marks = new Map(
    Object.entries(own)
      .filter(([, value]) => value)
      .map(([name, value]) => [`\u2983${crypto.randomUUID()}\u2984`, { name, value }]),
  );
  const marked = [...marks].map(([mark, { name }]): [string, TemplateValue] => [name, mark]);
  const values = new Map<string, TemplateValue>([...filling.values, ...marked]);
  const all = { ...filling, values, language: language ?? filling.language };
  const missing = new Set<string>();
  const say = (source: string) => {
    const filled = fillLines(source, all, { isKnown: () => true });
    for (const name of filled.missing) missing.add(name);
    return [...marks].reduce((text, [mark, { value }]) => text.replaceAll(mark, () => value), filled.text);
  };
  const said = { subject: say(subject).replace(/\s+/g, " "), text: `${say(body)}\n` };
  return { ...said, missing: [...missing] };
}
