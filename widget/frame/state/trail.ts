/** The pages of this visit from before the chat was there, as the loader kept them: one a line, "time address title". */
import { type TrailPage, widgetLimits } from "@omniflow/contract/widget";

/** Who does nothing for so long and then comes back is on another visit. */
const breakMs = 30 * 60_000;

export function readTrail(kept: string | undefined, now = Date.now()): TrailPage[] {
  const pages = [...(kept ?? "").matchAll(/^(\d+) (\S+) (.*)$/gm)].map(([, at, url, title]) => ({
    at: Number(at),
    url,
    title,
  }));
  const begin = pages.findLastIndex(({ at }, n) => n === 0 || at - pages[n - 1]!.at > breakMs);
  return pages
    .slice(Math.max(0, begin))
    .slice(-widgetLimits.pages)
    .map(({ at, url, title }) => ({
      url: url!.slice(0, 2000),
      title: title!.slice(0, 300),
      ago: Math.round((now - at) / 1000),
    }))
    .filter(({ ago }) => ago >= 0 && ago <= 86_400);
}
