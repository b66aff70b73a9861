/** Deciding about a proposed text: it is taken into use, or the text in use stays. */
import type { CannedResponse } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { emit } from "../../platform/events.ts";
import { authorName } from "../conversations/index.ts";
import { announceReturn } from "./announce.ts";
import { holdFiles } from "./files.ts";
import { getResponse, writeResponse } from "./queries.ts";
import { mayApprove } from "./rules.ts";
import { changeResponse, saving, showOne } from "./write.ts";

/** Approves what is there now; `version` says which text the approver has read. */
export const approveResponse = (ctx: Caller, id: string, version: number | undefined): Promise<CannedResponse> =>
  changeResponse(ctx, id, { state: "approved", ...(version === undefined ? {} : { version }) });

/** Takes a proposal back: the text in use is the text again. */
export const discardProposal = (ctx: Caller, id: string): Promise<CannedResponse> =>
  saving(ctx, undefined, async (tx) => {
    const row = await getResponse(ctx, tx, id, true);
    if (!row.approved || row.state === "approved")
      throw new AppError("conflict", "There is no change waiting to be approved.");
    if (!mayApprove(ctx) && row.updated_by !== (await authorName(ctx, tx)))
      throw new AppError("forbidden", "Only who proposed this change, or who may approve it, can discard it.");
    const { body, body_html, variants, actions, attachment_ids } = row.approved;
    const texts = { body, body_html, variants, actions, attachment_ids };
    const back = { ...row, ...texts, state: "approved" as const, proposed_by: null };
    await writeResponse(ctx, tx, back, false);
    await holdFiles(ctx, tx, back);
    emit(ctx, tx, { type: "response.updated", data: { response_id: id, fields: ["state"] } });
    announceReturn(ctx, tx, row, id);
    return showOne(ctx, tx, id);
  });
