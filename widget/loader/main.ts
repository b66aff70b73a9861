/**
 * The script tag. Draws the launcher, creates the frame when it is wanted, and gives the page `Omniflow(command, …)`. Calls made
 * before it has loaded wait in the stub's queue: `window.Omniflow=window.Omniflow||function(){(Omniflow.q=Omniflow.q||[]).push(arguments)}`.
 */
import { openWidget, type Settings, type Widget } from "./widget.ts";

// biome-ignore lint/suspicious/noExplicitAny: the page calls with whatever it likes
type Command = (first?: any, second?: any) => unknown;
type Api = Command & { q?: Iterable<unknown>[]; loaded?: true };

const page = window as Window & { Omniflow?: Api };

function start(tag: HTMLScriptElement): void {
  const listeners: [event: string, listener: Command][] = [];
  let widget: Widget | null = null;
  const commands: Record<string, Command> = {
    boot: (settings: Settings = {}) => {
      if (widget) return widget.update(settings);
      widget = openWidget(new URL(tag.src).origin, settings.key ?? tag.dataset.key ?? "", settings, (event, detail) => {
        for (const [name, listener] of listeners) if (name === event) listener(detail);
      });
    },
    update: (settings) => widget?.update(settings),
    identify: (person) => widget?.update(person),
    setPage: (page) => widget?.page(page),
    show: () => widget?.show(true),
    hide: () => widget?.show(false),
    toggle: () => widget?.show(),
    showNewMessage: (text = "") => widget?.compose(text),
    shutdown: () => {
      widget?.shutdown();
      widget = null;
    },
    on: (event, listener) => listeners.push([event, listener]),
  };
  const run = ([command, ...args]: string[]) => {
    commands[command!]?.(...args);
  };
  const calls = (page.Omniflow?.q ?? []).map((args) => [...args] as string[]);
  page.Omniflow = Object.assign((...args: string[]) => run(args), { loaded: true as const });
  calls.forEach(run);
  // A page that boots by itself does so with its visitor's identity; otherwise the tag alone is enough.
  if (!widget && tag.dataset.key && tag.dataset.boot !== "manual") commands.boot!();
}

const script = document.currentScript as HTMLScriptElement | null;
if (script?.src && !page.Omniflow?.loaded) start(script);
