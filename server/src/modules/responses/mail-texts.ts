/** The mails the product sends, as a workspace has worded them, by language: read, changed, given back. */
import { type MailKind, type MailText, type MailTextInput, type MailVariant, mailKinds } from "@omniflow/contract";
import { isCustomField, templateVariables } from "@omniflow/contract/template";
import { AppError } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { refuseTemplate } from "../../platform/template.ts";
import { recordAudit } from "../audit/index.ts";
import { storable } from "../conversations/index.ts";
import { getWorkspace, refuseStale } from "../workspaces/index.ts";
import { knownFields } from "./body.ts";
import { pickTexts } from "./language.ts";
import { mails } from "./mail-originals.ts";
import { sameLanguage } from "./next-row.ts";

/** `subject` and `body`: the text for every language; null when there is none. */
type Row = { kind: MailKind; subject: string | null; body: string | null; variants: MailVariant[]; version: number };
type Words = { language: string | null; subject: string; body: string };

const readRows = (ctx: Context, tx: Tx) =>
  tx.rows<Row>(
    sql`select kind, subject, body, variants, version from mail_texts where workspace_id = ${ctx.workspaceId}`,
  );

const readRow = async (ctx: Context, tx: Tx, kind: MailKind): Promise<Row> =>
  (await tx.row<Row>(
    sql`select kind, subject, body, variants, version from mail_texts where workspace_id = ${ctx.workspaceId} and kind = ${kind}`,
  )) ?? unchanged(kind);

const unchanged = (kind: MailKind): Row => ({ kind, subject: null, body: null, variants: [], version: 0 });

export const workspaceLanguage = async (ctx: Context, tx: Tx): Promise<string> =>
  (await getWorkspace(tx, ctx.workspaceId)).language;

/** The texts a mail has, the one for whoever fits no other first. */
function textsOf(row: Row, fallback: string): [Words, ...Words[]] {
  if (row.subject !== null && row.body !== null)
    return [{ language: null, subject: row.subject, body: row.body }, ...row.variants];
  const { originals } = mails[row.kind];
  const left = originals.filter((one) => !row.variants.some((own) => sameLanguage(own, one)));
  const all: Words[] = [...originals.flatMap((one) => row.variants.filter((own) => sameLanguage(own, one))), ...left];
  const others = row.variants.filter((own) => !all.includes(own));
  const known = [...all, ...others];
  const first = pickTexts(known, fallback) ?? pickTexts(known, "en")!;
  return [first, ...known.filter((one) => one !== first)];
}

async function readTexts(ctx: Context, tx: Tx, kind: MailKind) {
  const [row, language] = await Promise.all([readRow(ctx, tx, kind), workspaceLanguage(ctx, tx)]);
  return { texts: textsOf(row, language), language };
}

/** What a reader gets: in the first of their languages there is a text in, or else the workspace's. */
export async function chooseMailText(
  ctx: Context,
  tx: Tx,
  kind: MailKind,
  wanted: readonly (string | null)[],
): Promise<Words> {
  const { texts } = await readTexts(ctx, tx, kind);
  for (const language of wanted) {
    const found = pickTexts(texts, language);
    if (found) return found;
  }
  return texts[0];
}

export const listMailTexts = (ctx: Caller): Promise<MailText[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [rows, language] = await Promise.all([readRows(ctx, tx), workspaceLanguage(ctx, tx)]);
    return mailKinds.map((kind) => viewOf(rows.find((row) => row.kind === kind) ?? unchanged(kind), language));
  });

/** Languages a mail can go out in, the workspace's first. */
export async function mailLanguages(ctx: Context, tx: Tx, kind: MailKind): Promise<string[]> {
  const { texts, language } = await readTexts(ctx, tx, kind);
  return texts.map((one) => one.language ?? language);
}

function viewOf(row: Row, fallback: string): MailText {
  const { originals, needed } = mails[row.kind];
  const [first, ...variants] = textsOf(row, fallback);
  return {
    kind: row.kind,
    ...first,
    variants: variants as MailVariant[],
    changed: row.subject !== null || row.variants.length > 0,
    originals: [...originals],
    variables: variablesOf(row.kind),
    needed,
    version: row.version,
  };
}

function variablesOf(kind: MailKind): string[] {
  const { own, nouns } = mails[kind];
  return [...own, ...templateVariables.filter((name) => [...nouns, "workspace"].includes(name.split(".")[0]!))];
}

