/** The visitors' socket, `GET /api/widget/socket`. It carries what is live; nothing a visitor writes depends on it. */
import type { WidgetClientMessage } from "@omniflow/contract/widget";
import { widgetClientMessageSchema } from "@omniflow/contract/widget-schemas";
import type { FastifyInstance } from "fastify";
import { Value } from "typebox/value";
import { type WebSocket, WebSocketServer } from "ws";
import { AppError } from "../../errors.ts";
import type { Platform } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import { upgradeRequests } from "../../platform/upgrade.ts";
import { isOurOrigin } from "../identity/index.ts";
import { type Guest, getGuest, getWidget } from "./guest.ts";
import { readSeenAt } from "./history.ts";
import type { VisitorLimits } from "./limits.ts";
import { touchVisitor } from "./queries.ts";
import { openRoom, type Room, type Seat, takeSeat, tell } from "./seats.ts";
import { readTeam } from "./team.ts";
import { isOwnThread } from "./threads.ts";

const maxMessage = 16 << 10;
const helloWithinMs = 10_000;
/** The widget pings every 25 s. */
const silentForMs = 70_000;
const typingShownMs = 6000;
const mostSeatsOfOne = 20;

export function registerVisitorSocket(http: FastifyInstance, platform: Platform, limits: VisitorLimits): void {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessage, perMessageDeflate: false });
  const rooms = new Map<string, Room>();
  const roomOf = (guest: Guest): Room => {
    const { workspaceId } = guest.ctx;
    const room = rooms.get(workspaceId) ?? openRoom(guest, () => rooms.delete(workspaceId));
    rooms.set(workspaceId, room);
    return room;
  };
  upgradeRequests(http, "/api/widget/socket", async (request, raw, socket, head) => {
    limits.address(request, "socket");
    // There is no CORS on sockets: a browser connects from anywhere, and only says from where.
    if (!isOurOrigin(platform, request)) throw new AppError("forbidden", "Only the chat's own frame may connect.");
    server.handleUpgrade(raw, socket, head, (ws) => serve(platform, roomOf, ws));
  });
  http.addHook("preClose", async () => {
    for (const socket of server.clients) socket.close(1012, "restarting");
  });
}

function serve(platform: Platform, roomOf: (guest: Guest) => Room, socket: WebSocket): void {
  let seat: Seat | null = null;
  let room: Room | null = null;
  let greeting = false;
  let silence = setTimeout(() => socket.terminate(), helloWithinMs);
  const sit = async (message: Extract<WidgetClientMessage, { t: "hello" }>) => {
    greeting = true;
    const guest = await greet(platform, socket, message);
    if (!guest || socket.readyState !== socket.OPEN) return;
    seat = guest;
    room = roomOf(seat.guest);
    if (countOf(room, seat) >= mostSeatsOfOne) return socket.close(1008, "too many windows");
    room.seats.add(seat);
  };
  socket.on("message", (data, isBinary) => {
    const message = isBinary ? null : parse(String(data));
    if (!message || (message.t === "hello") === greeting) return socket.close(1008, "not understood");
    clearTimeout(silence);
    silence = setTimeout(() => socket.terminate(), silentForMs);
    const done = message.t === "hello" ? sit(message) : seat ? hear(seat, message) : Promise.resolve();
    done.catch((err) => {
      platform.log.warn({ err }, "a visitor's message failed");
      socket.close(1011);
    });
  });
  socket.on("close", () => {
    clearTimeout(silence);
    if (seat) room?.leave(seat);
  });
  socket.on("error", () => socket.terminate());
}

const countOf = (room: Room, { guest }: Seat) =>
  [...room.seats].filter((seat) => seat.guest.visitor.id === guest.visitor.id).length;

async function greet(
  platform: Platform,
  socket: WebSocket,
  { key, token }: { key: string; token: string },
): Promise<Seat | null> {
  try {
    const guest = await getGuest(await getWidget(platform, key), token);
    const seat = await takeSeat(socket, guest);
    const { ctx, visitor } = guest;
    const [team, seenAt] = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      await touchVisitor(tx, ctx.workspaceId, visitor.id, platform.clock.now());
      return Promise.all([readTeam(ctx, tx), readSeenAt(guest, tx)]);
    });
    tell(seat, { t: "hello", team, seen_at: seenAt });
    return seat;
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    socket.send(JSON.stringify({ t: "refused" }));
    socket.close(4401, "refused");
    return null;
  }
}

async function hear(seat: Seat, message: WidgetClientMessage): Promise<void> {
  const { ctx, visitor } = seat.guest;
  const { db, clock } = ctx.platform;
  if (message.t === "typing") return signalTyping(seat.guest, message.on);
  const page = message.t === "page" ? message.page : undefined;
  // Also how others know that this visitor is still here.
  await db.inWorkspace(ctx.workspaceId, (tx) => touchVisitor(tx, ctx.workspaceId, visitor.id, clock.now(), { page }));
  if (message.t === "ping") tell(seat, { t: "pong" });
}

/** Passed on to the members who look at the conversation, stored nowhere. */
async function signalTyping(guest: Guest, on: boolean): Promise<void> {
  const { platform, workspaceId } = guest.ctx;
  const row = await platform.db.inWorkspace(workspaceId, (tx) =>
    tx.row<{ id: string }>(sql`select ${rootOf("c")} as id from threads t
      join conversations c on c.workspace_id = t.workspace_id and c.id = t.conversation_id
      where ${isOwnThread(guest)} order by t.last_message_at desc limit 1`),
  );
  if (!row) return;
  const until = platform.clock.now().getTime() + (on ? typingShownMs : 0);
  platform.hub.signal(workspaceId, { t: "visitor_typing", conversation_id: row.id, until });
}

function parse(text: string): WidgetClientMessage | null {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(widgetClientMessageSchema, value) ? value : null;
  } catch {
    return null;
  }
}
