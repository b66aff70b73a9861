/** The views with their counts, in sections that can be folded. */
import type { ViewCounts } from "@omniflow/contract";
import {
  AtSign,
  ChevronRight,
  CircleUserRound,
  Layers,
  Moon,
  OctagonAlert,
  PanelLeftClose,
  Star,
  Trash2,
  UserRoundX,
  Users,
} from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSlug } from "../../../frame/workspace-link.ts";
import { cn } from "../../../lib/cn.ts";
import { ChannelIcon } from "../../../ui/avatar.tsx";
import { IconButton } from "../../../ui/button.tsx";
import { usePlace } from "../context.ts";
import { inboxPath } from "../href.ts";
import { useCounts } from "../queries/lists.ts";
import { useChannels, useTeams } from "../queries/lookups.ts";
import { StatusIcon } from "../status.tsx";
import { channelName } from "./names.ts";
import { type Movable, useReorder } from "./reorder.ts";
import { queueViews, statusViews } from "./view.ts";

const SavedViews = lazy(() => import("./SavedViews.tsx").then((module) => ({ default: module.SavedViews })));

export function ViewsPane() {
  const { t } = useTranslation("inbox");
  const { narrow, togglePanel } = usePlace();
  const counts = useCounts().data;
  const teams = useTeams();
  const channels = useChannels();
  const kinds = [
    ...new Set([...channels.map((channel) => channel.kind), ...Object.keys(counts?.channels ?? {})]),
  ].sort();
  const link = (key: string, icon: ReactNode, label: string, count?: number) => (
    <ViewLink key={key} viewKey={key} icon={icon} label={label} count={count} cap={counts?.cap} />
  );
  const queue = useReorder(queueViews);
  const named = (name: keyof typeof icons) => link(name, icons[name], t(`view.${name}`), counted(counts, name));
  return (
    <nav aria-label={t("views.label")} className="flex h-full flex-col bg-canvas">
      <div className="flex h-11 shrink-0 items-center gap-1 ps-4 pe-2">
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold text-ink">{t("title")}</h2>
        {!narrow && (
          <IconButton size="sm" label={t("views.hide")} action="panel-views" onClick={() => togglePanel("views")}>
            <PanelLeftClose className="rtl:-scale-x-100" />
          </IconButton>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        <ul>
          {queue.list.map((key) => {
            const name = key as (typeof queueViews)[number];
            const label = t(`view.${name}`);
            return (
              <ViewLink
                key={name}
                viewKey={name}
                icon={icons[name]}
                label={label}
                count={counts?.views[name]}
                cap={counts?.cap}
                movable={queue.movable(name, label)}
              />
            );
          })}
        </ul>
        <Suspense fallback={<div className="h-20" />}>
          <SavedViews />
        </Suspense>
        <Section name="status" label={t("views.by_status")}>
          {statusViews.map((status) =>
            link(status, <StatusIcon status={status} />, t(`view.${status}`), counted(counts, status)),
          )}
        </Section>
        {kinds.length > 0 && (
          <Section name="channel" label={t("views.by_channel")}>
            {kinds.map((kind) =>
              link(`channel:${kind}`, <ChannelIcon kind={kind} />, channelName(t, kind), counts?.channels[kind] ?? 0),
            )}
          </Section>
        )}
        {teams.length > 0 && (
          <Section name="team" label={t("views.by_team")}>
            {teams.map((team) => link(`team:${team.id}`, <Users />, team.name, counts?.teams[team.id] ?? 0))}
          </Section>
        )}
        <Section name="more" label={t("views.more")}>
          {named("all")}
          {named("spam")}
          {named("trash")}
        </Section>
      </div>
    </nav>
  );
}

const icons = {
  mine: <CircleUserRound />,
  team: <Users />,
  unassigned: <UserRoundX />,
  mentions: <AtSign />,
  vip: <Star />,
  snoozed: <Moon />,
  all: <Layers />,
  spam: <OctagonAlert />,
  trash: <Trash2 />,
} as const satisfies Record<string, ReactNode>;

/** Resolved, All and the folders grow for ever: a number there tells nothing. */
const uncounted = new Set(["resolved", "all", "trash"]);
const counted = (counts: ViewCounts | undefined, name: string) =>
  uncounted.has(name) ? undefined : counts?.views[name];

type LinkProps = {
  viewKey: string;
  icon: ReactNode;
  label: string;
  count?: number | undefined;
  cap?: number | undefined;
  movable?: Movable;
  /** Shown over the count when the row is pointed at. */
  aside?: ReactNode;
};

export function ViewLink({ viewKey, icon, label, count, cap, movable, aside }: LinkProps) {
  const { t } = useTranslation("inbox");
  const slug = useSlug();
  const { view, showView } = usePlace();
  const selected = view.key === viewKey;
  const capped = count !== undefined && cap !== undefined && count >= cap;
  return (
    <li className="group relative">
      <a
        {...movable}
        href={inboxPath(slug, viewKey)}
        aria-current={selected ? "page" : undefined}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          showView(viewKey);
        }}
        className={cn(
          "flex h-[30px] items-center gap-2.5 rounded-md px-2 text-sm text-muted hover:bg-line/50 hover:text-ink max-md:h-11 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:stroke-[1.75]",
          selected && "bg-line/80 font-medium text-ink hover:bg-line/80",
        )}
      >
        {icon}
        <bdi className="min-w-0 flex-1 truncate">{label}</bdi>
        {count !== undefined && count > 0 && (
          <span
            className={cn(
              "text-xs tabular",
              selected ? "text-ink" : "text-faint",
              aside && "group-focus-within:invisible group-hover:invisible max-md:me-7",
            )}
          >
            <span aria-hidden>{capped ? `${cap - 1}+` : count}</span>
            <span className="sr-only">
              {capped ? t("views.count_more", { count: cap - 1 }) : t("views.count", { count })}
            </span>
          </span>
        )}
      </a>
      {aside && (
        <span className="absolute end-1 top-[3px] opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-data-[state=open]:opacity-100 max-md:top-2.5 max-md:opacity-100">
          {aside}
        </span>
      )}
    </li>
  );
}

function Section({ name, label, children }: { name: string; label: string; children: ReactNode }) {
  const stored = `omniflow.views.${name}`;
  const [open, setOpen] = useState(() => localStorage.getItem(stored) !== "closed");
  const toggle = () => {
    localStorage.setItem(stored, open ? "closed" : "open");
    setOpen(!open);
  };
  return (
    <section className="mt-4">
      <h3>
        <button
          type="button"
          aria-expanded={open}
          onClick={toggle}
          className="group flex h-6 w-full items-center gap-1 rounded-md px-2 text-xs font-medium text-faint hover:text-ink max-md:h-9"
        >
          {label}
          <ChevronRight
            aria-hidden
            className={cn(
              "size-3 opacity-0 transition-transform group-hover:opacity-100 group-focus-visible:opacity-100",
              open ? "rotate-90" : "opacity-100 rtl:rotate-180",
            )}
          />
        </button>
      </h3>
      {open && <ul>{children}</ul>}
    </section>
  );
}
