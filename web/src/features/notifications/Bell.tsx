/** The bell in the rail: how much is unread, and the way to the panel. What it opens is fetched when it is first wanted. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bell as BellIcon, BellOff } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { onHints } from "../../api/realtime.ts";
import { useMe } from "../../frame/me.ts";
import { useAction } from "../../keyboard/react.tsx";
import { whenIdle } from "../../lib/idle.ts";
import { IconButton } from "../../ui/button.tsx";
import { countQuery } from "./data.ts";
import { quietUntil } from "./wishes.ts";

const loadPanel = () => import("./Panel.tsx");
const Panel = lazy(() => loadPanel().then((module) => ({ default: module.Panel })));

export function Bell() {
  const { t } = useTranslation("frame");
  const client = useQueryClient();
  const { settings } = useMe();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const unread = useQuery(countQuery).data?.unread ?? 0;
  const quiet = quietUntil(settings.notifications ?? {}, new Date()) !== null;
  const label = unread > 0 ? t("bell.unread", { count: unread }) : t("bell.label");
  useAction({
    id: "notifications",
    label: t("bell.label"),
    group: t("palette.go"),
    run: () => setOpen(true),
  });
  useEffect(
    () =>
      onHints((hints) => {
        if (hints.some((hint) => hint.type === "notification.changed"))
          void import("./announce.ts").then((module) => module.announceNews(client));
      }),
    [client],
  );
  useEffect(
    () =>
      whenIdle(() => {
        void loadPanel();
        void import("./announce.ts").then((module) => module.startAnnouncing());
      }),
    [],
  );
  return (
    <>
      <IconButton
        ref={button}
        label={label}
        action="notifications"
        side="end"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="relative size-9 rounded-lg hover:bg-line/60 aria-expanded:bg-line max-md:size-11 [&_svg]:size-[18px] [&_svg]:stroke-[1.75]"
      >
        {quiet ? <BellOff aria-hidden /> : <BellIcon aria-hidden />}
        {unread > 0 && (
          <span
            aria-hidden
            className="absolute end-0 top-0 min-w-4 rounded-full bg-danger px-1 text-center text-2xs leading-4 font-semibold text-on-danger tabular ring-2 ring-canvas max-md:end-1 max-md:top-1"
          >
            {unread > 99 ? "99+" : unread}
          </span>
        )}
      </IconButton>
      <Suspense>{open && <Panel anchor={button} label={t("bell.label")} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
