// biome-ignore-all lint/a11y/useSemanticElements: rows that virtualise cannot be a table of the browser
// biome-ignore-all lint/a11y/useFocusableInteractive: rows are reached by the link inside
/** The rows in sight of the thousands a table of tickets may hold: a head that stays, boxes that pick, keys that move. */
import type { Ticket } from "@omniflow/contract";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../frame/me.ts";
import { useMedia } from "../../lib/use-media.ts";
import { useStable } from "../../lib/use-stable.ts";
import { Checkbox } from "../../ui/check.tsx";
import type { Picked } from "../people/picked.ts";
import { focusedIn, within } from "./kept.ts";
import { Row } from "./Row.tsx";
import { useRowKeys } from "./row-keys.ts";
import { type Column, widthOf } from "./table-columns.ts";

/** Where one was, for whoever comes back from a ticket: how far down, and at which. */
export type Place = { top: number; row: string | null };

type Props = {
  tickets: readonly Ticket[];
  columns: readonly Column[];
  picked: Picked;
  /** These are all there are. */
  all: boolean;
  place: Place;
  /** Below the last row. */
  children: ReactNode;
};

const phone = "(max-width: 639.98px)";

export function Rows({ tickets, columns, picked, all, place, children }: Props) {
  const { t } = useTranslation("tickets");
  const may = useCan()("tickets.update");
  const narrow = useMedia(phone);
  const shown: readonly Column[] = narrow ? ["title"] : columns;
  const scroller = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(place.row);
  const rowHeight = narrow ? 60 : 40;
  const virtual = useVirtualizer({
    count: tickets.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: useCallback((index: number) => tickets[index]!.id, [tickets]),
    initialOffset: () => place.top,
    overscan: 12,
    rangeExtractor: (range) => within(range, tickets, [held, focusedIn(scroller.current)]),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height is measured anew
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  useEffect(() => {
    place.row = held;
  }, [place, held]);
  const list = { seen: () => Math.ceil(place.top / rowHeight), show: (index: number) => virtual.scrollToIndex(index) };
  useRowKeys({ tickets, picked, may, scroller, held, setHeld, ...list });
  const onPick = useStable((index: number, range: boolean) =>
    range ? picked.takeTo(tickets, index) : picked.toggle(tickets[index]!.id, index),
  );
  const template = [...(may ? ["40px"] : []), ...shown.map((one) => (narrow ? "minmax(0,1fr)" : widthOf(one)))].join(
    " ",
  );
  const some = picked.ids.size > 0 && "indeterminate";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notes which of its rows was last at work
    <div
      ref={scroller}
      className="min-h-0 flex-1 overflow-auto pb-20 max-sm:pb-32"
      onScroll={(event) => {
        place.top = event.currentTarget.scrollTop;
      }}
      onFocus={() => setHeld((now) => focusedIn(scroller.current) ?? now)}
    >
      <div
        role="table"
        aria-label={t("title")}
        aria-rowcount={all ? tickets.length + 1 : -1}
        className="w-max min-w-full max-sm:w-full"
      >
        <div role="rowgroup" className="sticky top-0 z-10 bg-surface">
          <div
            role="row"
            style={{ gridTemplateColumns: template }}
            className="grid h-9 items-center border-b border-line text-xs font-medium text-muted"
          >
            {may && (
              <span role="columnheader" className="grid place-items-center">
                <Checkbox
                  quiet
                  label={t("bulk.all")}
                  checked={picked.all || picked.ids.size === tickets.length || some}
                  onChange={(on) => (on ? picked.take(tickets.map((ticket) => ticket.id)) : picked.clear())}
                />
              </span>
            )}
            {shown.map((column) => (
              <span key={column} role="columnheader" className="truncate px-2">
                {t(`field.${column}`)}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => (
            <Row
              key={key}
              ticket={tickets[index]!}
              index={index}
              top={start}
              height={rowHeight}
              template={template}
              columns={shown}
              narrow={narrow}
              picked={picked.has(tickets[index]!.id)}
              {...(may ? { onPick } : {})}
            />
          ))}
        </div>
      </div>
      {children}
    </div>
  );
}
