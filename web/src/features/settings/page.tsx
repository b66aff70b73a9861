/** Settings: navigation on the left, one page at a time. On a narrow screen the navigation is the first page. */
import { Link, useParams } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../frame/me.ts";
import { Forbidden, NotFound } from "../../frame/problems.tsx";
import { useGo, useSlug } from "../../frame/workspace-link.ts";
import { Actions } from "../../keyboard/react.tsx";
import { useNarrow } from "../../lib/use-media.ts";
import { SkeletonRows } from "../../ui/states.tsx";
import { type Section, sections } from "./sections.ts";

const groups = ["you", "workspace", "connections"] as const;

export function SettingsPage() {
  const { t } = useTranslation(["settings", "common"]);
  const { section: key, item } = useParams({ from: "/w/$slug/settings/{-$section}/{-$item}" });
  const narrow = useNarrow();
  const can = useCan();
  const slug = useSlug();
  const go = useGo();
  const visible = sections.filter((section) => !section.needs || can(section.needs));
  const hidden = sections.some((one) => one.key === key) && !visible.some((one) => one.key === key);
  const section = key ? visible.find((one) => one.key === key) : narrow ? null : visible[0];
  return (
    <div className="flex h-full">
      {(!narrow || !key) && <Navigation sections={visible} current={section?.key} />}
      {(!narrow || key) && (
        <div className="min-w-0 flex-1 overflow-y-auto">
          {narrow && (
            <Link
              to={`/w/${slug}/settings${item ? `/${key}` : ""}` as string}
              className="mx-3 mt-3 inline-flex items-center gap-1 rounded-md px-2 py-1 text-sm text-muted"
            >
              <ChevronLeft aria-hidden className="size-4 rtl:rotate-180" /> {t("common:back")}
            </Link>
          )}
          <Suspense fallback={<SkeletonRows className="mx-auto max-w-2xl px-10 py-10" />}>
            {section ? <section.page key={section.key} item={item} /> : hidden ? <Forbidden /> : <NotFound />}
          </Suspense>
        </div>
      )}
      <Actions
        list={visible.map((one) => ({
          id: `settings-${one.key}`,
          label: `${t("title")}: ${t(`nav.${one.key}`)}`,
          run: () => go(`/settings/${one.key}`),
        }))}
      />
    </div>
  );
}

function Navigation({ sections: list, current }: { sections: readonly Section[]; current: string | undefined }) {
  const { t } = useTranslation("settings");
  const slug = useSlug();
  return (
    <nav
      aria-label={t("title")}
      className="h-full w-56 shrink-0 overflow-y-auto border-line bg-canvas px-2 py-4 max-md:w-full max-md:bg-surface md:border-e"
    >
      <p className="px-2 pb-3 text-base font-semibold text-ink">{t("title")}</p>
      {groups.map((group) => {
        const inside = list.filter((section) => section.group === group);
        if (inside.length === 0) return null;
        return (
          <div key={group} className="mb-4">
            <p className="px-2 pb-1 text-xs font-medium text-faint">{t(`group.${group}`)}</p>
            <ul className="grid gap-px">
              {inside.map(({ key, icon: Icon }) => (
                <li key={key}>
                  <Link
                    to={`/w/${slug}/settings/${key}` as string}
                    aria-current={current === key ? "page" : undefined}
                    className="flex h-8 items-center gap-2.5 rounded-md px-2 text-sm text-muted hover:bg-line/50 hover:text-ink aria-[current=page]:bg-line aria-[current=page]:font-medium aria-[current=page]:text-ink max-md:h-11"
                  >
                    <Icon aria-hidden className="size-4 shrink-0 stroke-[1.75]" />
                    {t(`nav.${key}`)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
