/** Files of a response: uploads it keeps, and the copies that go along when it is inserted. */
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { imagesOf } from "./body.ts";
import type { ResponseRow } from "./queries.ts";

/**
 * The files a response has from now on: its attachments and the pictures in its texts, both as worked on and as approved.
 * What is no longer there becomes an abandoned upload, which the sweep removes.
 */
export async function holdFiles(ctx: Caller, tx: Tx, row: ResponseRow): Promise<void> {
  const states = row.approved ? [row, row.approved] : [row];
  const pictures = new Set(states.flatMap(picturesOf));
  const wanted = [...new Set([...states.flatMap((one) => one.attachment_ids), ...pictures])];
  await tx.run(
    sql`update files set response_id = null where workspace_id = ${ctx.workspaceId} and response_id = ${row.id} and not id = any(${wanted}::uuid[])`,
  );
  if (!wanted.length) return;
  const held =
    await tx.run(sql`update files set response_id = ${row.id}, inline = id = any(${[...pictures]}::uuid[]), content_id = case when id = any(${[...pictures]}::uuid[]) then id::text end
    where workspace_id = ${ctx.workspaceId} and id = any(${wanted}::uuid[]) and message_id is null
      and (response_id = ${row.id} or (response_id is null and uploaded_by = ${ctx.actor.id}::uuid))`);
  if (held < wanted.length)
    throw new AppError("unprocessable", "One of the files does not exist any more. Attach it again.", {
      field: "attachment_ids",
    });
}

type Texts = Pick<ResponseRow, "body_html" | "variants">;

/** Pictures in the texts of all its languages. */
export const picturesOf = (texts: Texts): string[] =>
  [texts, ...texts.variants].flatMap((text) => imagesOf(text.body_html));
