// biome-ignore-all lint/a11y/useSemanticElements: rows that virtualise cannot be a table of the browser
// biome-ignore-all lint/a11y/useFocusableInteractive: rows are reached by the link inside
/** One row of the table of tickets; on a phone two lines of one column. */
import type { Ticket } from "@omniflow/contract";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "../../lib/cn.ts";
import { Cell, Summary, Title } from "./cells.tsx";
import type { Column } from "./table-columns.ts";

type RowProps = {
  ticket: Ticket;
  index: number;
  top: number;
  height: number;
  template: string;
  columns: readonly Column[];
  narrow: boolean;
  picked: boolean;
  onPick?: (index: number, range: boolean) => void;
};

export const Row = memo(function Row({
  ticket,
  index,
  top,
  height,
  template,
  columns,
  narrow,
  picked,
  onPick,
}: RowProps) {
  const { t } = useTranslation("tickets");
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={picked}
      data-ticket={ticket.id}
      style={{ transform: `translateY(${top}px)`, height, gridTemplateColumns: template }}
      className={cn(
        "absolute inset-x-0 grid items-center border-b border-line text-sm hover:bg-hover has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-accent/60",
        picked && "bg-selected hover:bg-selected",
      )}
    >
      {onPick && (
        <span role="cell" className="grid h-full place-items-center">
          <input
            type="checkbox"
            checked={picked}
            aria-label={t("bulk.pick", { number: ticket.number })}
            onChange={() => {}}
            onClick={(event) => onPick(index, event.shiftKey)}
            className="block size-4 cursor-pointer accent-accent"
          />
        </span>
      )}
      {columns.map((column) => (
        <span key={column} role="cell" className="min-w-0 truncate px-2">
          {narrow ? (
            <>
              <Title ticket={ticket} />
              <Summary ticket={ticket} />
            </>
          ) : (
            <Cell column={column} ticket={ticket} />
          )}
        </span>
      ))}
    </div>
  );
});
