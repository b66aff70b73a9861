/**
 * The members' socket (`GET /api/v1/realtime?workspace=<id>`, cookie or `?key=`). The server sends ids only: a client that
 * learns something changed asks for it again through the ordinary, permission-checked read.
 */
import type { EventType } from "./events.ts";

/** One change. `seq` grows per installation; it may arrive out of order, and may be lost: see `hello.mark`. */
export type Hint = {
  type:
    | EventType
    | "conversation.read"
    | "draft.changed"
    | "action.progress"
    | "bulk_edit.progress"
    | "ticket_action.progress"
    | "import.progress"
    | "notification.changed";
  seq: number;
  conversation_id?: string;
  contact_id?: string;
  ticket_id?: string;
  message_id?: string;
  /** Of `action.progress` and `bulk_edit.progress`. */
  action_id?: string;
  /** Who caused it, so that a client can skip what it already shows. */
  actor_id?: string;
};

export type Presence = { member_id: string; state: "viewing" | "typing_reply" | "typing_note" };

export type ServerMessage =
  /** First on every connection. When `mark` is not the one last seen, something was missed: refresh what is on screen. */
  | { t: "hello"; mark: number; member_id: string | null; version: string }
  | { t: "hints"; hints: Hint[]; mark: number }
  /** Of a conversation, or of a ticket: both have ids of their own. */
  | { t: "presence"; conversation_id: string; members: Presence[] }
  | { t: "visitor_typing"; conversation_id: string; until: number }
  | { t: "pong" };

export type ClientMessage =
  | { t: "ping" }
  /** Sent on change of what is on screen and every 30 s; absent for 45 s means gone. `null`: looks at nothing. `ticket_id`: on whose page. */
  | { t: "presence"; conversation_id: string | null; ticket_id?: string; state: Presence["state"] }
  /** Conversations whose presence this client wants (rows on screen). At most 200. */
  | { t: "watch"; conversation_ids: string[] };
