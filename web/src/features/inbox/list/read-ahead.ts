/** A row the pointer rests on is read ahead, so that a click shows it as quickly as a key does. */
import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect } from "react";
import { prefetchConversation } from "../queries/messages.ts";

/** Long enough that a sweep over the list asks for nothing. */
const restMs = 80;

export function useReadAhead(list: RefObject<HTMLElement | null>): void {
  const client = useQueryClient();
  useEffect(() => {
    const box = list.current;
    if (!box) return;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const leave = () => clearTimeout(resting);
    const readAhead = ({ target }: Event) => {
      const id = (target as Element).closest<HTMLElement>("[data-conversation]")?.dataset.conversation;
      if (id) prefetchConversation(client, id);
    };
    const rest = (event: PointerEvent) => {
      leave();
      if (event.pointerType === "mouse") resting = setTimeout(() => readAhead(event), restMs);
    };
    box.addEventListener("pointerover", rest);
    box.addEventListener("pointerleave", leave);
    // A finger does not rest before it chooses, but it is down for a moment.
    box.addEventListener("pointerdown", readAhead);
    return () => {
      leave();
      box.removeEventListener("pointerover", rest);
      box.removeEventListener("pointerleave", leave);
      box.removeEventListener("pointerdown", readAhead);
    };
  }, [client, list]);
}
