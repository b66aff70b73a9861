/** Tickets made of conversations, of which this module knows nothing: a later one fills this in (composition.ts). */
import type { BulkChange } from "@omniflow/contract";
import type { Caller } from "../../../platform/context.ts";
import type { Tx } from "../../../platform/db.ts";
import type { ConversationState } from "../scope.ts";

export type TicketWish = NonNullable<BulkChange["ticket"]>;
/** What was done for one conversation: a ticket made, or a link to one that was there. */
export type TicketLeft = { id: string; made: boolean };

export type TicketHands = {
  /** @throws forbidden, or unprocessable when there is no such ticket or type */
  allow(ctx: Caller, tx: Tx, wish: TicketWish): Promise<void>;
  /** Before conversations are locked: tickets are locked before them everywhere. */
  begin(ctx: Caller, tx: Tx, wish: TicketWish): Promise<void>;
  /** @throws AppError when this one is left as it is */
  perform(ctx: Caller, tx: Tx, conversation: ConversationState, wish: TicketWish): Promise<TicketLeft>;
  /** @returns whether it could be taken back: somebody may have gone on with the ticket */
  undo(ctx: Caller, tx: Tx, conversationId: string, left: TicketLeft): Promise<boolean>;
};

export const ticketHands: { of: TicketHands } = {
  of: new Proxy({} as TicketHands, {
    get: () => {
      throw new Error("composition.ts has not said how tickets are made");
    },
  }),
};
