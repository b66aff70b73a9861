/** The visitor API, `/api/widget/:key/…`. Not part of /api/v1: its callers are strangers with a token of their own. */

import {
  type LauncherRequest,
  type LauncherState,
  type ReceiptInput,
  type SessionRequest,
  type VisitorChange,
  type VisitorMessageInput,
  widgetLimits,
} from "@omniflow/contract/widget";
import {
  historyQuerySchema,
  launcherRequestSchema,
  receiptSchema,
  sessionRequestSchema,
  visitorChangeSchema,
  visitorMessageSchema,
} from "@omniflow/contract/widget-schemas";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { AppError } from "../../errors.ts";
import type { Platform } from "../../platform/context.ts";
import { isOurOrigin } from "../identity/index.ts";
import { findGuest, type Guest, getGuest, getWidget, tokenOf, type Widget } from "./guest.ts";
import { type HistoryQuery, readHistory, readUnread } from "./history.ts";
import { noteSaid } from "./identify.ts";
import type { VisitorLimits } from "./limits.ts";
import { ownOrigin } from "./pages.ts";
import { noteReceipts } from "./receipts.ts";
import { openSession, requireOrigin } from "./session.ts";
import { receiveUpload } from "./uploads.ts";
import { visitorView } from "./views.ts";
import { writeMessage } from "./write.ts";

/** A conversation younger than this makes the frame load by itself, so that an answer arrives live. */
const liveForMs = 24 * 3600_000;

export function registerVisitorRoutes(http: FastifyInstance, platform: Platform, limits: VisitorLimits): void {
  const widgetOf = (request: FastifyRequest) => getWidget(platform, (request.params as { key: string }).key);
  const add = (
    method: "GET" | "POST" | "PATCH",
    path: string,
    schema: { body?: TSchema; querystring?: TSchema },
    handle: (guest: Guest, request: FastifyRequest) => Promise<unknown>,
    more: { bodyLimit?: number; status?: number } = {},
  ) =>
    http.route({
      method,
      url: `/api/widget/:key/${path}`,
      schema: { ...schema, hide: true } as object,
      bodyLimit: more.bodyLimit,
      handler: async (request, reply) => {
        limits.address(request, "other");
        refuseForeign(platform, request);
        const guest = await getGuest(await widgetOf(request), tokenOf(request));
        return reply.code(more.status ?? 200).send(success(request, await handle(guest, request)));
      },
    });

  http.post(
    "/api/widget/:key/launcher",
    { schema: { hide: true } as object, bodyLimit: 2000 },
    async (request, reply) => {
      const { origin } = request.headers;
      // The one call a host page makes itself; also its refusal must be readable there.
      reply.header("access-control-allow-origin", origin ?? "*").header("vary", "origin");
      limits.address(request, "launcher");
      const widget = await widgetOf(request);
      requireOrigin(widget, origin, ownOrigin(platform, request));
      return success(request, await launcherState(widget, readLauncherRequest(request.body)));
    },
  );
  http.post(
    "/api/widget/:key/session",
    { schema: { body: sessionRequestSchema, hide: true } as object },
    async (request) => {
      limits.address(request, "session");
      refuseForeign(platform, request);
      const widget = await widgetOf(request);
      const body = request.body as SessionRequest;
      requireOrigin(widget, body.origin, ownOrigin(platform, request));
      const device = { user_agent: (request.headers["user-agent"] ?? "").slice(0, 400) };
      return success(request, await openSession(widget, body, device));
    },
  );
  add("GET", "messages", { querystring: historyQuerySchema }, (guest, request) =>
    guest.ctx.platform.db.inWorkspace(guest.ctx.workspaceId, (tx) =>
      readHistory(guest, tx, request.query as HistoryQuery),
    ),
  );
  add("POST", "messages", { body: visitorMessageSchema }, (guest, request) => {
    limits.visitor(guest, "message");
    return writeMessage(guest, request.body as VisitorMessageInput);
  });
  add("PATCH", "visitor", { body: visitorChangeSchema }, async (guest, request) => {
    limits.visitor(guest, "change");
    const change = request.body as VisitorChange;
    const { ctx } = guest;
    const next = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => noteSaid(guest, tx, change));
    return visitorView(next.visitor);
  });
  add("POST", "receipts", { body: receiptSchema }, async (guest, request) => {
    await noteReceipts(guest, request.body as ReceiptInput);
    return {};
  });
  const upload = { bodyLimit: widgetLimits.fileBytes + (1 << 20), status: 201 };
  add(
    "POST",
    "files",
    {},
    (guest, request) => {
      limits.visitor(guest, "upload");
      return receiveUpload(guest, request);
    },
    upload,
  );
}

const success = (request: FastifyRequest, data: unknown) => ({ success: true, data, meta: { request_id: request.id } });

/** Only the frame calls, and the frame is ours. */
function refuseForeign(platform: Platform, request: FastifyRequest): void {
  if (!isOurOrigin(platform, request)) throw new AppError("forbidden", "Only the chat's own frame may ask this.");
}

function readLauncherRequest(body: unknown): LauncherRequest {
  try {
    const value = typeof body === "string" ? JSON.parse(body) : body;
    if (Value.Check(launcherRequestSchema, value)) return value;
  } catch {}
  throw new AppError("validation_failed", "Send a JSON object with at most a token.");
}

async function launcherState(widget: Widget, { token }: LauncherRequest): Promise<LauncherState> {
  const { accent, position, pages_before: trail } = widget.settings;
  const look = { accent, position, trail };
  const guest = await findGuest(widget, token);
  if (!guest) return { look, unread: 0, live: false };
  const { platform, workspaceId } = widget.ctx;
  const { unread, lastAt } = await platform.db.inWorkspace(workspaceId, (tx) => readUnread(guest, tx));
  const live = unread > 0 || (lastAt !== null && platform.clock.now().getTime() - lastAt.getTime() < liveForMs);
  return { look, unread, live };
}
