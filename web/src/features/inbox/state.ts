/** The inbox's state: where the address says the member is, and what they chose on this device. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { afterPaint } from "../../lib/paint.ts";
import { useMedia, useNarrow } from "../../lib/use-media.ts";
import { useStable } from "../../lib/use-stable.ts";
import { pick } from "./bulk/selection.ts";
import type { Inbox, ListLayout, Panel, PickerKind } from "./context.ts";
import { whoAmI } from "./queries/who.ts";
import { neighbour } from "./step.ts";
import { parseView, queryOf, type Sort } from "./views/view.ts";

const patienceMs = 3000;

export function useInboxState(): Inbox {
  const client = useQueryClient();
  const navigate = useNavigate();
  const params = useParams({ strict: false }) as { slug?: string; view?: string; conversationId?: string };
  const slug = params.slug ?? "";
  const view = useMemo(() => parseView(params.view), [params.view]);
  const [openId, showAtOnce] = useOpenId(params.conversationId ?? null);
  const narrow = useNarrow();
  const [search, setSearch] = useSearchText(navigate);
  const [sort, setSort] = useSort(navigate);
  const [layout, setLayout] = useRemembered<ListLayout>("layout", "list");
  const [cursor, setCursor] = useState<string | null>(openId);
  const [picker, setPicker] = useState<{ kind: PickerKind; id: string } | null>(null);
  const [panels, togglePanel] = usePanels(narrow, openId);
  const order = useRef<string[]>([]);
  const lastIndex = useRef(0);
  const filter = useMemo(() => queryOf(view, "", sort), [view, sort]);
  const target = openId ?? cursor;

  // A new view starts at its own top.
  const lastView = useRef(view.key);
  useEffect(() => {
    if (lastView.current === view.key) return;
    lastView.current = view.key;
    setCursor(null);
  }, [view.key]);

  const go = useCallback(
    (to: { view: string; conversationId?: string | undefined; q?: string | null; sort?: Sort }, replace = false) =>
      void navigate({
        to: "/w/$slug/inbox/{-$view}/{-$conversationId}",
        params: { slug, ...to },
        search: { ...(to.q ? { q: to.q } : {}), ...sorted(to.sort ?? sort) },
        replace,
      }),
    [navigate, slug, sort],
  );
  const follow = useFollowing(view.key);
  // As things are when it goes: the search may be over by then.
  const goTo = useStable((id: string | null) =>
    go({ view: view.key, conversationId: id ?? undefined, q: search }, id !== null && Boolean(params.conversationId)),
  );
  const open = useStable((id: string | null) => {
    showAtOnce(id);
    if (id) {
      setCursor(id);
      lastIndex.current = Math.max(0, order.current.indexOf(id));
    }
    follow(() => goTo(id));
  });
  const showView = useStable((key: string, sort?: Sort) => {
    if (narrow && panels.views) togglePanel("views");
    setSearch(null);
    // The order of a filter is its own.
    const order = sort ?? (view.kind === "filter" ? "newest" : undefined);
    go({ view: key, ...(order ? { sort: order } : {}) });
  });
  const step = useCallback(
    (by: 1 | -1) => {
      const id = neighbour(order.current, target, by, lastIndex.current);
      if (!id) return;
      if (openId) open(id);
      else setCursor(id);
    },
    [target, openId, open],
  );
  const moveOn = useCallback(
    (id: string) => {
      if (id !== openId) return setCursor(neighbour(order.current, id, 1, lastIndex.current));
      const habit = whoAmI(client).settings.after_resolve ?? "next";
      if (habit === "stay") return;
      open(habit === "next" ? neighbour(order.current, id, 1, lastIndex.current) : null);
    },
    [client, open, openId],
  );
  const setOrder = useCallback(
    (ids: string[]) => {
      order.current = ids;
      const index = target ? ids.indexOf(target) : -1;
      if (index >= 0) lastIndex.current = index;
    },
    [target],
  );

  return useMemo(
    () => ({
      view,
      filter,
      search,
      setSearch,
      sort,
      setSort,
      layout: narrow ? ("list" as const) : layout,
      setLayout,
      narrow,
      openId,
      targetId: target,
      setCursor,
      open,
      showView,
      step,
      setOrder,
      pick: (id: string, range: boolean) => pick(id, range ? order.current : null),
      moveOn,
      panels,
      togglePanel,
      picker,
      openPicker: (kind: PickerKind, id: string) => setPicker({ kind, id }),
      closePicker: () => setPicker(null),
    }),
    [
      view,
      filter,
      search,
      setSearch,
      sort,
      layout,
      setLayout,
      narrow,
      openId,
      target,
      open,
      showView,
      step,
      setOrder,
      moveOn,
      panels,
      togglePanel,
      picker,
      setSort,
    ],
  );
}

/**
 * The open conversation. The router follows in its own time; what the member asked for shows with the next paint, and the
 * address takes over again as soon as it says the same.
 */
