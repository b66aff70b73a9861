/** News outside the panel: a browser notification where the member is elsewhere, a soft sound, each by their own settings. */
import type { Me, Notification as Told } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { keys } from "../../api/keys.ts";
import { listNotifications } from "../../api/notifications.ts";
import { markConversationRead, markTicketRead } from "./data.ts";
import { aboutOf, detailOf, lineOf } from "./line.ts";
import { playSound } from "./sound.ts";
import { placeOf, quietUntil, wants } from "./wishes.ts";

const lastTold = "omniflow.notifications.told";
let startedAt = new Date().toISOString();
let busy: Promise<unknown> = Promise.resolve();

/** Only what happens from now on is news. */
export function startAnnouncing(): void {
  startedAt = new Date().toISOString();
}

/** One at a time, and in one tab only: each has the same news. */
export function announceNews(client: QueryClient): void {
  busy = busy.then(() => announceOnce(client)).catch(() => {});
}

async function announceOnce(client: QueryClient): Promise<void> {
  const me = client.getQueryData<Me>(keys.me);
  const { items } = await listNotifications({ unread: true, limit: 10 });
  const here = document.hasFocus() ? shownHere() : null;
  const seen = items.filter((one) => here && (one.ticket?.id === here || one.conversation?.id === here));
  if (here && seen.length) await (seen[0]!.ticket ? markTicketRead : markConversationRead)(client, here);
  const settings = me?.settings.notifications ?? {};
  const fresh = await claim(items.filter((one) => !seen.includes(one)));
  if (!me || fresh.length === 0 || quietUntil(settings, new Date())) return;
  if (settings.sound) playSound();
  if (document.hasFocus()) return;
  for (const one of fresh) if (wants(settings, "browser", one.kind)) await show(one, me.workspace.slug);
}

/** The conversation or the ticket that is open. */
const shownHere = (): string | null =>
  /\/(?:inbox\/[^/]+|tickets)\/([0-9a-f-]{36})/.exec(location.pathname)?.[1] ?? null;

/** What no other tab of this browser has told yet. */
async function claim(items: Told[]): Promise<Told[]> {
  const take = () => {
    const since = [localStorage.getItem(lastTold) ?? "", startedAt].sort().at(-1)!;
    const fresh = items.filter((one) => one.created_at > since);
    const newest = fresh
      .map((one) => one.created_at)
      .sort()
      .at(-1);
    if (newest) localStorage.setItem(lastTold, newest);
    return fresh;
  };
  return navigator.locks ? navigator.locks.request(lastTold, take) : take();
}

async function show(one: Told, slug: string): Promise<void> {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  await i18next.loadNamespaces("notifications");
  const t = i18next.getFixedT(null, ["notifications", "common"] as const);
  const told = new Notification(lineOf(t, one), { body: detailOf(t, one) || aboutOf(one), tag: one.id });
  told.onclick = () => {
    window.focus();
    location.assign(`/w/${slug}${placeOf(one)}`);
  };
}
