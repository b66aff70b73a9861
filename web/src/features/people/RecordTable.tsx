// biome-ignore-all lint/a11y/useSemanticElements: rows that virtualise cannot be a table of the browser
// biome-ignore-all lint/a11y/useFocusableInteractive: rows are reached by the link inside
/** A table of records that virtualises: rows of one height, a head that sorts, boxes that select, arrows that move. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSlug } from "../../frame/workspace-link.ts";
import { useAction } from "../../keyboard/react.tsx";
import { cn } from "../../lib/cn.ts";
import { useNarrow } from "../../lib/use-media.ts";
import { Checkbox } from "../../ui/check.tsx";
import type { Column } from "./columns.tsx";
import type { Picked } from "./picked.ts";
import type { Row } from "./use-records.ts";

type Props = {
  label: string;
  base: string;
  rows: readonly Row[];
  columns: readonly Column[];
  title(column: string): string;
  sort: string;
  onSort(sort: string): void;
  picked: Picked;
  onOpen(row: Row): void;
  /** There is more to read, and it comes when the end is near. */
  onEnd?: () => void;
};

const rowHeight = 44;

export function RecordTable(props: Props) {
  const { rows, columns, picked } = props;
  const { t } = useTranslation("people");
  const narrow = useNarrow();
  const shown = narrow ? columns.slice(0, 2) : columns;
  const scroller = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState(-1);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { onEnd } = props;
  useEffect(() => {
    if (onEnd && last >= rows.length - 20) onEnd();
  }, [onEnd, last, rows.length]);
  const move = (by: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, focus + by));
    setFocus(next);
    virtual.scrollToIndex(next);
  };
  useAction({ id: "next", label: t("list.next"), unlisted: true, run: () => move(1) });
  useAction({ id: "previous", label: t("list.previous"), unlisted: true, run: () => move(-1) });
  useAction({
    id: "open",
    label: t("list.open"),
    unlisted: true,
    when: () => rows[focus] !== undefined,
    run: () => props.onOpen(rows[focus]!),
  });
  useAction({
    id: "select",
    label: t("list.select"),
    when: () => rows[focus] !== undefined,
    run: () => picked.toggle(rows[focus]!.id),
  });
  const template = `40px minmax(${narrow ? 140 : shown[0]!.width}px,1fr) ${shown
    .slice(1)
    .map((column) => (narrow ? "minmax(0,1fr)" : `${column.width}px`))
    .join(" ")}`;
  return (
    <div
      ref={scroller}
      role="table"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      className="min-h-0 flex-1 overflow-auto"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
    >
      <div className="min-w-full" style={{ width: "max-content", minWidth: "100%" }}>
        <div role="rowgroup" className="sticky top-0 z-10 bg-surface">
          <div
            role="row"
            style={{ gridTemplateColumns: template }}
            className="grid h-9 items-center border-b border-line text-xs font-medium text-muted"
          >
            <span role="columnheader" className="grid place-items-center">
              <Checkbox
                quiet
                label={t("list.select_all")}
                checked={picked.all ? true : picked.ids.size ? "indeterminate" : false}
                onChange={(on) => (on ? picked.take(rows.map((row) => row.id)) : picked.clear())}
              />
            </span>
            {shown.map((column) => (
              <Head key={column.key} column={column} {...props} />
            ))}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => (
            <Line
              key={rows[item.index]!.id}
              row={rows[item.index]!}
              top={item.start}
              index={item.index}
              template={template}
              columns={shown}
              base={props.base}
              focused={item.index === focus}
              picked={picked.has(rows[item.index]!.id)}
              onPick={(range) =>
                range ? picked.takeTo(rows, item.index) : picked.toggle(rows[item.index]!.id, item.index)
              }
              onOpen={props.onOpen}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function Head({ column, title, sort, onSort }: { column: Column } & Pick<Props, "title" | "sort" | "onSort">) {
  const name = title(column.key);
  if (!column.sorts)
    return (
      <span role="columnheader" className="truncate px-2">
        {name}
      </span>
    );
  const [up, down] = column.sorts;
  const on = sort === up || sort === down;
  return (
    <span
      role="columnheader"
      aria-sort={on ? (sort === up ? "ascending" : "descending") : "none"}
      className="min-w-0 px-2"
    >
      <button
        type="button"
        onClick={() => onSort(sort === up ? down : up)}
        className="flex max-w-full items-center gap-1 rounded-sm hover:text-ink [&_svg]:size-3"
      >
        <span className="truncate">{name}</span>
        {on && (sort === up ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />)}
      </button>
    </span>
  );
}

type LineProps = {
  row: Row;
  top: number;
  index: number;
  template: string;
  columns: readonly Column[];
  base: string;
  focused: boolean;
  picked: boolean;
  onPick(range: boolean): void;
  onOpen(row: Row): void;
};

function Line({ row, top, index, template, columns, base, focused, picked, onPick, onOpen }: LineProps) {
  const { t } = useTranslation("people");
  const slug = useSlug();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={picked}
      style={{ transform: `translateY(${top}px)`, height: rowHeight, gridTemplateColumns: template }}
      className={cn(
        "absolute inset-x-0 grid items-center border-b border-line text-sm hover:bg-hover",
        picked && "bg-selected hover:bg-selected",
        focused && "outline-2 -outline-offset-2 outline-accent/50",
      )}
    >
      <span role="cell" className="grid h-full place-items-center">
        <input
          type="checkbox"
          checked={picked}
          aria-label={t("list.select_row", { name: row.name })}
          onChange={() => {}}
          onClick={(event) => onPick(event.shiftKey)}
          className="block size-4 cursor-pointer accent-accent"
        />
      </span>
      {columns.map((column, at) => (
        <span key={column.key} role="cell" className="min-w-0 truncate px-2">
          {at > 0 ? (
            column.cell(row)
          ) : (
            <a
              href={`/w/${slug}${base}/${row.id}`}
              className="block min-w-0 rounded-sm"
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                onOpen(row);
              }}
            >
              {column.cell(row)}
            </a>
          )}
        </span>
      ))}
    </div>
  );
}
