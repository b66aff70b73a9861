/** The loader's end of the bridge: talks to one iframe of one origin. */
import { readToHost, type ToFrame, type ToHost, wrap } from "./messages.ts";

export type HostBridge = { send(message: ToFrame): void; close(): void };

export function openHostBridge(
  frame: HTMLIFrameElement,
  origin: string,
  handle: (message: ToHost) => void,
  own: Window = window,
): HostBridge {
  const listen = (event: MessageEvent) => {
    if (event.origin !== origin || !event.source || event.source !== frame.contentWindow) return;
    const message = readToHost(event.data);
    if (message) handle(message);
  };
  own.addEventListener("message", listen);
  return {
    send: (message) => frame.contentWindow?.postMessage(wrap(message), origin),
    close: () => own.removeEventListener("message", listen),
  };
}
