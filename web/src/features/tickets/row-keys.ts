/** Keys in the table of tickets: from row to row, open, pick. */
import type { Ticket } from "@omniflow/contract";
import { type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useGo } from "../../frame/workspace-link.ts";
import { useAction } from "../../keyboard/react.tsx";
import type { Picked } from "../people/picked.ts";
import { focusedIn } from "./kept.ts";

type Props = {
  tickets: readonly Ticket[];
  picked: Picked;
  may: boolean;
  scroller: RefObject<HTMLDivElement | null>;
  held: string | null;
  setHeld: (id: string) => void;
  /** The first in sight. */
  seen: () => number;
  show: (index: number) => void;
};

/** The focus is the row one is at, so that a screen reader goes along; it stays where it was while the list is elsewhere. */
export function useRowKeys({ tickets, picked, may, scroller, held, setHeld, seen, show }: Props): void {
  const { t } = useTranslation("people");
  const go = useGo();
  const here = () => focusedIn(scroller.current);
  const wanted = useRef<string | null>(null);
  const move = (by: number) => {
    const from = tickets.findIndex((one) => one.id === (here() ?? held));
    const next = Math.min(tickets.length - 1, from < 0 ? seen() : Math.max(0, from + by));
    const { id } = tickets[next]!;
    show(next);
    setHeld(id);
    wanted.current = id;
    focusOn(scroller.current, id);
  };
  // It may have been drawn only now.
  useEffect(() => {
    if (held && wanted.current === held) focusOn(scroller.current, held);
    wanted.current = null;
  }, [held, scroller]);
  useAction({ id: "next", label: t("list.next"), unlisted: true, run: () => move(1) });
  useAction({ id: "previous", label: t("list.previous"), unlisted: true, run: () => move(-1) });
  useAction({
    id: "open",
    label: t("list.open"),
    unlisted: true,
    when: () => here() !== null,
    run: () => go(`/tickets/${here()}`),
  });
  useAction({
    id: "select",
    label: t("list.select"),
    when: () => may && here() !== null,
    run: () =>
      picked.toggle(
        here()!,
        tickets.findIndex((one) => one.id === here()),
      ),
  });
}

const focusOn = (list: HTMLElement | null, id: string) =>
  list?.querySelector<HTMLElement>(`[data-ticket="${id}"] a`)?.focus({ preventScroll: true });
