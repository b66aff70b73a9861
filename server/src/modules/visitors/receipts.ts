/** What a visitor has received and read, into the delivery ledger. */
import type { ReceiptInput } from "@omniflow/contract/widget";
import { applyReceipt } from "../conversations/index.ts";
import type { Guest } from "./guest.ts";
import { filterNews } from "./history.ts";
import { touchVisitor } from "./queries.ts";

export async function noteReceipts(guest: Guest, input: ReceiptInput): Promise<void> {
  const { ctx, visitor } = guest;
  await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await touchVisitor(tx, ctx.workspaceId, visitor.id, ctx.platform.clock.now());
    for (const id of await filterNews(guest, tx, input.message_ids, input.state)) {
      await applyReceipt(ctx, tx, guest.connection.id, {
        kind: "receipt",
        externalId: `message:${id}`,
        state: input.state,
      });
    }
  });
}
