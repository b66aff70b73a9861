/** Which rows of a list have just come in: not those of the first look, of another view or of a further page. */
import type { Conversation } from "@omniflow/contract";
import { useEffect, useRef, useState } from "react";

const none: ReadonlySet<string> = new Set();

export function useFreshRows(rows: Conversation[]): ReadonlySet<string> {
  const known = useRef<Set<string> | null>(null);
  const newest = useRef("");
  const [fresh, setFresh] = useState(none);
  useEffect(() => {
    const first = known.current === null || !rows.some((row) => known.current?.has(row.id));
    const arrived = first
      ? []
      : rows.filter((row) => !known.current!.has(row.id) && row.last_message_at > newest.current).map((row) => row.id);
    known.current = new Set(rows.map((row) => row.id));
    newest.current = rows.reduce((latest, row) => [latest, row.last_message_at].toSorted().at(-1) ?? "", "");
    if (arrived.length > 0) setFresh(new Set(arrived));
  }, [rows]);
  return fresh;
}