/** @throws validation_failed with line and column for what this mail cannot say, and without what it is for. */
export const changeMailText = (ctx: Caller, { kind, version, ...input }: MailTextInput): Promise<MailText> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const check = await checkerFor(ctx, tx, kind);
    const first = check(input, "");
    const variants = (input.variants ?? []).map((one) => ({
      language: one.language,
      ...check(one, `variants.${one.language}.`),
    }));
    const language = input.language ?? null;
    const all = language ? [{ language, ...first }, ...variants] : variants;
    refuseTwice(all);
    return write(ctx, tx, kind, version, () =>
      language ? { subject: null, body: null, variants: all } : { ...first, variants: all },
    );
  });

/** Back to the words the product comes with: everywhere, or in one language; null takes back the text for every language. */
export const resetMailText = (ctx: Caller, kind: MailKind, language: string | null | undefined): Promise<MailText> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    write(ctx, tx, kind, undefined, (row) => {
      if (language === undefined) return unchanged(kind);
      if (language === null) return { ...row, subject: null, body: null };
      return { ...row, variants: row.variants.filter((one) => !sameLanguage(one, { language })) };
    }),
  );

type Texts = Pick<Row, "subject" | "body" | "variants">;

async function write(
  ctx: Caller,
  tx: Tx,
  kind: MailKind,
  seen: number | undefined,
  next: (row: Row) => Texts,
): Promise<MailText> {
  // Of two who word a mail for the first time at once the later one waits here, and is told.
  await tx.run(sql`insert into mail_texts (workspace_id, kind, version) values (${ctx.workspaceId}, ${kind}, 0)
    on conflict (workspace_id, kind) do update set version = mail_texts.version`);
  const row = await readRow(ctx, tx, kind);
  refuseStale(row.version, seen);
  const { subject, body, variants } = next(row);
  // The product's own words are not kept as the workspace's: they would stay behind when ours change.
  const own = subject === null ? variants.filter((one) => !isOriginal(kind, one)) : variants;
  await tx.run(sql`update mail_texts set subject = ${subject}, body = ${body}, variants = ${JSON.stringify(own)}, version = version + 1, updated_at = now()
    where workspace_id = ${ctx.workspaceId} and kind = ${kind}`);
  emit(ctx, tx, { type: "workspace.updated", data: { fields: ["mail_texts"] } });
  recordAudit(ctx, tx, { action: "mail_text.changed", target: { type: "mail_text", id: ctx.workspaceId, name: kind } });
  return viewOf({ kind, subject, body, variants: own, version: row.version + 1 }, await workspaceLanguage(ctx, tx));
}

const isOriginal = (kind: MailKind, text: MailVariant): boolean =>
  mails[kind].originals.some(
    (one) => sameLanguage(one, text) && one.subject === text.subject && one.body === text.body,
  );

function refuseTwice(texts: readonly MailVariant[]): void {
  const twice = texts.find((one, i) => texts.findIndex((other) => sameLanguage(other, one)) !== i);
  if (twice)
    throw new AppError("validation_failed", `There are two texts in the language ${twice.language}.`, {
      field: "variants",
    });
}

type Check = (input: { subject: string; body: string }, place: string) => { subject: string; body: string };

/** Makes a text ready to be kept, or refuses it. @param place of a variant in what was sent, in front of its field */
export async function checkerFor(ctx: Caller, tx: Tx, kind: MailKind): Promise<Check> {
  const variables = variablesOf(kind);
  const { needed, nouns } = mails[kind];
  const isField = await knownFields(ctx, tx);
  const isKnown = (name: string) =>
    variables.includes(name) || (isCustomField(name) && nouns.includes(name.split(".")[0]!) && isField(name));
  return (input, place) => {
    const subject = storable(input.subject).replace(/\s+/g, " ").trim();
    const body = storable(input.body).replaceAll("\r\n", "\n").trim();
    refuseTemplate(subject, "text", `${place}subject`, { isKnown });
    refuseTemplate(body, "text", `${place}body`, { isKnown });
    if (!subject) throw new AppError("validation_failed", "Write a subject.", { field: `${place}subject` });
    if (!new RegExp(`\\{\\{\\s*${needed}\\s*(\\||\\}\\})`).test(body))
      throw new AppError("validation_failed", `This mail is nothing without {{${needed}}}. Put it into the text.`, {
        field: `${place}body`,
      });
    return { subject, body };
  };
}