function useOpenId(address: string | null): [string | null, (id: string | null) => void] {
  const [asked, setAsked] = useState<{ id: string | null } | null>(null);
  const settled = asked?.id === address;
  useEffect(() => {
    if (settled) setAsked(null);
  }, [settled]);
  useEffect(() => {
    if (!asked) return;
    // A navigation that was refused or overtaken must not leave the wrong thing on screen.
    const timer = setTimeout(() => setAsked(null), patienceMs);
    return () => clearTimeout(timer);
  }, [asked]);
  const ask = useCallback((id: string | null) => setAsked({ id }), []);
  return [asked ? asked.id : address, ask];
}

/** The address follows what is on screen, after it is; not from another view, where the member went meanwhile. */
function useFollowing(viewKey: string): (go: () => void) => void {
  const waiting = useRef<() => void>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on leaving the view
  useEffect(() => () => waiting.current?.(), [viewKey]);
  return useCallback((go) => {
    waiting.current?.();
    waiting.current = afterPaint(go);
  }, []);
}

const sorted = (sort: Sort): { sort?: Sort } => (sort === "newest" ? {} : { sort });

/** The order of the list, which the address carries as `?sort=`; one nobody knows is for the server to refuse. */
function useSort(navigate: ReturnType<typeof useNavigate>): [Sort, (sort: Sort) => void] {
  const sort = (useSearch({ strict: false }) as { sort?: Sort }).sort ?? "newest";
  const set = useCallback(
    (next: Sort) =>
      void navigate({ to: ".", search: ({ sort: _, ...now }) => ({ ...now, ...sorted(next) }), replace: true }),
    [navigate],
  );
  return [sort, set];
}

/** The search, which the address carries as `?q=` so that it can be shared; an empty field is open without one. */
function useSearchText(navigate: ReturnType<typeof useNavigate>): [string | null, (text: string | null) => void] {
  const address = (useSearch({ strict: false }) as { q?: string }).q ?? null;
  const [text, setText] = useState(address);
  const written = useRef(address);
  useEffect(() => {
    // Back, forward, or a link: not what was just written there.
    if (address === written.current) return;
    written.current = address;
    setText(address);
  }, [address]);
  const set = useCallback(
    (next: string | null) => {
      setText(next);
      written.current = next || null;
      void navigate({ to: ".", search: ({ q: _, ...now }) => (next ? { ...now, q: next } : now), replace: true });
    },
    [navigate],
  );
  return [text, set];
}

/** A choice kept on this device. */
function useRemembered<T extends string>(name: string, first: T): [T, (value: T) => void] {
  const key = `omniflow.inbox.${name}`;
  const [value, setValue] = useState<T>(() => (localStorage.getItem(key) as T | null) ?? first);
  const set = useCallback(
    (next: T) => {
      localStorage.setItem(key, next);
      setValue(next);
    },
    [key],
  );
  return [value, set];
}

/** Side panels: the member's choice where there is room, closed by default where there is not, one screen each when narrow. */
function usePanels(narrow: boolean, openId: string | null): [Record<Panel, boolean>, (panel: Panel) => void] {
  const roomForViews = useMedia("(min-width: 1180px)");
  const roomForContact = useMedia("(min-width: 1360px)");
  const [views, setViews] = useRemembered<"open" | "closed" | "auto">("views", "auto");
  const [contact, setContact] = useRemembered<"open" | "closed" | "auto">("contact", "auto");
  const [stacked, setStacked] = useState<Panel | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation closes what lay over the last one
  useEffect(() => setStacked(null), [openId]);
  const panels = useMemo(
    () =>
      narrow
        ? { views: stacked === "views", contact: stacked === "contact" }
        : {
            views: views === "auto" ? roomForViews : views === "open",
            contact: contact === "auto" ? roomForContact : contact === "open",
          },
    [narrow, stacked, views, contact, roomForViews, roomForContact],
  );
  const toggle = useCallback(
    (panel: Panel) => {
      if (narrow) return setStacked((now) => (now === panel ? null : panel));
      (panel === "views" ? setViews : setContact)(panels[panel] ? "closed" : "open");
    },
    [narrow, panels, setViews, setContact],
  );
  return [panels, toggle];
}
