/** Flat fields, as merges speak of them, back into the row. */
import type { Context } from "../../../platform/context.ts";
import type { Tx } from "../../../platform/db.ts";
import { customOf, type FieldValues } from "../../fields/index.ts";
import { type ContactRow, updateContact } from "../queries.ts";

const text = (value: unknown): string | null => (typeof value === "string" && value ? value : null);

/** What was taken once is written as it is: it was checked when it was first entered. */
export const writeFields = (ctx: Context, tx: Tx, row: ContactRow, values: FieldValues) =>
  updateContact(tx, ctx.workspaceId, row.id, {
    name: text(values.name) ?? "",
    tier: text(values.tier),
    language: text(values.language),
    time_zone: text(values.time_zone),
    company_id: text(values.company_id),
    company_source: text(values.company_id) === row.company_id ? row.company_source : "hand",
    custom_fields: customOf(values),
    external_ids: Object.fromEntries(
      Object.entries(values).flatMap(([field, value]) =>
        field.startsWith("external.") && typeof value === "string" ? [[field.slice("external.".length), value]] : [],
      ),
    ),
    blocked_at: values.blocked === true ? (row.blocked_at ?? ctx.platform.clock.now()) : null,
  });
