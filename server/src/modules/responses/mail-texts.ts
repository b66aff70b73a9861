/** The mails the product sends, as a workspace has worded them: read, changed, given back, filled. */
import { type MailKind, type MailText, type MailTextInput, mailKinds } from "@omniflow/contract";
import { isCustomField, type TemplateValue, templateVariables } from "@omniflow/contract/template";
import { AppError } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { refuseTemplate } from "../../platform/template.ts";
import { recordAudit } from "../audit/index.ts";
import { storable } from "../conversations/index.ts";
import { type About, fillLines, templateValues } from "../replies/index.ts";
import { knownFields } from "./body.ts";

type Words = Pick<MailText, "subject" | "body" | "needed"> & {
  /** Variables this mail alone has. */
  own: readonly string[];
  /** Nouns it knows besides the workspace. */
  nouns: readonly string[];
};

/** The words it comes with; a code goes out in the customer's language until the workspace says otherwise. */
const mails: Record<MailKind, Words> = {
  invitation: {
    subject: "Join {{workspace.name}} on Omniflow",
    body: "You are invited to work in {{workspace.name}} on Omniflow.\n\nJoin here within 14 days; the link works once:\n{{mail.link}}",
    needed: "mail.link",
    own: ["mail.link"],
    nouns: ["agent"],
  },
  missed: {
    subject: "{{mail.count}} unread in {{workspace.name}}",
    body: "{{mail.list}}\n\nYou can choose what you are told by mail in Settings → Notifications.",
    needed: "mail.list",
    own: ["mail.list", "mail.count", "mail.name"],
    nouns: [],
  },
  request_code: {
    subject: "Your code: {{mail.code}}",
    body: "Your code to see your requests at {{workspace.name}} is {{mail.code}}. It works for 15 minutes.\n\nIf you did not ask for it, ignore this mail.",
    needed: "mail.code",
    own: ["mail.code"],
    nouns: ["contact", "company"],
  },
};

type Row = { kind: MailKind; subject: string; body: string };

export const listMailTexts = (ctx: Caller): Promise<MailText[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const rows = await tx.rows<Row>(
      sql`select kind, subject, body from mail_texts where workspace_id = ${ctx.workspaceId}`,
    );
    return mailKinds.map((kind) =>
      viewOf(
        kind,
        rows.find((row) => row.kind === kind),
      ),
    );
  });

function viewOf(kind: MailKind, row: Row | undefined): MailText {
  const { own, nouns, needed, subject, body } = mails[kind];
  const listed = templateVariables.filter((name) => [...nouns, "workspace"].includes(name.split(".")[0]!));
  return {
    kind,
    subject: row?.subject ?? subject,
    body: row?.body ?? body,
    changed: row !== undefined,
    variables: [...own, ...listed],
    needed,
  };
}

/** @throws validation_failed with line and column for what this mail cannot say, and without what it is for. */
export const changeMailText = (ctx: Caller, kind: MailKind, input: Omit<MailTextInput, "kind">): Promise<MailText> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const subject = storable(input.subject).replace(/\s+/g, " ").trim();
    const body = storable(input.body).replaceAll("\r\n", "\n").trim();
    const { variables, needed } = viewOf(kind, undefined);
    const isField = await knownFields(ctx, tx);
    const isKnown = (name: string) =>
      variables.includes(name) ||
      (isCustomField(name) && mails[kind].nouns.includes(name.split(".")[0]!) && isField(name));
    refuseTemplate(subject, "text", "subject", { isKnown });
    refuseTemplate(body, "text", "body", { isKnown });
    if (!subject) throw new AppError("validation_failed", "Write a subject.", { field: "subject" });
    if (!new RegExp(`\\{\\{\\s*${needed}\\s*(\\||\\}\\})`).test(body))
      throw new AppError("validation_failed", `This mail is nothing without {{${needed}}}. Put it into the text.`, {
        field: "body",
      });
    await tx.run(sql`insert into mail_texts (workspace_id, kind, subject, body) values (${ctx.workspaceId}, ${kind}, ${subject}, ${body})
      on conflict (workspace_id, kind) do update set subject = excluded.subject, body = excluded.body, updated_at = now()`);
    note(ctx, tx, kind);
    return viewOf(kind, { kind, subject, body });
  });

/** Back to the words the product comes with. */
export const resetMailText = (ctx: Caller, kind: MailKind): Promise<MailText> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await tx.run(sql`delete from mail_texts where workspace_id = ${ctx.workspaceId} and kind = ${kind}`);
    note(ctx, tx, kind);
    return viewOf(kind, undefined);
  });

function note(ctx: Caller, tx: Tx, kind: MailKind): void {
  emit(ctx, tx, { type: "workspace.updated", data: { fields: ["mail_texts"] } });
  recordAudit(ctx, tx, { action: "mail_text.changed", target: { type: "mail_text", id: ctx.workspaceId, name: kind } });
}

/** Whose mail: `memberId` speaks as `agent`, `about` is whom it speaks of. */
type Whose = { memberId?: string | null; about?: About };

/**
 * The mail in the workspace's words; null when it has not changed them. @param own values of its own variables; lines in one are
 * kept, since we made them.
 */
export async function fillMailText(
  ctx: Context,
  tx: Tx,
  kind: MailKind,
  own: Record<string, string>,
  { memberId = null, about = {} }: Whose = {},
): Promise<{ subject: string; text: string } | null> {
  const row = await tx.row<Row>(
    sql`select kind, subject, body from mail_texts where workspace_id = ${ctx.workspaceId} and kind = ${kind}`,
  );
  if (!row) return null;
  const caller: Caller = { ...ctx, memberId, teamIds: [], permissions: new Set(["contacts.view"]) };
  const filling = await templateValues(caller, tx, about);
  // Values are put on one line; ours go in afterwards, in place of marks nobody can have written.
  const marks = new Map(
    Object.entries(own)
      .filter(([, value]) => value)
      .map(([name, value]) => [`\u2983${crypto.randomUUID()}\u2984`, { name, value }]),
  );
  const marked = [...marks].map(([mark, { name }]): [string, TemplateValue] => [name, mark]);
  const all = { ...filling, values: new Map<string, TemplateValue>([...filling.values, ...marked]) };
  const say = (source: string) =>
    [...marks].reduce(
      (text, [mark, { value }]) => text.replaceAll(mark, () => value),
      fillLines(source, all, { isKnown: () => true }).text,
    );
  return { subject: say(row.subject).replace(/\s+/g, " "), text: `${say(row.body)}\n` };
}
