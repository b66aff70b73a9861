/** Moving views about, by dragging them or with Alt and the arrows; the order is kept with the member. */
import type { Me } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import type { DragEvent, KeyboardEvent } from "react";
import { keys } from "../../../api/keys.ts";
import { orderViews } from "../../../api/triage.ts";
import { useMe } from "../../../frame/me.ts";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { inOrder, moved } from "./order.ts";

let dragged: string | null = null;

/** For one section: its keys as the member wants them, and what makes each of them movable. */
export function useReorder(section: readonly string[]) {
  const client = useQueryClient();
  const order = useMe().settings.view_order;
  const list = inOrder(section, order);

  const save = (next: string[]) => {
    const rest = (order ?? []).filter((key) => !next.includes(key));
    const write = (keysNow: string[] | undefined) =>
      client.setQueryData<Me>(
        keys.me,
        (me) => me && { ...me, settings: { ...me.settings, view_order: keysNow ?? [] } },
      );
    write([...rest, ...next]);
    orderViews([...rest, ...next]).catch((error) => {
      write(order);
      notify({ tone: "error", text: errorText(error) });
    });
  };
  const step = (key: string, by: 1 | -1, name: string) => {
    const at = list[list.indexOf(key) + by];
    if (!at) return;
    const next = moved(list, key, at);
    save(next);
    notify({
      text: i18next.t("views.moved", { ns: "triage", name, place: next.indexOf(key) + 1, count: next.length }),
      ms: 1500,
    });
  };
  const movable = (key: string, name: string) => ({
    draggable: true,
    "aria-keyshortcuts": "Alt+ArrowUp Alt+ArrowDown",
    onDragStart: (event: DragEvent) => {
      dragged = key;
      event.dataTransfer.effectAllowed = "move";
    },
    onDragOver: (event: DragEvent) => {
      if (dragged && dragged !== key && list.includes(dragged)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      if (dragged && list.includes(dragged)) save(moved(list, dragged, key));
      dragged = null;
    },
    onKeyDown: (event: KeyboardEvent) => {
      const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
      if (!event.altKey || by === 0) return;
      event.preventDefault();
      event.stopPropagation();
      step(key, by, name);
    },
  });
  return { list, movable, step };
}
export type Movable = ReturnType<ReturnType<typeof useReorder>["movable"]>;
