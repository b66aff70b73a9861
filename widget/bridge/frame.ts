/** The frame's end of the bridge: talks to the page that embeds it and to nobody else. */
import { readToFrame, type ToFrame, type ToHost, wrap } from "./messages.ts";

export type FrameBridge = {
  send(message: ToHost): void;
  /** Origin of the embedding page; null until it has said `init`. */
  origin(): string | null;
};

/**
 * The first `init` from the parent window tells its origin (the browser vouches for it); everything after must come from, and
 * goes to, exactly that origin. Which origins may embed us at all is the server's word: frame-ancestors and the session.
 */
export function openFrameBridge(handle: (message: ToFrame) => void, own: Window = window): FrameBridge {
  let host: string | null = null;
  own.addEventListener("message", (event: MessageEvent) => {
    if (event.source !== own.parent || event.source === own) return;
    const message = readToFrame(event.data);
    if (!message || (host !== null && event.origin !== host)) return;
    if (host === null) {
      if (message.t !== "init") return;
      host = event.origin;
    } else if (message.t === "init") return;
    handle(message);
  });
  const send = (message: ToHost) => {
    // `hello` carries nothing and is said before we know who listens.
    if (host !== null) own.parent.postMessage(wrap(message), host);
    else if (message.t === "hello") own.parent.postMessage(wrap(message), "*");
  };
  return { send, origin: () => host };
}
