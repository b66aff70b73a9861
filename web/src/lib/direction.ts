/** Which way the page is read. What floats beside something says "start" or "end"; the libraries below know left and right. */
import { createStore } from "./store.ts";

export type Side = "top" | "bottom" | "start" | "end";
export type Direction = "ltr" | "rtl";
export const direction = createStore<Direction>("ltr");

const TRIED = "omniflow.dir";

/** `?dir=rtl` shows the app as in a right-to-left language, in this tab: for trying it before there is such a language. */
function tried(): Direction | null {
  const asked = new URLSearchParams(location.search).get("dir");
  if (asked) sessionStorage.setItem(TRIED, asked);
  return sessionStorage.getItem(TRIED) === "rtl" ? "rtl" : null;
}

export function setDirection(ofLanguage: Direction): void {
  const dir = tried() ?? ofLanguage;
  document.documentElement.dir = dir;
  direction.set(dir);
}

export function physical(side: Side): "top" | "bottom" | "left" | "right" {
  if (side === "top" || side === "bottom") return side;
  return (side === "start") === (direction.get() === "ltr") ? "left" : "right";
}
