/** News outside the panel: a browser notification where the member is elsewhere, a soft sound, each by their own settings. */
import type { Me, Notification as Told } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { keys } from "../../api/keys.ts";
import { listNotifications } from "../../api/notifications.ts";
import { markConversationRead } from "./data.ts";
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
  const here = document.hasFocus() ? openConversation() : null;
  if (here && items.some((one) => one.conversation?.id === here)) await markConversationRead(client, here);
  const settings = me?.settings.notifications ?? {};
  const fresh = await claim(items.filter((one) => !here || one.conversation?.id !== here));
  if (!me || fresh.length === 0 || quietUntil(settings, new Date())) return;
  if (settings.sound) playSound();
  if (document.hasFocus()) return;
  for (const one of fresh) if (wants(settings, "browser", one.kind)) await show(one, me.workspace.slug);
}

const openConversation = (): string | null => /\/inbox\/[^/]+\/([0-9a-f-]{36})/.exec(location.pathname)?.[1] ?? null;

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
  const t = i18next.getFixedT(null, "notifications");
  const names = {
    who: one.actor_name || t("somebody"),
    contact: one.conversation?.contact_name || t("unknown"),
  };
  const told = new Notification(t(`line.${one.kind}`, names), {
    body: one.text || (one.response?.name ?? ""),
    tag: one.id,
  });
  told.onclick = () => {
    window.focus();
    location.assign(`/w/${slug}${placeOf(one)}`);
  };
}
