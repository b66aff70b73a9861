/** The tickets list: one index walk per page, whatever the number of tickets. */
import type { Ticket, TicketQuery, TicketSort } from "@omniflow/contract";
import { priorities } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { cursorTime, decodeCursor, encodeCursor } from "../../platform/http.ts";
import { selectTickets } from "./selection.ts";
import { rowColumns, rowJoins, type TicketRow, ticketView } from "./views.ts";

const rank = sql`array_position(array['low', 'normal', 'high', 'urgent'], t.priority)`;

type Order = {
  by: Sql;
  keys: Sql;
  edge(values: (string | number)[]): Sql;
  down: boolean;
  key(row: TicketRow): (string | number)[];
};

/** All keys of one order run in the same direction, so that a page goes on with one row comparison. */
const orders: Record<TicketSort, Order> = {
  updated: byTime(true),
  updated_oldest: byTime(false),
  newest: byNumber(true),
  oldest: byNumber(false),
  priority: {
    by: sql`${rank} desc, t.updated_at desc, t.id desc`,
    keys: sql`(${rank}, t.updated_at, t.id)`,
    edge: ([level, at, id]) => sql`(${level}::int, ${cursorTime(at)}::timestamptz, ${String(id)}::uuid)`,
    down: true,
    key: (row) => [priorities.indexOf(row.priority) + 1, row.updated_at.getTime(), row.id],
  },
};

function byTime(down: boolean): Order {
  return {
    by: down ? sql`t.updated_at desc, t.id desc` : sql`t.updated_at, t.id`,
    keys: sql`(t.updated_at, t.id)`,
    edge: ([at, id]) => sql`(${cursorTime(at)}::timestamptz, ${String(id)}::uuid)`,
    down,
    key: (row) => [row.updated_at.getTime(), row.id],
  };
}

function byNumber(down: boolean): Order {
  return {
    by: down ? sql`t.number desc` : sql`t.number`,
    keys: sql`t.number`,
    edge: ([number]) => sql`${Number(number)}::bigint`,
    down,
    key: (row) => [row.number],
  };
}

const keysOf: Record<TicketSort, number> = { updated: 2, updated_oldest: 2, newest: 1, oldest: 1, priority: 3 };

export async function listTickets(
  ctx: Caller,
  tx: Tx,
  query: TicketQuery,
): Promise<{ items: Ticket[]; nextCursor: string | null }> {
  const limit = query.limit ?? 50;
  const { where, sort } = await selectTickets(ctx, tx, query);
  const { by, keys, edge, down, key } = orders[sort];
  const after = decodeCursor(query.cursor, keysOf[sort]);
  const beyond = !after ? sql`true` : down ? sql`${keys} < ${edge(after)}` : sql`${keys} > ${edge(after)}`;
  // Which ones first, then what is shown of them: only a page is looked up further, however many are sorted.
  const rows = await tx.rows<TicketRow>(sql`select ${rowColumns} from (select t.* from tickets t
    where ${where} and ${beyond} order by ${by} limit ${limit + 1}) t ${rowJoins} order by ${by}`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(ticketView),
    nextCursor: rows.length > limit && last ? encodeCursor(key(last)) : null,
  };
}
