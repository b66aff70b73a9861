/** Takes the member to the message a search found: reads back until it is there, shows it, marks it for a moment. */
import { type RefObject, useEffect, useRef } from "react";
import { useStore } from "../../../lib/store.ts";
import { jump } from "../search/jump.ts";

const mostPages = 60;
const markMs = 2400;

type Options = {
  ready: boolean;
  scroller: RefObject<HTMLElement | null>;
  /** Changes when older messages have come in. */
  firstId: string | undefined;
  complete: boolean;
  loadOlder: () => Promise<void>;
  /** Puts this element in the middle and leaves it there. */
  rest: (element: HTMLElement) => void;
};

export function useJump(id: string, { ready, scroller, firstId, complete, loadOlder, rest }: Options): void {
  const wanted = useStore(jump, (now) => (now?.conversationId === id ? now.messageId : null));
  const pages = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `firstId` says that more has come in
  useEffect(() => {
    if (!wanted || !ready) return;
    const element = scroller.current?.querySelector<HTMLElement>(`[data-message="${CSS.escape(wanted)}"]`);
    if (element) {
      jump.set(null);
      pages.current = 0;
      rest(element);
      element.dataset.found = "";
      setTimeout(() => delete element.dataset.found, markMs);
    } else if (complete || ++pages.current > mostPages) jump.set(null);
    else void loadOlder();
  }, [wanted, ready, firstId, complete]);
}
