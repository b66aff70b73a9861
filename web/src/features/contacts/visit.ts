/** Where a chat visitor was and with what, read from the details of their messages. Pure. */
import type { Message } from "@omniflow/contract";

const deviceKeys = ["browser", "device", "os", "language", "time_zone", "referrer", "location"];
const mostPages = 5;

export type Page = { url: string; title: string };

/** Pages newest first, each once; only real web addresses, since the visitor's browser said them. */
export function visitFacts(messages: Message[]): { pages: Page[]; device: [string, string][] } {
  const pages = new Map<string, Page>();
  const device = new Map<string, string>();
  for (const message of messages.filter((one) => one.direction === "in" && one.details).toReversed()) {
    const details = message.details ?? {};
    const url = typeof details.page === "string" ? details.page : "";
    if (/^https?:\/\//i.test(url) && !pages.has(url)) {
      pages.set(url, { url, title: typeof details.page_title === "string" ? details.page_title : "" });
    }
    for (const key of deviceKeys) {
      const value = details[key];
      if (typeof value === "string" && value && !device.has(key)) device.set(key, value);
    }
  }
  return { pages: [...pages.values()].slice(0, mostPages), device: [...device] };
}
