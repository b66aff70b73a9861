/** Who is asking: the widget's connection by its key, the visitor by their token. Every visitor call starts here. */
import type { FastifyRequest } from "fastify";
import { type ChatSecrets, type ChatSettings, readChatSettings } from "../../channels/chat/settings.ts";
import { AppError } from "../../errors.ts";
import type { Context, Platform } from "../../platform/context.ts";
import { hashToken } from "../../platform/crypto.ts";
import { type ConnectionRow, findByKey, viewOf } from "../connections/index.ts";
import { findVisitor, type VisitorRow } from "./queries.ts";

/** One chat widget. */
export type Widget = { ctx: Context; connection: ConnectionRow; settings: ChatSettings; secrets(): ChatSecrets };
/** A visitor in front of it. */
export type Guest = Widget & { visitor: VisitorRow };

/** @throws not_found for a key that is no widget's, or one that is paused. */
export async function getWidget(platform: Platform, key: string): Promise<Widget> {
  const connection = key.length <= 100 ? await findByKey(platform, key) : null;
  if (connection?.kind !== "chat" || connection.deleted_at) {
    throw new AppError(
      "not_found",
      "There is no chat widget with this key. Copy the snippet again from Settings → Channels.",
    );
  }
  if (connection.state === "paused") throw new AppError("not_found", "This chat is paused.");
  const ctx: Context = {
    platform,
    workspaceId: connection.workspace_id,
    actor: { type: "contact", id: null },
    cause: null,
    requestId: "widget",
  };
  const secrets = () => viewOf(platform, connection).secrets as ChatSecrets;
  return { ctx, connection, settings: readChatSettings(connection.settings), secrets };
}

/** @throws unauthenticated: the widget then begins a new session. */
export async function getGuest(widget: Widget, token: string | null): Promise<Guest> {
  const visitor = await findGuest(widget, token);
  if (!visitor) throw new AppError("unauthenticated", "This visitor is not known any more.");
  return visitor;
}

export async function findGuest(widget: Widget, token: string | null | undefined): Promise<Guest | null> {
  if (!token || token.length > 200) return null;
  const { ctx, connection } = widget;
  const visitor = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    findVisitor(tx, ctx.workspaceId, connection.id, hashToken(token)),
  );
  return visitor && asGuest(widget, visitor);
}

export const asGuest = (widget: Widget, visitor: VisitorRow): Guest => ({
  ...widget,
  visitor,
  ctx: { ...widget.ctx, actor: { type: "contact", id: visitor.contact_id } },
});

export const tokenOf = (request: FastifyRequest): string | null =>
  /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? null;
