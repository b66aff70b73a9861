/** What did not leave goes back to where it was written: the composer, or the forward it belongs to. */
import { restoreDraft } from "./drafts.ts";
import { forwardAgain } from "./forwarding.ts";
import type { Outgoing } from "./outbox.ts";

export function putBack(item: Outgoing): void {
  const { input, forwarded, draft, conversationId } = item;
  if (!input.forward_message_id) restoreDraft(conversationId, input.kind, draft);
  else if (forwarded) {
    const recipients = { to: input.to ?? [], cc: input.cc ?? [], bcc: input.bcc ?? [] };
    forwardAgain({ conversationId, message: forwarded, recipients }, draft);
  }
}
