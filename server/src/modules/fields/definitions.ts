/** Definitions of custom fields: what each kind of record can say, and checking values against them. */
import type { CustomField, CustomFieldChange, CustomFieldInput, RecordKind } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { isUniqueViolation, sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import { checkValues } from "./values.ts";

type Row = Omit<CustomField, "archived" | "created_at"> & { archived_at: Date | null; created_at: Date };

const columns = sql`id, record, key, label, description, type, options, required, required_for, position, archived_at, created_at, version`;
/** So that a form stays one that people fill in. */
const mostFields = 200;

const view = ({ archived_at, created_at, ...row }: Row): CustomField => ({
  ...row,
  archived: archived_at !== null,
  created_at: created_at.toISOString(),
});

/** The fields of a kind of record, or of all, in the order of the form. Archived ones only when asked for. */
export async function listFields(
  ctx: Context,
  tx: Tx,
  query: { record?: RecordKind; archived?: boolean } = {},
): Promise<CustomField[]> {
  const rows = await tx.rows<Row>(sql`select ${columns} from custom_fields where workspace_id = ${ctx.workspaceId}
    and ${query.record ? sql`record = ${query.record}` : sql`true`} and ${query.archived ? sql`true` : sql`archived_at is null`}
    order by record, position, created_at, id`);
  return rows.map(view);
}

/** A record's custom fields after a change. @throws AppError validation_failed, with `custom_fields.<key>` */
export async function nextValues(
  ctx: Context,
  tx: Tx,
  record: RecordKind,
  before: Record<string, unknown>,
  input: Record<string, unknown> | undefined,
  options: { complete?: boolean; type?: string | null } = {},
): Promise<Record<string, unknown>> {
  if (input === undefined && !options.complete) return before;
  return checkValues(await listFields(ctx, tx, { record, archived: true }), before, input ?? {}, options);
}

export async function createField(ctx: Caller, input: CustomFieldInput): Promise<CustomField> {
  const label = input.label.trim();
  const options = cleanOptions(input.type, input.options ?? []);
  return naming(
    ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const key = input.key ?? (await freeKey(ctx, tx, input.record, label));
      const row =
        await tx.row<Row>(sql`insert into custom_fields (workspace_id, id, record, key, label, description, type, options, required, required_for, position)
        select ${ctx.workspaceId}, ${newId()}, ${input.record}, ${key}, ${label}, ${input.description ?? ""}, ${input.type}, ${options},
          ${input.required ?? false}, ${input.required_for ?? []}, coalesce(${input.position ?? null}, coalesce(max(position), 0) + 10)
        from custom_fields where workspace_id = ${ctx.workspaceId} and record = ${input.record} having count(*) < ${mostFields} returning ${columns}`);
      if (!row)
        throw new AppError("unprocessable", `There are ${mostFields} fields already; archive and remove some first.`);
      note(ctx, tx, "field.created", null, view(row));
      return view(row);
    }),
  );
}

export async function changeField(ctx: Caller, id: string, change: CustomFieldChange): Promise<CustomField> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const before = await lockField(ctx, tx, id);
    if (change.version !== undefined && change.version !== before.version)
      throw new AppError(
        "version_conflict",
        "Someone changed this field meanwhile. Look at the new state and try again.",
        {
          field: "version",
        },
      );
    const label = change.label === undefined ? before.label : change.label.trim();
    if (!label) throw new AppError("validation_failed", "Give the field a name.", { field: "label" });
    const options = change.options ? cleanOptions(before.type, change.options) : before.options;
    const archived = change.archived ?? before.archived_at !== null;
    const row =
      await tx.row<Row>(sql`update custom_fields set label = ${label}, description = ${change.description ?? before.description},
        options = ${options}, required = ${change.required ?? before.required}, required_for = ${change.required_for ?? before.required_for},
        position = ${change.position ?? before.position}, archived_at = case when ${archived}::boolean then coalesce(archived_at, now()) end, version = version + 1
      where workspace_id = ${ctx.workspaceId} and id = ${id} returning ${columns}`);
    note(ctx, tx, archived && !before.archived_at ? "field.archived" : "field.updated", view(before), view(row!));
    return view(row!);
  });
}

/** Only what is archived, so that it takes two decisions. Values that were entered stay on their records. */
export async function removeField(ctx: Caller, id: string): Promise<void> {
  await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const before = await lockField(ctx, tx, id);
    if (!before.archived_at) throw new AppError("conflict", "Archive the field first; then it can be removed.");
    await tx.run(sql`delete from custom_fields where workspace_id = ${ctx.workspaceId} and id = ${id}`);
    note(ctx, tx, "field.removed", view(before), null);
  });
}

export async function orderFields(ctx: Caller, record: RecordKind, ids: string[]): Promise<CustomField[]> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await tx.run(sql`update custom_fields f set position = o.place * 10, version = version + 1
      from unnest(${ids}::uuid[]) with ordinality as o(id, place)
      where f.workspace_id = ${ctx.workspaceId} and f.record = ${record} and f.id = o.id`);
    recordAudit(ctx, tx, {
      action: "field.ordered",
      target: { type: "field", id: record },
      summary: `Order of ${record} fields`,
    });
    if (ids[0]) emit(ctx, tx, { type: "field.changed", data: { field_id: ids[0], record } });
    return listFields(ctx, tx, { record });
  });
}

async function lockField(ctx: Caller, tx: Tx, id: string): Promise<Row> {
  const row = await tx.row<Row>(
    sql`select ${columns} from custom_fields where workspace_id = ${ctx.workspaceId} and id = ${id} for update`,
  );
  if (!row) throw notFound("field");
  return row;
}

function note(ctx: Caller, tx: Tx, action: string, before: CustomField | null, after: CustomField | null): void {
  const field = (after ?? before)!;
  const target = { type: "field", id: field.id, name: `${field.record}: ${field.label}` };
  recordAudit(ctx, tx, { action, target, before, after });
  emit(ctx, tx, { type: "field.changed", data: { field_id: field.id, record: field.record } });
}

function cleanOptions(type: CustomField["type"], options: string[]): string[] {
  const choice = type === "choice" || type === "multi_choice";
  const clean = [
    ...new Map(
      options
        .map((o) => o.trim())
        .filter(Boolean)
        .map((o) => [o.toLowerCase(), o]),
    ).values(),
  ];
  if (choice && !clean.length)
    throw new AppError("validation_failed", "A choice needs at least one option.", { field: "options" });
  if (!choice && clean.length)
    throw new AppError("validation_failed", "Only choices have options.", { field: "options" });
  return clean;
}

/** A key made from the label: `Contract end (SLA)` → `contract_end_sla`. */
async function freeKey(ctx: Caller, tx: Tx, record: RecordKind, label: string): Promise<string> {
  const wanted =
    label
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/ß/g, "ss")
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .slice(0, 50) || "field";
  const taken = new Set((await listFields(ctx, tx, { record, archived: true })).map((field) => field.key));
  let key = wanted;
  for (let n = 2; taken.has(key); n++) key = `${wanted}_${n}`;
  return key;
}

const naming = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error) => {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", "There is a field with this key already; perhaps it is archived.", {
      field: "key",
    });
  });
