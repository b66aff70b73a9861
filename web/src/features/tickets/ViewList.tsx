/** The views beside the list: those that come with the product, then saved ones, each with how many it holds. */
import type { TicketSavedView } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Copy, EllipsisVertical, Link2, Pencil, Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { countTickets } from "../../api/tickets.ts";
import { useSlug } from "../../frame/workspace-link.ts";
import { cn } from "../../lib/cn.ts";
import { IconButton } from "../../ui/button.tsx";
import { copyText } from "../../ui/copy.tsx";
import { Select } from "../../ui/input.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { useTicketSearch } from "./search.ts";
import type { Draft } from "./ViewDialog.tsx";
import { createTicketView, deleteTicketView, ticketViewNames, useTicketViews } from "./views.ts";

type Entry = { key: string; name: string; count: number | undefined; saved?: TicketSavedView };

function useEntries(): { entries: Entry[]; cap: number | undefined } {
  const { t } = useTranslation("tickets");
  const saved = useTicketViews();
  const counts = useQuery({ queryKey: ticketKeys.counts, queryFn: ({ signal }) => countTickets(signal) }).data;
  const entries = [
    ...ticketViewNames.map((view) => ({ key: view, name: t(`view.${view}`), count: counts?.views[view] })),
    ...saved.map((view) => ({
      key: view.id,
      name: view.name,
      count: counts?.saved[view.id] ?? undefined,
      saved: view,
    })),
  ];
  return { entries, cap: counts?.cap };
}

export function ViewList({ current, onDraft }: { current: string; onDraft: (draft: Draft) => void }) {
  const { t } = useTranslation("tickets");
  const { entries, cap } = useEntries();
  const slug = useSlug();
  const line = (entry: Entry) => (
    <li key={entry.key} className="group flex items-center">
      <Link
        to={`/w/${slug}/tickets` as string}
        search={{ view: entry.key } as never}
        aria-current={current === entry.key ? "page" : undefined}
        className={cn(
          "flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-ink",
          current === entry.key && "bg-line font-medium text-ink",
        )}
      >
        <bdi className="min-w-0 flex-1 truncate">{entry.name}</bdi>
        {entry.count ? (
          <span className="text-xs text-faint tabular">{cap && entry.count >= cap ? `${cap - 1}+` : entry.count}</span>
        ) : null}
      </Link>
      {entry.saved && <ViewMenu view={entry.saved} current={current} onDraft={onDraft} />}
    </li>
  );
  return (
    <nav
      aria-label={t("views")}
      className="w-56 shrink-0 overflow-y-auto border-e border-line bg-canvas p-2 max-lg:hidden"
    >
      <ul className="grid gap-px">{entries.filter((entry) => !entry.saved).map(line)}</ul>
      <div className="mt-4 flex h-7 items-center ps-2">
        <h2 className="min-w-0 flex-1 truncate text-xs font-medium text-faint">{t("view.saved")}</h2>
        <IconButton size="sm" label={t("view.new_title")} onClick={() => onDraft({ kind: "filter", filter: null })}>
          <Plus />
        </IconButton>
      </div>
      <ul className="grid gap-px">{entries.filter((entry) => entry.saved).map(line)}</ul>
      {!entries.some((entry) => entry.saved) && <p className="px-2 py-1 text-xs text-faint">{t("view.none")}</p>}
    </nav>
  );
}

type MenuProps = { view: TicketSavedView; current: string; onDraft: (draft: Draft) => void };

function ViewMenu({ view, current, onDraft }: MenuProps) {
  const { t } = useTranslation("tickets");
  const slug = useSlug();
  const client = useQueryClient();
  const { show } = useTicketSearch();
  const refresh = () => client.invalidateQueries({ queryKey: ticketKeys.views });
  const remove = async () => {
    try {
      await deleteTicketView(view.id);
    } catch (error) {
      return void notify({ tone: "error", text: errorText(error) });
    }
    if (current === view.id) show({});
    await refresh();
    const { id, name, icon, scope, team_id, filter, sort, columns } = view;
    // Made anew as it was, under the id that links know.
    const undo = () =>
      createTicketView({ id, name, icon, scope, team_id, filter, sort, columns }).then(refresh, (error) =>
        notify({ tone: "error", text: errorText(error) }),
      );
    notify({ text: t("view.removed", { name: view.name }), undo });
  };
  return (
    <Menu
      align="end"
      trigger={
        <IconButton size="sm" label={t("view.options", { name: view.name })}>
          <EllipsisVertical />
        </IconButton>
      }
    >
      {view.editable && (
        <MenuItem icon={<Pencil />} onSelect={() => onDraft({ kind: "edit", view })}>
          {t("view.edit")}
        </MenuItem>
      )}
      <MenuItem icon={<Copy />} onSelect={() => onDraft({ kind: "copy", view })}>
        {t("view.duplicate")}
      </MenuItem>
      <MenuItem
        icon={<Link2 />}
        onSelect={() =>
          void copyText(`${location.origin}/w/${slug}/tickets?view=${view.id}`).then(() =>
            notify({ text: t("view.link_copied") }),
          )
        }
      >
        {t("view.copy_link")}
      </MenuItem>
      {view.editable && (
        <>
          <MenuSeparator />
          <MenuItem icon={<Trash2 />} danger onSelect={() => void remove()}>
            {t("view.remove")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

/** The same on narrow screens. */
export function ViewSelect({ current }: { current: string }) {
  const { t } = useTranslation("tickets");
  const { entries } = useEntries();
  const { show } = useTicketSearch();
  return (
    <Select
      aria-label={t("views")}
      className="w-40 lg:hidden"
      value={current}
      onChange={(event) => show({ view: event.target.value })}
    >
      {entries.map((entry) => (
        <option key={entry.key} value={entry.key}>
          {entry.name}
        </option>
      ))}
    </Select>
  );
}
