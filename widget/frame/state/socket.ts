/** The live line. It may break at any time; whoever uses it asks for what was missed after each `hello`. */
import type { WidgetClientMessage, WidgetServerMessage } from "@omniflow/contract/widget";
import { backoff } from "./api.ts";

export type Live = {
  send(message: WidgetClientMessage): void;
  /** Open now instead of waiting (the network is back, the panel was opened). */
  wake(): void;
  /** Give up a line that may be dead without saying so (the network was away), and open a new one. */
  renew(): void;
  close(): void;
};

const pingEvery = 25_000;
const silenceMeans = 40_000;

export function openLive(
  hello: () => WidgetClientMessage | null,
  hear: (message: WidgetServerMessage) => void,
  changed: (open: boolean) => void,
): Live {
  let socket: WebSocket | null = null;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastHeard = 0;
  let closed = false;

  const open = () => {
    const first = hello();
    if (closed || socket || !first) return;
    clearTimeout(timer);
    const made = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/widget/socket`);
    socket = made;
    lastHeard = Date.now();
    made.onopen = () => made.send(JSON.stringify(first));
    made.onmessage = (event) => {
      lastHeard = Date.now();
      const message = JSON.parse(event.data) as WidgetServerMessage;
      if (message.t === "hello") {
        attempt = 0;
        changed(true);
      }
      hear(message);
    };
    made.onclose = () => lose(made);
  };
  const lose = (which: WebSocket) => {
    if (socket !== which) return;
    socket = null;
    changed(false);
    if (!closed) timer = setTimeout(open, backoff(attempt++));
  };
  const pulse = setInterval(() => {
    if (!socket) return;
    if (Date.now() - lastHeard > silenceMeans) {
      // A dead line does not always say so.
      const dead = socket;
      dead.close();
      lose(dead);
    } else if (socket.readyState === 1) socket.send('{"t":"ping"}');
  }, pingEvery);
  open();
  return {
    send: (message) => {
      if (socket?.readyState === 1) socket.send(JSON.stringify(message));
    },
    wake: () => {
      if (!socket) open();
    },
    renew: () => {
      socket?.close();
      if (socket) lose(socket);
      attempt = 0;
      open();
    },
    close: () => {
      closed = true;
      clearInterval(pulse);
      clearTimeout(timer);
      socket?.close();
    },
  };
}
