/** Colours from settings onto the page: the accent, what is readable on it and as text, light or dark. */
import type { WidgetConfig } from "@omniflow/contract/widget";
import { inkOn, readableOn } from "../../bridge/contrast.ts";

const dark = matchMedia("(prefers-color-scheme: dark)");
const papers = { light: "#ffffff", dark: "#17181c" };

/** @param asked what the host page asked for; stronger than the setting. Returns how to stop following the system. */
export function paint(config: WidgetConfig | null, asked: string): () => void {
  const apply = () => {
    const wanted = asked || config?.theme || "auto";
    const theme = wanted === "light" || wanted === "dark" ? wanted : dark.matches ? "dark" : "light";
    const accent = config?.accent ?? "#2f5bea";
    const root = document.documentElement;
    root.dataset.theme = theme;
    root.style.setProperty("--accent", accent);
    const ink = inkOn(accent);
    root.style.setProperty("--on-accent", ink);
    // Shades of the accent go away from its text, never towards it.
    root.style.setProperty("--depth", ink === "#000000" ? "#ffffff" : "#000000");
    root.style.setProperty("--accent-text", readableOn(papers[theme], accent));
  };
  apply();
  dark.addEventListener("change", apply);
  return () => dark.removeEventListener("change", apply);
}
