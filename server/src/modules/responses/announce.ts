/** What a change means for the review of a text, and who is to learn of it. */
import type { Caller } from "../../platform/context.ts";
import type { Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { recordAudit } from "../audit/index.ts";
import type { ResponseRow } from "./queries.ts";

type Before = Pick<ResponseRow, "state" | "approved" | "proposed_by">;

/** @param before null: it was made now */
export function announceReview(ctx: Caller, tx: Tx, before: Before | null, row: ResponseRow): void {
  if (row.state === "in_review" && before?.state !== "in_review")
    emit(ctx, tx, { type: "response.submitted", data: { response_id: row.id } });
  if (row.state === "draft" && before?.state === "in_review") announceReturn(ctx, tx, before, row.id);
  if (!before || !row.approved || row.approved.at === before.approved?.at) return;
  emit(ctx, tx, { type: "response.approved", data: { response_id: row.id, proposed_by: before.proposed_by } });
  recordAudit(ctx, tx, { action: "response.approved", target: { type: "response", id: row.id, name: row.name } });
}

/** Not taken into use: given back as a draft, or discarded. */
export const announceReturn = (ctx: Caller, tx: Tx, { proposed_by }: Before, responseId: string): void =>
  emit(ctx, tx, { type: "response.returned", data: { response_id: responseId, proposed_by } });
