/** Messages that leave later, and those that stayed here. Pure. */
import type { Message } from "@omniflow/contract";

/** Planned and not due: it can still be taken back. */
export const isScheduled = (message: Message): boolean =>
  message.direction === "out" && message.delivery?.state === "queued" && message.details?.send_later === true;

/** Stopped by the server, with the reason: the member decides what becomes of it. */
export const wasNotSent = (message: Message): boolean =>
  message.delivery?.state === "cancelled" && Boolean(message.delivery.reason);

/** Taken back by hand: its text is in the composer again. */
export const wasTakenBack = (message: Message): boolean =>
  message.delivery?.state === "cancelled" && !message.delivery.reason;
