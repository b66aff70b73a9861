/** The list under the caret for `@` and `:`: arrows move, Enter or Tab takes, Escape closes. */
import type { SuggestionKeyDownProps, SuggestionProps } from "@tiptap/suggestion";
import { useEffect, useId, useMemo, useRef } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { cn } from "../../../lib/cn.ts";
import { createStore, type Store, useStore } from "../../../lib/store.ts";
import type { Suggested, Suggestions, SuggestionView } from "./editor-extensions.ts";

type Shown = {
  items: Suggested[];
  /** What was typed for them. */
  query: string;
  index: number;
  rect: DOMRect | null;
  take: (item: Suggested) => void;
} | null;

export function useSuggestions(): { state: Store<Shown>; render: SuggestionView } {
  const state = useRef<Store<Shown>>(null);
  state.current ??= createStore<Shown>(null);
  const store = state.current;
  const render = useMemo<SuggestionView>(
    () => () => {
      const show = (props: SuggestionProps<Suggested>) => {
        store.set(
          props.items.length === 0
            ? null
            : {
                items: props.items,
                query: props.query,
                index: 0,
                rect: props.clientRect?.() ?? null,
                take: (item) => props.command(item),
              },
        );
        void (props.items as Suggestions).better?.then((items) =>
          store.set((now) => (now?.query === props.query ? improved(now, items) : now)),
        );
      };
      return {
        onStart: show,
        onUpdate: show,
        onExit: () => store.set(null),
        onKeyDown: ({ event }: SuggestionKeyDownProps) => pressed(store, event),
      };
    },
    [store],
  );
  return { state: store, render };
}

/** Who has moved to one stays on it. */
function improved(now: NonNullable<Shown>, items: Suggested[]): Shown {
  if (items.length === 0) return null;
  const chosen = now.index > 0 ? items.findIndex((item) => item.key === now.items[now.index]?.key) : 0;
  return { ...now, items, index: Math.max(0, chosen) };
}

function pressed(store: Store<Shown>, event: KeyboardEvent): boolean {
  const now = store.get();
  if (!now) return false;
  const move = (by: number) => store.set({ ...now, index: (now.index + by + now.items.length) % now.items.length });
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (event.key === "Enter" || event.key === "Tab") now.take(now.items[now.index]!);
  else if (event.key === "Escape") store.set(null);
  else return false;
  event.stopPropagation();
  return true;
}

export function SuggestionList({ state }: { state: Store<Shown> }) {
  const { t } = useTranslation("inbox");
  const shown = useStore(state);
  const id = useId();
  const active = shown?.rect ? `${id}${shown.index}` : null;
  // The caret stays in the text: what is chosen is told from there.
  useEffect(() => {
    const field = document.activeElement;
    if (!active || !field) return;
    field.setAttribute("aria-activedescendant", active);
    return () => field.removeAttribute("aria-activedescendant");
  }, [active]);
  if (!shown?.rect) return null;
  const wide = shown.items.some((item) => item.hint);
  const above = shown.rect.top > innerHeight / 2;
  return createPortal(
    <div
      role="listbox"
      aria-label={t("compose.suggestions")}
      data-suggestions={shown.query}
      className={cn(
        "pointer-events-auto fixed z-50 rounded-lg bg-raised p-1 shadow-float",
        wide ? "w-96 max-w-[calc(100vw-1rem)]" : "w-60",
      )}
      style={{
        left: Math.max(8, Math.min(shown.rect.left, innerWidth - (wide ? 392 : 248))),
        ...(above ? { bottom: innerHeight - shown.rect.top + 4 } : { top: shown.rect.bottom + 4 }),
      }}
    >
      {shown.items.map((item, index) => (
        <div
          key={item.key}
          id={`${id}${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === shown.index}
          onPointerDown={(event) => {
            event.preventDefault();
            shown.take(item);
          }}
          className={cn(
            "flex h-8 items-center gap-2 rounded-md px-2 text-sm text-ink",
            index === shown.index && "bg-hover",
          )}
        >
          <span aria-hidden className="w-5 text-center text-faint">
            {item.sign}
          </span>
          <bdi className={cn("truncate", item.hint && "max-w-[70%] shrink-0")}>{item.label}</bdi>
          {item.hint && <bdi className="truncate text-xs text-faint">{item.hint}</bdi>}
        </div>
      ))}
    </div>,
    document.body,
  );
}
