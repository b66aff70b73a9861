/** The round button in the corner, its badge, and the place where the frame is shown: all in one shadow root. */
import type { WidgetLook } from "@omniflow/contract/widget";
import { inkOn } from "../bridge/contrast.ts";
import { styles } from "./styles.ts";

export type Launcher = {
  look(look: WidgetLook): void;
  unread(count: number): void;
  open(open: boolean): void;
  /** The page has its own button; the panel still works. */
  hidden(hidden: boolean): void;
  /** What the button says when it opens, and when it closes. */
  labels(labels: [string, string]): void;
  adopt(frame: HTMLIFrameElement): void;
  remove(): void;
};

export function drawLauncher(toggle: () => void): Launcher {
  const make = <T extends keyof HTMLElementTagNameMap>(tag: T) => document.createElement(tag);
  const host = make("omniflow-widget" as "div");
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  shadow.adoptedStyleSheets = [sheet];

  const root = make("div");
  const button = make("button");
  const badge = make("b");
  button.onclick = toggle;
  badge.hidden = true;
  button.append(make("i"), badge);
  root.append(button);
  shadow.append(root);
  // At the end, so that Tab comes here last; a script in the head runs before there is a body.
  (document.body ?? document.documentElement).append(host);

  let labels = ["", ""];
  let count = 0;
  let isOpen = false;
  const name = () => {
    button.ariaExpanded = `${isOpen}`;
    button.ariaLabel = labels[+isOpen] + (count && !isOpen ? ` (${count})` : "");
  };
  return {
    look: ({ accent, position }) => {
      root.style.setProperty("--accent", accent);
      root.style.setProperty("--ink", inkOn(accent));
      root.classList.toggle("left", position === "left");
    },
    unread: (next) => {
      count = next;
      badge.hidden = !next;
      badge.textContent = next > 9 ? "9+" : `${next}`;
      name();
    },
    open: (open) => {
      isOpen = open;
      root.classList.toggle("open", open);
      name();
      if (!open) button.focus();
    },
    hidden: (hidden) => {
      button.hidden = hidden;
    },
    labels: (next) => {
      labels = next;
      name();
    },
    // Before the button, so that Tab goes from the panel to the button that closes it.
    adopt: (frame) => root.prepend(frame),
    remove: () => host.remove(),
  };
}
