/** A message on an API channel. The hottest way in: a remembered connection, one shared commit, nothing else. */
import type { ApiInbound, ApiInboundResult } from "@omniflow/contract";
import { readApiMessage } from "../../channels/api/inbound.ts";
import { AppError, notFound } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import { type Intake, prepareArrival } from "../conversations/index.ts";
import { findRemembered } from "./find.ts";
import { noteSuccess } from "./health.ts";
import { receivingView } from "./views.ts";

/** Resolves when the message is stored for good. @throws AppError not_found for a channel of another kind too */
export async function receiveByApi(
  ctx: Context,
  intake: Intake,
  connectionId: string,
  body: ApiInbound,
): Promise<ApiInboundResult> {
  const connection = await findRemembered(ctx, connectionId);
  if (connection?.kind !== "api") throw notFound("API channel");
  if (connection.state !== "active") {
    throw new AppError("conflict", "This channel is paused. Resume it in Settings → Channels, then send again.");
  }
  requireSender(body);
  if (!body.text && !body.html) {
    throw new AppError("validation_failed", "A message says something: give text or html.", { field: "text" });
  }
  const item = readApiMessage(body, ctx.platform.clock.now());
  const received = await intake.receive(ctx.workspaceId, await prepareArrival(ctx, receivingView(connection), item));
  if (!received.duplicate) void noteSuccess(ctx, connectionId, "received");
  return {
    conversation_id: received.conversationId,
    message_id: received.messageId,
    contact_id: received.contactId,
    duplicate: received.duplicate,
  };
}

function requireSender({ from }: ApiInbound): void {
  if (from.email?.trim() || from.phone?.trim() || from.handle?.trim()) return;
  throw new AppError(
    "validation_failed",
    "A message comes from somebody: give from.email, from.phone or from.handle.",
    {
      field: "from",
    },
  );
}
