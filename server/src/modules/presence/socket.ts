/** The members' socket, `GET /api/v1/realtime`: hints one may learn, presence of conversations one watches and may see. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { ClientMessage, ServerMessage } from "@omniflow/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { WebSocket, WebSocketServer } from "ws";
import { AppError } from "../../errors.ts";
import type { Caller, Platform } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { type Batch, mayLearn } from "../../platform/realtime.ts";
import { upgradeRequests } from "../../platform/upgrade.ts";
import { isId } from "../../platform/uuid.ts";
import { version } from "../../version.ts";
import { filterVisible } from "../conversations/index.ts";
import { type Identity, listenerOf } from "../identity/index.ts";
import { filterVisibleTickets } from "../tickets/index.ts";
import { type Board, createBoard, type PresenceSignal } from "./board.ts";

const path = "/api/v1/realtime";
const maxMessage = 32 << 10;
const maxWatched = 200;
/** A socket that takes longer to read than this many bytes pile up is dropped; its client comes back and asks anew. */
const maxBacklog = 4 << 20;
const recheckMs = 30_000;

type Member = {
  socket: WebSocket;
  ctx: Caller;
  request: FastifyRequest;
  watched: Set<string>;
  /** When the conversation was last found visible; presence is told only for these. */
  here: string | null;
  /** The ticket on whose page that is. */
  page: string | null;
  /** Looks again whether this person may still be here, and what they may see. */
  recheck(): void;
};

const rightsChanged = new Set(["member.updated", "member.removed", "team.updated", "team.removed"]);

export function registerPresence(http: FastifyInstance, platform: Platform, identity: Identity): void {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessage, perMessageDeflate: false });
  const rooms = new Map<string, Room>();
  upgradeRequests(http, path, async (request: FastifyRequest, raw: IncomingMessage, socket: Duplex, head: Buffer) => {
    const ctx = await identity.authenticateSocket(request);
    if (!ctx) throw new AppError("unauthenticated", "Sign in first.");
    server.handleUpgrade(raw, socket, head, (ws) => {
      let room = rooms.get(ctx.workspaceId);
      if (!room) {
        room = openRoom(platform, ctx.workspaceId, () => rooms.delete(ctx.workspaceId));
        rooms.set(ctx.workspaceId, room);
      }
      join(platform, identity, room, {
        socket: ws,
        ctx,
        request,
        watched: new Set(),
        here: null,
        page: null,
        recheck: () => {},
      });
    });
  });
  http.addHook("preClose", async () => {
    for (const room of rooms.values()) for (const member of room.members) member.socket.close(1012, "restarting");
  });
}

type Room = { workspaceId: string; members: Set<Member>; board: Board; mark: number; leave(member: Member): void };

function openRoom(platform: Platform, workspaceId: string, closed: () => void): Room {
  const room: Room = {
    workspaceId,
    members: new Set(),
    board: createBoard(),
    mark: 0,
    leave: (member) => {
      room.members.delete(member);
      if (room.members.size) return;
      unsubscribe();
      closed();
    },
  };
  const unsubscribe = platform.hub.subscribe(workspaceId, (batch) => tellRoom(platform, room, batch));
  return room;
}

/** One text for everybody who sees everything; a filtered one for the others. */
function tellRoom(platform: Platform, room: Room, batch: Batch): void {
  for (const { hint } of batch.hints) room.mark = Math.max(room.mark, hint.seq);
  if (batch.hints.some(({ hint }) => rightsChanged.has(hint.type))) for (const member of room.members) member.recheck();
  let toAll: string | null = null;
  for (const member of room.members) {
    const listener = listenerOf(member.ctx);
    const learned = listener.seesAll ? batch.hints : batch.hints.filter(({ audience }) => mayLearn(listener, audience));
    if (!learned.length) continue;
    const whole = learned.length === batch.hints.length;
    const text: string =
      (whole && toAll) ||
      JSON.stringify({ t: "hints", hints: learned.map((l) => l.hint), mark: room.mark } satisfies ServerMessage);
    if (whole) toAll = text;
    sendText(member.socket, text);
  }
  for (const signal of batch.signals) tellSignal(platform, room, signal);
}

function tellSignal(platform: Platform, room: Room, signal: Batch["signals"][number]): void {
  const now = platform.clock.now().getTime();
  if (signal.t === "presence") {
    const told = signal as PresenceSignal;
    for (const id of room.board.put(told.member, told, now)) tellPresence(room, id, now);
  }
  if (signal.t === "sessions_ended")
    for (const member of room.members) if (member.ctx.memberId === signal.member) member.recheck();
  if (signal.t === "visitor_typing") {
    const message: ServerMessage = {
      t: "visitor_typing",
      conversation_id: String(signal.conversation_id),
      until: Number(signal.until),
    };
    for (const member of room.members) if (isWatching(member, message.conversation_id)) send(member.socket, message);
  }
}

const isWatching = (member: Member, conversationId: string) =>
  member.watched.has(conversationId) || member.here === conversationId;

function tellPresence(room: Room, conversationId: string, now: number): void {
  const message: ServerMessage = {
    t: "presence",
    conversation_id: conversationId,
    members: room.board.of(conversationId, now),
  };
  for (const member of room.members) if (isWatching(member, conversationId)) send(member.socket, message);
}

