/** Custom fields of tickets: the definitions are the workspace's (module `fields`); which of them a type's form has and needs is the type's. */
import type { CustomField, TicketType } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import type { Tx } from "../../platform/db.ts";
import { listFields, nextValues } from "../fields/index.ts";

export const listTicketFields = (ctx: Context, tx: Tx): Promise<CustomField[]> =>
  listFields(ctx, tx, { record: "ticket" });

/**
 * The custom fields after a change.
 * @param form the ticket's type; `complete`: everything it needs must be there in the end, not only what is being changed
 */
export async function cleanFields(
  ctx: Context,
  tx: Tx,
  before: Record<string, unknown>,
  given: Record<string, unknown>,
  form: { type: TicketType | null; complete: boolean },
): Promise<Record<string, unknown>> {
  const options = { complete: form.complete, type: form.type?.id ?? null };
  const after = await nextValues(ctx, tx, "ticket", before, given, options);
  const missing = form.type?.fields.find(
    (field) => field.required && (form.complete || field.key in given) && !(field.key in after),
  );
  if (!missing) return after;
  const label = (await listTicketFields(ctx, tx)).find((field) => field.key === missing.key)?.label;
  // A field that was archived since is asked of nobody.
  if (!label) return after;
  throw new AppError("validation_failed", `“${label}” is needed.`, { field: `custom_fields.${missing.key}` });
}
