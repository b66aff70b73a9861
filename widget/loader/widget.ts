/** One widget on one page: asks how it should look, shows the launcher, and creates the frame on first use. */
import type { LauncherState, WidgetAnswer, WidgetLook, WidgetPage } from "@omniflow/contract/widget";
import { type HostBridge, openHostBridge } from "../bridge/host.ts";
import type { Person, ToHost } from "../bridge/messages.ts";
import { drawLauncher } from "./launcher.ts";
import { currentPage, watchPage } from "./page.ts";
import { openStore } from "./storage.ts";

/** Everything a page may say with `boot` and `update`. */
export type Settings = Person &
  Partial<WidgetLook> & {
    key?: string;
    /** "light", "dark" or "auto". */
    theme?: string;
    language?: string;
    hide_launcher?: boolean;
  };

export type Widget = {
  update(settings: Settings): void;
  page(page: Partial<WidgetPage>): void;
  /** Without a value: the other way round. */
  show(open?: boolean): void;
  compose(text: string): void;
  shutdown(): void;
};

/** @param tell hands an event to the page's listeners. */
export function openWidget(
  origin: string,
  key: string,
  settings: Settings,
  tell: (event: string, detail?: unknown) => void,
): Widget {
  const store = openStore(key);
  let look: LauncherState["look"] | null = null;
  let open = false;
  let bridge: HostBridge | null = null;
  /** The frame has spoken. */
  let heard = false;
  let unread = 0;
  let compose: string | null = null;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let gone = false;
  let page: Partial<WidgetPage> = {};

  const launcher = drawLauncher(() => show());
  const here = () => ({ ...currentPage(), ...page });
  const person = (): Person => ({ name: settings.name, email: settings.email, token: settings.token });
  const spoken = () => ({ language: settings.language ?? navigator.language, theme: settings.theme ?? "" });

  const draw = () => {
    // Before the first answer nobody knows whether this website may show the widget at all.
    if (look) launcher.look({ ...look, ...settings });
    launcher.hidden(!look || !!settings.hide_launcher);
    launcher.labels(/^de/.test(spoken().language) ? ["Chat öffnen", "Chat schließen"] : ["Open chat", "Close chat"]);
  };
  const count = (next: number) => {
    if (next === unread) return;
    unread = next;
    launcher.unread(next);
    tell("unread", next);
  };
  const hear = (message: ToHost) => {
    if (message.t === "hello") {
      heard = true;
      clearTimeout(patience);
      bridge?.send({ t: "init", kept: store.all(), person: person(), page: here(), ...spoken(), open, compose });
      compose = null;
    } else if (message.t === "ready") {
      look = { ...look, ...message.look };
      draw();
      tell("ready");
    } else if (message.t === "keep") store.set(message.name, message.value);
    else if (message.t === "unread") count(message.count);
    else if (message.t === "message") tell("message", { text: message.text, author: message.author });
    else if (message.t === "close") show(false);
    else remove(message.reason);
  };
  const load = () => {
    if (bridge || gone) return;
    const frame = document.createElement("iframe");
    frame.title = "Chat";
    frame.src = `${origin}/widget/frame/${key}`;
    bridge = openHostBridge(frame, origin, hear);
    launcher.adopt(frame);
    // A frame that does not speak met a server that was away: try again until it is back.
    patience = setTimeout(() => {
      unload();
      frame.remove();
      load();
    }, 10_000);
  };
  const unload = () => {
    clearTimeout(patience);
    bridge?.close();
    bridge = null;
  };
  const show = (next = !open) => {
    if (gone || next === open) return;
    open = next;
    load();
    launcher.open(open);
    bridge?.send({ t: "open", kept: store.all(), open });
    tell(open ? "show" : "hide");
  };
  const unwatch = watchPage(() => turn({}));
  const turn = (next: Partial<WidgetPage>) => {
    page = next;
    const at = here();
    bridge?.send({ t: "page", page: at });
    // Stays in this browser until the chat is opened; frame/state/trail.ts reads it, and passes over a first line of "undefined".
    if (look?.trail && !open)
      store.set("trail", `${store.all().trail}\n${Date.now()} ${at.url} ${at.title}`.slice(-5e3));
  };
  const remove = (reason?: string) => {
    if (reason) console.warn("Omniflow:", reason);
    gone = true;
    unwatch();
    unload();
    launcher.remove();
  };

  draw();
  ask(origin, key, store.all().token).then((answer) => {
    if (gone || heard) return;
    if (answer?.success) {
      look = answer.data.look;
      draw();
      count(answer.data.unread);
      if (answer.data.live || settings.token) load();
      turn(page);
    } else if (answer) remove(answer.error.message);
    // The page's CSP forbids asking, or the server is away: the frame says how things look when it is there.
    else load();
  });

  return {
    update: (change) => {
      settings = { ...settings, ...change };
      draw();
      bridge?.send({ t: "settings", ...spoken() });
      bridge?.send({ t: "person", person: person() });
    },
    page: turn,
    show,
    compose: (text) => {
      if (heard) bridge?.send({ t: "compose", text });
      else compose = text;
      show(true);
    },
    shutdown: () => {
      remove();
      store.clear();
      count(0);
    },
  };
}

/** Sent as plain text, which needs no preflight. Null: no answer to be had. */
const ask = (origin: string, key: string, token?: string): Promise<WidgetAnswer<LauncherState> | null> =>
  fetch(`${origin}/api/widget/${key}/launcher`, { method: "POST", body: JSON.stringify({ token }) })
    .then((answer) => (answer.status < 500 ? answer.json() : null))
    .catch(() => null);
