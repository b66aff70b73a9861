/** The loader's end of the bridge: talks to one iframe of one origin. */
import { readToHost, type ToFrame, type ToHost, wrap } from "./messages.ts";

export type HostBridge = { send(message: ToFrame): void; close(): void };

export function openHostBridge(
  frame: HTMLIFrameElement,
  origin: string,
  handle: (message: ToHost) => void,
  own: Window = window,
): HostBridge {
  let heard = false;
  const listen = (event: MessageEvent) => {
    if (event.origin !== origin || !event.source || event.source !== frame.contentWindow) return;
    const message = readToHost(event.data);
    if (!message) return;
    heard = true;
    handle(message);
  };
  own.addEventListener("message", listen);
  return {
    // Before the frame has spoken its window may still be an empty page of another origin.
    send: (message) => {
      if (heard) frame.contentWindow?.postMessage(wrap(message), origin);
    },
    close: () => own.removeEventListener("message", listen),
  };
}
