/**
 * Public forms: what a stranger fills in becomes a conversation and a ticket, in the name of the address they gave. Nothing is sent to
 * that address, which nobody has proven. A page's stamp carries the id of the ticket to come and the time it was drawn: sent twice it is
 * one ticket, sent faster than a person types it is none.
 */
import type { CustomField, TicketType } from "@omniflow/contract";
import type { InboundFile } from "../../../channels/adapter.ts";
import { AppError } from "../../../errors.ts";
import { type Context, type Platform, systemContext } from "../../../platform/context.ts";
import { sql } from "../../../platform/db.ts";
import { isId, newId } from "../../../platform/uuid.ts";
import { findConnection, receivingView } from "../../connections/index.ts";
import { prepareArrival, receiveMessages } from "../../conversations/index.ts";
import { systemCaller } from "../caller.ts";
import { createTicket } from "../create.ts";
import { cleanFields, listTicketFields } from "../fields.ts";
import { type TypeRow, typeColumns, typeView } from "../types.ts";

export const formLimits = { files: 5, fileBytes: 10 << 20, text: 20_000 } as const;
const quickestMs = 2500;
const stampHours = 24;
const purpose = "ticket form";

export type PublicForm = {
  ctx: Context;
  key: string;
  type: TicketType;
  workspace: string;
  slug: string;
  fields: { field: CustomField; required: boolean }[];
};

/** @throws not_found also for a form that is switched off */
export async function openForm(platform: Platform, key: string): Promise<PublicForm> {
  const row = await platform.db.asSystem("a form's key leads to its workspace", (tx) =>
    tx.row<TypeRow & { workspace_id: string; workspace: string; slug: string }>(sql`select ${typeColumns}, workspace_id,
        (select w.name from workspaces w where w.id = workspace_id) as workspace, (select w.slug from workspaces w where w.id = workspace_id) as slug
      from ticket_types where form_key = ${key} and archived_at is null and (form->>'enabled')::boolean`),
  );
  if (!row) throw new AppError("not_found", "There is no form at this address.");
  const { workspace_id, workspace, slug, ...own } = row;
  const ctx = systemContext(platform, workspace_id);
  const type = typeView(own);
  const known = await platform.db.inWorkspace(workspace_id, (tx) => listTicketFields(ctx, tx));
  const fields = type.fields.flatMap(({ key: name, on_form, required }) => {
    const field = on_form ? known.find((one) => one.key === name) : undefined;
    return field ? [{ field, required: required || field.required }] : [];
  });
  return { ctx, key, type, workspace, slug, fields };
}

export function newStamp({ ctx, key }: PublicForm): string {
  const now = ctx.platform.clock.now();
  return ctx.platform.crypto.signToken(purpose, `${key} ${newId()} ${now.getTime()}`, {
    expiresAt: new Date(now.getTime() + stampHours * 3_600_000),
  });
}

/** @returns the id of the ticket to come. @throws when the page is old, foreign, or was filled in by no hand */
function readStamp({ ctx, key }: PublicForm, stamp: string): string {
  const now = ctx.platform.clock.now();
  const [of, id, at] = (ctx.platform.crypto.readToken(purpose, stamp, now) ?? "").split(" ");
  if (of !== key || !id || !isId(id))
    throw new AppError("expired", "This page is too old. Load it again and send once more.");
  if (now.getTime() - Number(at) < quickestMs)
    throw new AppError("rate_limited", "That was quicker than a person types. Wait a moment and send again.", {
      retryAfter: 3,
    });
  return id;
}

export type Submission = {
  stamp: string;
  /** Nobody sees this field; who fills it in is a machine. */
  website: string;
  name: string;
  email: string;
  title: string;
  text: string;
  values: Record<string, string | string[]>;
  files: InboundFile[];
};

/** @returns the ticket's number; null for a machine, which is told nothing. */
export async function submitForm(form: PublicForm, input: Submission): Promise<number | null> {
  if (input.website) return null;
  const id = readStamp(form, input.stamp);
  const given = checked(input);
  const ctx = systemCaller(form.ctx.platform, form.ctx.workspaceId);
  const custom = await customValues(form, input.values);
  const connection = await answeringConnection(form.ctx, form.type.form.connection_id);
  const arrival = await prepareArrival(
    form.ctx,
    // The address is not proven: no automatic answer goes there.
    { ...receivingView(connection), autoReply: false },
    {
      kind: "message",
      externalId: `form.${id}@form.invalid`,
      thread: null,
      from: { kind: "email", value: given.email, name: given.name },
      sentAt: form.ctx.platform.clock.now(),
      subject: given.title,
      text: given.text,
      files: input.files,
    },
  );
  const [received] = await receiveMessages(form.ctx, [arrival]);
  const { ticket } = await createTicket(
    { ...ctx, actor: { type: "contact", id: received!.contactId } },
    {
      id,
      title: given.title,
      description: given.text,
      type: form.type.id,
      contact_id: received!.contactId,
      conversation_ids: [received!.conversationId],
      custom_fields: custom,
    },
    { source: "form", complete: true },
  );
  return ticket.number;
}

function checked({ name, email, title, text }: Submission) {
  const wrong = (field: string, message: string) => new AppError("validation_failed", message, { field });
  const address = email.trim().toLowerCase();
  if (!/^[^\s@<>",;:()[\]\\]+@[^\s@<>",;:()[\]\\]+\.[^\s@<>",;:()[\]\\]+$/.test(address) || address.length > 320)
    throw wrong("email", "Enter a mail address such as name@example.com.");
  const subject = title.replace(/\s+/g, " ").trim().slice(0, 300);
  if (!subject) throw wrong("title", "Say in a few words what it is about.");
  if (!text.trim()) throw wrong("text", "Write what we can do for you.");
  if (text.length > formLimits.text) throw wrong("text", `At most ${formLimits.text} characters, please.`);
  return { name: name.trim().slice(0, 200), email: address, title: subject, text: text.trim() };
}

/** Only fields of this form count, whatever else was sent. */
async function customValues(form: PublicForm, values: Submission["values"]): Promise<Record<string, unknown>> {
  const given: Record<string, unknown> = {};
  for (const { field } of form.fields) {
    const raw = values[field.key];
    if (raw === undefined || raw === "") continue;
    if (field.type === "checkbox") given[field.key] = true;
    else if (field.type === "multi_choice") given[field.key] = [raw].flat();
    else given[field.key] = field.type === "number" ? Number(raw) : String(raw);
  }
  await form.ctx.platform.db.inWorkspace(form.ctx.workspaceId, (tx) =>
    cleanFields(form.ctx, tx, {}, given, { type: form.type, complete: true }),
  );
  return given;
}

/** The type's own channel, or the workspace's first mailbox. @throws unavailable when there is none */
export async function answeringConnection(ctx: Context, chosen: string | null) {
  const first = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.row<{
      id: string;
    }>(sql`select id from connections where workspace_id = ${ctx.workspaceId} and deleted_at is null and state = 'active'
      and kind in ('email', 'api') order by id = ${chosen}::uuid desc nulls last, kind = 'email' desc, created_at limit 1`),
  );
  const connection = first && (await findConnection(ctx, first.id));
  if (!connection) throw new AppError("unavailable", "This form cannot take anything at the moment. Try again later.");
  return connection;
}
