/** The open sockets of one workspace's visitors, and what each is told. Hints and signals come from the hub; contents are read per visitor. */
import type { WidgetServerMessage, WidgetTeam } from "@omniflow/contract/widget";
import { WebSocket } from "ws";
import { sql } from "../../platform/db.ts";
import type { Batch, Signal } from "../../platform/realtime.ts";
import { asGuest, type Guest } from "./guest.ts";
import { findVisible, readHistory, readSeenAt } from "./history.ts";
import { getVisitorById } from "./queries.ts";
import { firstName, readTeam } from "./team.ts";
import { listConversationIds } from "./threads.ts";

export type Seat = {
  socket: WebSocket;
  guest: Guest;
  conversations: Set<string>;
  /** The member who is writing to this visitor now. */
  typist: string | null;
};

export type Room = { seats: Set<Seat>; leave(seat: Seat): void };

const teamEveryMs = 30_000;
/** A visitor who reads slower than this many bytes pile up is let go; the widget comes back and catches up. */
const maxBacklog = 1 << 20;

export const tell = ({ socket }: Seat, message: WidgetServerMessage): void => {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount > maxBacklog) socket.terminate();
  else socket.send(JSON.stringify(message));
};

const reading = <T>(guest: Guest, work: Parameters<typeof guest.ctx.platform.db.inWorkspace<T>>[1]): Promise<T> =>
  guest.ctx.platform.db.inWorkspace(guest.ctx.workspaceId, work);

export async function takeSeat(socket: WebSocket, guest: Guest): Promise<Seat> {
  const conversations = await reading(guest, (tx) => listConversationIds(guest, tx));
  return { socket, guest, conversations: new Set(conversations), typist: null };
}

export function openRoom(first: Guest, closed: () => void): Room {
  const { platform, workspaceId } = first.ctx;
  const warn = (err: unknown) => platform.log.warn({ err }, "a visitor could not be told");
  const seats = new Set<Seat>();
  let team: WidgetTeam | null = null;
  const unsubscribe = platform.hub.subscribe(workspaceId, (batch) => tellSeats(seats, batch).catch(warn));
  const timer = setInterval(async () => {
    const next = await reading(first, (tx) => readTeam(first.ctx, tx)).catch(() => team);
    if (team && next && JSON.stringify(next) !== JSON.stringify(team))
      for (const seat of seats) tell(seat, { t: "team", team: next });
    team = next;
  }, teamEveryMs);
  timer.unref();
  const leave = (seat: Seat) => {
    seats.delete(seat);
    if (seats.size) return;
    unsubscribe();
    clearInterval(timer);
    closed();
  };
  return { seats, leave };
}

async function tellSeats(seats: Set<Seat>, { hints, signals }: Batch): Promise<void> {
  for (const signal of signals) {
    if (signal.t === "visitor")
      for (const seat of seats) if (seat.guest.visitor.id === signal.visitor) await refresh(seat);
    if (signal.t === "presence") for (const seat of seats) await tellTyping(seat, signal);
  }
  for (const { hint } of hints) {
    const { conversation_id: conversation, contact_id: contact, message_id: message, type } = hint;
    if (!conversation) continue;
    for (const seat of seats) {
      if (!seat.conversations.has(conversation)) {
        if (!contact || contact !== seat.guest.visitor.contact_id) continue;
        await refresh(seat);
      }
      if ((type === "message.sent" || type === "message.received") && message) await tellMessage(seat, message);
      if (type === "conversation.read") await tellSeen(seat);
    }
  }
}

async function tellMessage(seat: Seat, id: string): Promise<void> {
  const message = await reading(seat.guest, (tx) => findVisible(seat.guest, tx, id));
  if (!message) return;
  if (message.from === "team") seat.typist = null;
  tell(seat, { t: "message", message });
}

async function tellSeen(seat: Seat): Promise<void> {
  const at = await reading(seat.guest, (tx) => readSeenAt(seat.guest, tx));
  if (at) tell(seat, { t: "seen", at });
}

/** The visitor wrote for the first time, or proved who they are: there may be a contact and a conversation now. */
async function refresh(seat: Seat): Promise<void> {
  const { ctx, visitor } = seat.guest;
  const row = await reading(seat.guest, (tx) => getVisitorById(tx, ctx.workspaceId, visitor.id));
  if (!row) return tell(seat, { t: "refused" });
  seat.guest = asGuest(seat.guest, row);
  const before = seat.conversations;
  seat.conversations = new Set(await reading(seat.guest, (tx) => listConversationIds(seat.guest, tx)));
  if ([...seat.conversations].every((id) => before.has(id))) return;
  const { messages } = await reading(seat.guest, (tx) => readHistory(seat.guest, tx));
  for (const message of messages) tell(seat, { t: "message", message });
}

async function tellTyping(seat: Seat, { member, conversation, state }: Signal): Promise<void> {
  const here = typeof conversation === "string" && seat.conversations.has(conversation) && state === "typing_reply";
  if (here) {
    seat.typist = String(member);
    tell(seat, { t: "typing", name: await nameOf(seat.guest, seat.typist), on: true });
  } else if (seat.typist === member) {
    seat.typist = null;
    tell(seat, { t: "typing", name: "", on: false });
  }
}

async function nameOf(guest: Guest, memberId: string): Promise<string> {
  const row = await reading(guest, (tx) =>
    tx.row<{ name: string }>(
      sql`select name from members where workspace_id = ${guest.ctx.workspaceId} and id = ${memberId}`,
    ),
  );
  return firstName(row?.name ?? "");
}
