/** Types of tickets: which fields each has and needs, where its tickets go, and its public form. */
import type { TicketType, TicketTypeChange, TicketTypeInput } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import { randomToken } from "../../platform/crypto.ts";
import { isUniqueViolation, sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { isId, newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import { listTicketFields } from "./fields.ts";

export type TypeRow = Omit<TicketType, "archived" | "form_path"> & { archived_at: Date | null; form_key: string };

export const typeColumns = sql`id, name, description, position, fields, team_id, priority, form, form_key, archived_at, version`;

const noForm: TicketType["form"] = { enabled: false, title: "", intro: "", thanks: "", connection_id: null };

export const typeView = ({ archived_at, form_key, ...row }: TypeRow): TicketType => ({
  ...row,
  form: { ...noForm, ...row.form },
  form_path: `/forms/${form_key}`,
  archived: archived_at !== null,
});

export const listTypes = async (ctx: Context, tx: Tx): Promise<TicketType[]> =>
  (
    await tx.rows<TypeRow>(sql`select ${typeColumns} from ticket_types where workspace_id = ${ctx.workspaceId}
      order by archived_at is not null, position, lower(name)`)
  ).map(typeView);

/** Forms that are offered in the workspace's chat widgets. */
export const listWidgetForms = async (ctx: Context, tx: Tx): Promise<{ key: string; title: string }[]> =>
  (await listTypes(ctx, tx))
    .filter(({ archived, form }) => !archived && form.enabled && form.in_widget)
    .map(({ name, form, form_path }) => ({ key: form_path.split("/").at(-1)!, title: form.title || name }));

/** By id or by name, as scripts and people call it. @throws unprocessable */
export async function findType(ctx: Context, tx: Tx, idOrName: string): Promise<TicketType> {
  const row =
    await tx.row<TypeRow>(sql`select ${typeColumns} from ticket_types where workspace_id = ${ctx.workspaceId} and archived_at is null
    and (${isId(idOrName) ? sql`id = ${idOrName}` : sql`lower(name) = lower(${idOrName.trim()})`})`);
  if (!row) throw new AppError("unprocessable", `There is no ticket type “${idOrName}”.`, { field: "type" });
  return typeView(row);
}

export const createType = (ctx: Context, input: TicketTypeInput): Promise<TicketType> =>
  unique(
    ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      await check(ctx, tx, input);
      const id = newId();
      const row = await tx.row<TypeRow>(sql`insert into ticket_types
          (workspace_id, id, name, description, position, fields, team_id, priority, form, form_key)
        values (${ctx.workspaceId}, ${id}, ${input.name.trim()}, ${input.description ?? ""}, ${input.position ?? 0}, ${JSON.stringify(input.fields ?? [])},
          ${input.team_id ?? null}, ${input.priority ?? "normal"}, ${JSON.stringify(input.form ?? noForm)}, ${randomToken(12)}) returning ${typeColumns}`);
      note(ctx, tx, "ticket_type.created", null, typeView(row!));
      return typeView(row!);
    }),
  );

export const changeType = (ctx: Context, id: string, change: TicketTypeChange): Promise<TicketType> =>
  unique(
    ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const before = await tx.row<TypeRow>(
        sql`select ${typeColumns} from ticket_types where workspace_id = ${ctx.workspaceId} and id = ${id} for update`,
      );
      if (!before) throw notFound("ticket type");
      if (change.version !== undefined && change.version !== before.version)
        throw new AppError("version_conflict", "Someone changed this type meanwhile. Look at it again.", {
          field: "version",
        });
      await check(ctx, tx, change);
      const after = { ...before, ...change };
      const archived = change.archived ?? before.archived_at !== null;
      const row =
        await tx.row<TypeRow>(sql`update ticket_types set name = ${after.name.trim()}, description = ${after.description},
          position = ${after.position}, fields = ${JSON.stringify(after.fields)}, team_id = ${after.team_id}, priority = ${after.priority},
          form = ${JSON.stringify(after.form)}, archived_at = case when ${archived} then coalesce(archived_at, now()) end, version = version + 1
        where workspace_id = ${ctx.workspaceId} and id = ${id} returning ${typeColumns}`);
      note(ctx, tx, "ticket_type.updated", typeView(before), typeView(row!));
      return typeView(row!);
    }),
  );

function note(ctx: Context, tx: Tx, action: string, before: TicketType | null, after: TicketType): void {
  recordAudit(ctx, tx, { action, target: { type: "ticket_type", id: after.id, name: after.name }, before, after });
  emit(ctx, tx, { type: "ticket_type.changed", data: { type_id: after.id } });
}

async function check(ctx: Context, tx: Tx, { team_id, fields, form }: Partial<TicketTypeInput>): Promise<void> {
  if (team_id && !(await tx.row(sql`select 1 from teams where workspace_id = ${ctx.workspaceId} and id = ${team_id}`)))
    throw new AppError("unprocessable", "This team does not exist.", { field: "team_id" });
  if (fields?.length) {
    const known = new Set((await listTicketFields(ctx, tx)).map((field) => field.key));
    const unknown = fields.find((field) => !known.has(field.key));
    if (unknown)
      throw new AppError("unprocessable", `There is no field “${unknown.key}” of tickets.`, { field: "fields" });
  }
  if (!form?.connection_id) return;
  const connection =
    await tx.row(sql`select 1 from connections where workspace_id = ${ctx.workspaceId} and id = ${form.connection_id}
    and kind in ('email', 'api') and deleted_at is null`);
  if (!connection)
    throw new AppError("unprocessable", "A form's answers go out over a mailbox or an API channel; choose one.", {
      field: "form.connection_id",
    });
}

const unique = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error) => {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", "There is a ticket type with this name already.", { field: "name" });
  });
