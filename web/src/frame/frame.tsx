/** What is round every signed-in page: rail, connection banner, palette, `?` sheet, the socket. */
import { useQueryClient } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { connectRealtime } from "../api/realtime.ts";
import { followLanguage } from "../i18n/index.ts";
import { chosenKeys, type KeyChoices } from "../keyboard/catalogue.ts";
import { Actions } from "../keyboard/react.tsx";
import { preloadable } from "../lib/preloadable.tsx";
import { applyTheme, isDark } from "../lib/theme.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { keepReading, useChangeMe, useMe } from "./me.ts";
import { Rail } from "./rail.tsx";
import { useGo } from "./workspace-link.ts";

const noKeys: KeyChoices = {};
const palette = preloadable(() => import("./palette/Palette.tsx").then((module) => module.Palette));
const sheet = preloadable(() => import("./shortcut-sheet.tsx").then((module) => module.ShortcutSheet));

/** Fetched once the page is calm. */
function usePreloaded() {
  useEffect(() => {
    const timer = setTimeout(() => {
      palette.preload();
      sheet.preload();
    }, 1500);
    return () => clearTimeout(timer);
  }, []);
}

export function Frame() {
  const { t } = useTranslation("frame");
  const [open, setOpen] = useState<"palette" | "sheet" | null>(null);
  usePreloaded();
  const me = useMe();
  const client = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each member
  useEffect(() => keepReading(client, me), [me.member?.id, client]);
  useEffect(() => connectRealtime(me.workspace.id, client), [me.workspace.id, client]);
  useEffect(() => void followLanguage(me.settings.language), [me.settings.language]);
  useEffect(() => chosenKeys.set(me.settings.keys ?? noKeys), [me.settings.keys]);
  useEffect(() => applyTheme(me.settings.theme ?? "system"), [me.settings.theme]);

  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <a
        href="#content"
        className="fixed start-2 top-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        {t("skip")}
      </a>
      <ConnectionBanner />
      <div className="flex min-h-0 flex-1 max-md:flex-col">
        <Rail />
        <main id="content" tabIndex={-1} className="min-h-0 min-w-0 flex-1 bg-surface outline-none">
          <Outlet />
        </main>
      </div>
      <FrameActions onOpen={setOpen} />
      <Suspense>
        {open === "palette" && <palette.Component onClose={() => setOpen(null)} />}
        {open === "sheet" && <sheet.Component onClose={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}

function FrameActions({ onOpen }: { onOpen: (what: "palette" | "sheet") => void }) {
  const { t } = useTranslation("frame");
  const go = useGo();
  const change = useChangeMe();
  const toggleTheme = () => {
    const theme = isDark() ? "light" : "dark";
    applyTheme(theme);
    change.mutate({ settings: { theme } });
  };
  const goTo = t("palette.go");
  const general = t("palette.general");
  return (
    <Actions
      list={[
        { id: "go-inbox", label: t("nav.inbox"), group: goTo, run: () => go("/inbox") },
        { id: "go-tickets", label: t("nav.tickets"), group: goTo, run: () => go("/tickets") },
        { id: "go-contacts", label: t("nav.contacts"), group: goTo, run: () => go("/contacts") },
        { id: "go-responses", label: t("nav.responses"), group: goTo, run: () => go("/responses") },
        { id: "go-settings", label: t("nav.settings"), group: goTo, run: () => go("/settings") },
        {
          id: "palette",
          label: t("palette.open"),
          group: general,
          whileTyping: true,
          unlisted: true,
          run: () => onOpen("palette"),
        },
        { id: "shortcuts", label: t("sheet.open"), group: general, run: () => onOpen("sheet") },
        { id: "theme", label: t("theme.toggle"), group: general, run: toggleTheme },
      ]}
    />
  );
}
