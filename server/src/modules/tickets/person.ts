/** The tickets of one person: those that are about nobody else, those shared with others, and what is said in them. */
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { about, audienceOf, stateColumns, type TicketState } from "./scope.ts";

export type TicketsOf = {
  /** About this person and nobody else. */
  own: string[];
  /** Shared with others, and this person asked: title, description and answers are theirs. */
  asked: string[];
  /** Others asked; this person is only named in them. */
  named: string[];
};

/** @param contacts the person: their contact and those merged into it; `conversations` are theirs. */
export async function findTicketsOf(
  ctx: Context,
  tx: Tx,
  contacts: readonly string[],
  conversations: readonly string[],
): Promise<TicketsOf> {
  const [people, talks] = [sql`${[...contacts]}::uuid[]`, sql`${[...conversations]}::uuid[]`];
  const rows = await tx.rows<{ id: string; asked: boolean; shared: boolean }>(sql`with theirs as (
      select id from tickets where workspace_id = ${ctx.workspaceId} and contact_id = any(${people})
      union select ticket_id from ticket_contacts where workspace_id = ${ctx.workspaceId} and contact_id = any(${people})
      union select ticket_id from ticket_conversations where workspace_id = ${ctx.workspaceId} and conversation_id = any(${talks}))
    select t.id, coalesce(t.contact_id = any(${people}), false) as asked,
      coalesce(t.contact_id <> all(${people}), false)
        or exists (select 1 from ticket_contacts o where o.workspace_id = t.workspace_id and o.ticket_id = t.id and o.contact_id <> all(${people}))
        or exists (select 1 from ticket_conversations o where o.workspace_id = t.workspace_id and o.ticket_id = t.id and o.conversation_id <> all(${talks})) as shared
    from tickets t join theirs on theirs.id = t.id where t.workspace_id = ${ctx.workspaceId} order by t.number`);
  const ids = (of: (row: (typeof rows)[number]) => boolean) => rows.filter(of).map((row) => row.id);
  return {
    own: ids((row) => !row.shared),
    asked: ids((row) => row.shared && row.asked),
    named: ids((row) => row.shared && !row.asked),
  };
}

/** For an archive: everything of what they asked for; of the tickets of others only that they are named there. */
export async function readTicketsOf(ctx: Context, tx: Tx, { own, asked, named }: TicketsOf): Promise<unknown[]> {
  const notes = await tx.rows<{
    ticket_id: string;
  }>(sql`select ticket_id, author_name, text, created_at from ticket_notes
    where workspace_id = ${ctx.workspaceId} and ticket_id = any(${own}::uuid[]) and deleted_at is null order by created_at, id`);
  const checklist = await tx.rows<{ ticket_id: string }>(sql`select ticket_id, text, done_at from ticket_checklist
    where workspace_id = ${ctx.workspaceId} and ticket_id = any(${own}::uuid[]) order by position, id`);
  const whole = await tx.rows<{
    id: string;
  }>(sql`select id, number, title, description_text as description, status, priority, tags, custom_fields, source,
      created_at, updated_at, resolved_at, closed_at
    from tickets where workspace_id = ${ctx.workspaceId} and id = any(${[...own, ...asked]}::uuid[]) order by number`);
  const others = await tx.rows<{ id: string }>(sql`select id, number, status, created_at from tickets
    where workspace_id = ${ctx.workspaceId} and id = any(${named}::uuid[]) order by number`);
  const of = (list: { ticket_id: string }[], id: string) => list.filter((one) => one.ticket_id === id);
  return [
    ...whole.map((row) => ({ ...row, notes: of(notes, row.id), checklist: of(checklist, row.id) })),
    ...others.map((row) => ({ ...row, of_others: true })),
  ];
}

/** Takes them away, before the person goes. @returns the keys of their files, to be removed from storage after the commit */
export async function eraseTicketsOf(ctx: Caller, tx: Tx, { own, asked, named }: TicketsOf): Promise<string[]> {
  const touched = [...own, ...asked, ...named];
  if (!touched.length) return [];
  const ofThem = sql`workspace_id = ${ctx.workspaceId} and ticket_id = any(${touched}::uuid[])`;
  const states = await tx.rows<TicketState>(sql`select ${stateColumns} from tickets t
    where t.workspace_id = ${ctx.workspaceId} and t.id = any(${touched}::uuid[]) order by t.id for update`);
  const files = await tx.rows<{ storage_key: string }>(sql`delete from files where workspace_id = ${ctx.workspaceId}
    and id in (select file_id from ticket_files where workspace_id = ${ctx.workspaceId} and ticket_id = any(${own}::uuid[])) returning storage_key`);
  // What an undo would give back is theirs too.
  await tx.run(sql`delete from ticket_actions where workspace_id = ${ctx.workspaceId} and total = 1
    and id in (select action_id from ticket_action_items where ${ofThem})`);
  await tx.run(sql`delete from ticket_action_items where ${ofThem}`);
  await tx.run(sql`update tickets set title = '#' || number, description = '', description_text = '', custom_fields = '{}',
      contact_id = null, updated_at = ${ctx.platform.clock.now()}, version = version + 1
    where workspace_id = ${ctx.workspaceId} and id = any(${asked}::uuid[])`);
  await tx.run(sql`delete from tickets where workspace_id = ${ctx.workspaceId} and id = any(${own}::uuid[])`);
  await tx.run(sql`select erase_ticket_events(${[...own, ...asked]}::uuid[])`);
  for (const state of states) tell(ctx, tx, state, own.includes(state.id), asked.includes(state.id));
  return files.map((file) => file.storage_key);
}

const tell = (ctx: Caller, tx: Tx, state: TicketState, gone: boolean, emptied: boolean): void => {
  const nameless = gone || emptied ? { ...state, title: `#${state.number}` } : state;
  const told = { ticketId: state.id, audience: audienceOf(state) };
  if (gone) emit(ctx, tx, { type: "ticket.deleted", data: about(nameless), ...told });
  else emit(ctx, tx, { type: "ticket.updated", data: { ...about(nameless), changes: [] }, ...told });
};
