/**
 * Which threads are a visitor's own. An anonymous visitor has the one of their browser; a proven one has the one of their contact
 * besides, the same on every device. Nobody ever sees a thread because of an address they merely claim.
 */
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import type { Guest } from "./guest.ts";

export const ownThread = (guest: Guest): string => `visitor:${guest.visitor.id}`;
const contactThread = ({ visitor }: Guest) =>
  visitor.verified && visitor.contact_id ? `contact:${visitor.contact_id}` : null;

const threadKeys = (guest: Guest): string[] => [
  ...[ownThread(guest), contactThread(guest)].filter((key) => key !== null),
  ...(guest.visitor.verified ? (guest.visitor.merged_ids ?? []).map((id) => `contact:${id}`) : []),
];

/** Their contact and those merged with it. */
export const contactIds = ({ visitor }: Guest): string[] =>
  visitor.contact_id ? [visitor.contact_id, ...(visitor.merged_ids ?? [])] : [];

/** Condition on alias `t` of threads. */
export const isOwnThread = (guest: Guest): Sql =>
  sql`t.workspace_id = ${guest.ctx.workspaceId} and t.connection_id = ${guest.connection.id} and t.external_key = any(${threadKeys(guest)})`;

/**
 * Where the next message goes: on with the thread that was used last, if it is of the same contact (one who has just proven who
 * they are may have an anonymous thread of somebody else's contact in this browser).
 */
export async function threadToContinue(guest: Guest, tx: Tx): Promise<string> {
  const { contact_id } = guest.visitor;
  const row = await tx.row<{ external_key: string }>(sql`select t.external_key from threads t
    where ${isOwnThread(guest)} and (t.contact_id = any(${contactIds(guest)}::uuid[]) or ${contact_id}::uuid is null and t.contact_id is null) order by t.last_message_at desc limit 1`);
  return row?.external_key ?? contactThread(guest) ?? ownThread(guest);
}

/** Conversations of the visitor's threads, with those they were merged into. */
export async function listConversationIds(guest: Guest, tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{
    id: string;
  }>(sql`select t.conversation_id as id from threads t where ${isOwnThread(guest)}
    union select c.merged_into from threads t join conversations c on c.workspace_id = t.workspace_id and c.id = t.conversation_id
    where ${isOwnThread(guest)} and c.merged_into is not null`);
  return rows.map((row) => row.id);
}
