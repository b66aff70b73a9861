/** The table of moves after one of its boxes was ticked. Pure. */
import type { TicketSettings } from "@omniflow/contract";

type Moves = TicketSettings["moves"];

/** @param all every status, by its key. A row that allows everything is left out, so that a new status is allowed too. */
export function afterToggle(moves: Moves, all: readonly string[], from: string, to: string, on: boolean): Moves {
  const others = all.filter((key) => key !== from);
  const before = moves[from] ?? others;
  const row = others.filter((key) => (key === to ? on : before.includes(key)));
  const { [from]: _, ...rest } = moves;
  return row.length === others.length ? rest : { ...rest, [from]: row };
}