function join(platform: Platform, identity: Identity, room: Room, member: Member): void {
  const { socket } = member;
  room.members.add(member);
  const stopChecking = keepChecking(identity, member);
  // Said on joining and with every heartbeat: how other parts of the product know who is there to answer.
  const attend = () => platform.hub.signal(room.workspaceId, { t: "attendance", member: member.ctx.memberId });
  attend();
  socket.on("pong", attend);
  socket.on("message", (raw, isBinary) => {
    const message = isBinary ? null : parseMessage(String(raw));
    if (!message) return socket.close(1008, "not understood");
    hear(platform, room, member, message).catch((err) => platform.log.warn({ err }, "a socket message failed"));
  });
  socket.on("close", () => {
    stopChecking();
    const other = [...room.members].some((m) => m !== member && m.ctx.memberId === member.ctx.memberId);
    if (member.here && member.ctx.memberId && !other)
      signalPresence(platform, room, member, { conversation: null, page: null, state: "viewing" });
    room.leave(member);
  });
  socket.on("error", () => socket.terminate());
  greet(platform, room, member).catch(() => socket.close(1011));
}

async function greet(platform: Platform, room: Room, member: Member): Promise<void> {
  const row = await platform.db.inWorkspace(room.workspaceId, (tx) =>
    tx.row<{ mark: number }>(
      sql`select coalesce(max(seq), 0) as mark from events where workspace_id = ${room.workspaceId}`,
    ),
  );
  room.mark = Math.max(room.mark, row?.mark ?? 0);
  send(member.socket, { t: "hello", mark: room.mark, member_id: member.ctx.memberId, version });
}

/** A session can end and a role can change while a socket is open: both are looked at again and again. */
function keepChecking(identity: Identity, member: Member): () => void {
  let answered = true;
  member.socket.on("pong", () => {
    answered = true;
  });
  member.recheck = () => void recheck(identity, member);
  const timer = setInterval(() => {
    if (!answered) return member.socket.terminate();
    answered = false;
    member.socket.ping();
    member.recheck();
  }, recheckMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function recheck(identity: Identity, member: Member): Promise<void> {
  // A database that cannot be asked right now is no reason to throw people out.
  const ctx = await identity
    .authenticateSocket(member.request)
    .catch((error) => (error instanceof AppError && error.status < 500 ? null : member.ctx));
  if (!ctx || ctx.workspaceId !== member.ctx.workspaceId) return member.socket.close(4401, "signed out");
  member.ctx = ctx;
}

async function hear(platform: Platform, room: Room, member: Member, message: ClientMessage): Promise<void> {
  if (message.t === "ping") return send(member.socket, { t: "pong" });
  if (message.t === "watch") {
    member.watched = new Set(await visible(platform, member.ctx, message.conversation_ids));
    const now = platform.clock.now().getTime();
    for (const id of member.watched) {
      const members = room.board.of(id, now);
      if (members.length) send(member.socket, { t: "presence", conversation_id: id, members });
    }
    return;
  }
  if (!member.ctx.memberId) return;
  const { conversation_id: wanted, ticket_id: asked = null, state } = message;
  const unknown = [wanted, asked].filter((id) => id !== null && id !== member.here && id !== member.page) as string[];
  const found = new Set(unknown.length ? await visible(platform, member.ctx, unknown) : []);
  const mine = (id: string | null) => (id === member.here || id === member.page || found.has(id!) ? id : null);
  const [seen, page] = [mine(wanted), mine(asked)];
  Object.assign(member, { here: seen, page });
  signalPresence(platform, room, member, { conversation: seen, page: seen && page, state });
  if (seen) {
    const now = platform.clock.now().getTime();
    send(member.socket, { t: "presence", conversation_id: seen, members: room.board.of(seen, now) });
  }
}

const visible = (platform: Platform, ctx: Caller, ids: string[]) =>
  platform.db.inWorkspace(ctx.workspaceId, async (tx) => [
    ...(await filterVisible(ctx, tx, ids)),
    ...(await filterVisibleTickets(ctx, tx, ids)),
  ]);

function signalPresence(
  platform: Platform,
  room: Room,
  member: Member,
  at: Pick<PresenceSignal, "conversation" | "page" | "state">,
): void {
  platform.hub.signal(room.workspaceId, { t: "presence", member: member.ctx.memberId, ...at });
}

const states = ["viewing", "typing_reply", "typing_note"];

function parseMessage(text: string): ClientMessage | null {
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    if (value?.t === "ping") return { t: "ping" };
    if (value?.t === "watch" && Array.isArray(value.conversation_ids)) {
      const ids = value.conversation_ids.filter((id): id is string => typeof id === "string" && isId(id));
      return { t: "watch", conversation_ids: ids.slice(0, maxWatched) };
    }
    const here = value?.conversation_id;
    const page = value?.ticket_id;
    if (
      value?.t === "presence" &&
      states.includes(value.state as string) &&
      (here === null || (typeof here === "string" && isId(here)))
    ) {
      const at = typeof page === "string" && isId(page) ? { ticket_id: page } : {};
      return { t: "presence", conversation_id: here, ...at, state: value.state as "viewing" };
    }
  } catch {}
  return null;
}

const send = (socket: WebSocket, message: ServerMessage): void => sendText(socket, JSON.stringify(message));

function sendText(socket: WebSocket, text: string): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount > maxBacklog) {
    socket.terminate();
    return;
  }
  socket.send(text);
}
