/**
 * Where a thread stands: it opens where the member left it, at the first unread message, or at the end, and stays there while pictures and frames find
 * their height, until the member scrolls. Later it follows new messages only when the member was at the end.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const nearEnd = 80;
const nearStart = 300;

/** Where conversations were left that were not left at their end; for as long as the page is open. */
const left = new Map<string, { messageId: string; distance: number }>();
const mostLeft = 100;

function leave(id: string, anchor: Anchor | null): void {
  left.delete(id);
  const messageId = anchor?.element.dataset.message;
  if (!anchor || !messageId) return;
  left.set(id, { messageId, distance: anchor.distance });
  for (const oldest of [...left.keys()].slice(0, -mostLeft)) left.delete(oldest);
}

type Options = {
  id: string;
  /** The thread is there to be shown. */
  ready: boolean;
  /** Oldest and newest message shown: whatever changes them may move things. */
  firstId: string | undefined;
  lastId: string | undefined;
  onNearStart: () => void;
};

/** The message at the top of what is seen, and how far it is from the edge. */
type Anchor = { element: HTMLElement; distance: number };

function findAnchor(box: HTMLElement): Anchor | null {
  for (const element of box.querySelectorAll<HTMLElement>("[data-message]")) {
    if (element.offsetTop + element.offsetHeight > box.scrollTop) {
      return { element, distance: element.offsetTop - box.scrollTop };
    }
  }
  return null;
}

export function useThreadScroll({ id, ready, firstId, lastId, onNearStart }: Options) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const settled = useRef(false);
  const ending = useRef(true);
  const anchor = useRef<Anchor | null>(null);
  const [atEnd, setAtEnd] = useState(true);

  /** Puts the thread back where it stood, after anything changed its height. */
  const hold = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    const mark = settled.current ? null : box.querySelector<HTMLElement>("[data-unread]");
    const place = settled.current || mark ? undefined : left.get(id);
    const there = place && box.querySelector<HTMLElement>(`[data-message="${place.messageId}"]`);
    if (place && there) {
      box.scrollTop = there.offsetTop - place.distance;
      ending.current = false;
    } else if (mark) box.scrollTop = Math.max(0, mark.offsetTop - 48);
    else if (ending.current || !settled.current) box.scrollTop = box.scrollHeight;
    else if (anchor.current?.element.isConnected)
      box.scrollTop = anchor.current.element.offsetTop - anchor.current.distance;
  }, [id]);
  useEffect(
    () => () => {
      // Only a member who moved in it has left it somewhere.
      if (settled.current) leave(id, ending.current ? null : anchor.current);
    },
    [id],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: new first and last messages are what this is about
  useLayoutEffect(() => {
    if (ready) hold();
  }, [ready, firstId, lastId, hold]);

  useEffect(() => {
    const box = scroller.current;
    if (!box || !content.current || !ready) return;
    const observer = new ResizeObserver(hold);
    observer.observe(content.current);
    observer.observe(box);
    const settle = () => {
      settled.current = true;
    };
    const signs = ["wheel", "touchmove", "pointerdown", "keydown"];
    for (const sign of signs) box.addEventListener(sign, settle, { passive: true });
    return () => {
      observer.disconnect();
      for (const sign of signs) box.removeEventListener(sign, settle);
    };
  }, [ready, hold]);

  const onScroll = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    ending.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
    anchor.current = findAnchor(box);
    setAtEnd(ending.current);
    if (box.scrollTop < nearStart) onNearStart();
  }, [onNearStart]);

  const toEnd = useCallback(() => {
    settled.current = true;
    ending.current = true;
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, []);

  /** Puts an element in the middle, and holds it there while what is round it finds its height. */
  const rest = useCallback((element: HTMLElement) => {
    const box = scroller.current;
    if (!box) return;
    settled.current = true;
    ending.current = false;
    box.scrollTop = element.offsetTop - Math.max(24, (box.clientHeight - element.offsetHeight) / 2);
    anchor.current = { element, distance: element.offsetTop - box.scrollTop };
  }, []);

  return { scroller, content, atEnd, onScroll, toEnd, rest };
}
