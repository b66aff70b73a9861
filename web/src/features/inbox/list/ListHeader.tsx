/** Over the list: which view, search, order, layout. */
import {
  ArrowDownWideNarrow,
  ArrowUpNarrowWide,
  ListFilter,
  Menu as MenuIcon,
  PanelLeft,
  Rows3,
  Search,
  SquarePen,
  Table2,
} from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../../keyboard/react.tsx";
import { IconButton } from "../../../ui/button.tsx";
import { ActionKbd } from "../../../ui/kbd.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { useInbox } from "../context.ts";
import { filtering } from "../filter/filtering.ts";
import { writing } from "../outbound/writing.ts";
import { useViewName } from "../views/names.ts";

export function ListHeader({ loading }: { loading: boolean }) {
  const { t } = useTranslation("inbox");
  const inbox = useInbox();
  const name = useViewName();
  const [slow, setSlow] = useState(false);
  // A refresh that takes a blink needs no sign.
  useEffect(() => {
    if (!loading) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), 600);
    return () => clearTimeout(timer);
  }, [loading]);
  return (
    <header className="shrink-0 border-b border-line ps-3 pe-2 pb-2">
      <div className="flex h-11 items-center gap-1">
        {(inbox.narrow || !inbox.panels.views) && (
          <IconButton size="sm" label={t("views.show")} action="panel-views" onClick={() => inbox.togglePanel("views")}>
            {inbox.narrow ? <MenuIcon /> : <PanelLeft className="rtl:-scale-x-100" />}
          </IconButton>
        )}
        <h2 className="min-w-0 flex-1 truncate ps-1 text-base font-semibold text-ink">
          <bdi>{name(inbox.view)}</bdi>
        </h2>
        <IconButton size="sm" label={t("action.filter")} action="filter" onClick={() => filtering.set(true)}>
          <ListFilter />
        </IconButton>
        <IconButton size="sm" label={t("action.new")} action="new" onClick={() => writing.set({})}>
          <SquarePen />
        </IconButton>
        {slow && <Spinner className="size-3.5 text-faint" />}
        <IconButton
          size="sm"
          className={inbox.view.kind === "saved" || inbox.view.kind === "filter" ? "hidden" : undefined}
          label={t(inbox.sort === "newest" ? "list.newest_first" : "list.oldest_first")}
          action="sort"
          onClick={() => inbox.setSort(inbox.sort === "newest" ? "oldest" : "newest")}
        >
          {inbox.sort === "newest" ? <ArrowDownWideNarrow /> : <ArrowUpNarrowWide />}
        </IconButton>
        {!inbox.narrow && (
          <IconButton
            size="sm"
            label={t(inbox.layout === "list" ? "list.as_table" : "list.as_list")}
            action="layout"
            onClick={() => inbox.setLayout(inbox.layout === "list" ? "table" : "list")}
          >
            {inbox.layout === "list" ? <Table2 /> : <Rows3 />}
          </IconButton>
        )}
      </div>
      <SearchField />
    </header>
  );
}

/** Looks like a field and opens one: the search has the whole column to itself. */
function SearchField() {
  const { t } = useTranslation("inbox");
  const { search, setSearch } = useInbox();
  const open = () => setSearch(search ?? "");
  useAction({ id: "search", label: t("action.search"), group: t("title"), run: open });
  return (
    <button
      type="button"
      onClick={open}
      className="flex h-7 w-full max-w-lg items-center gap-2 rounded-md border border-transparent bg-sunken px-2 text-sm text-faint hover:border-line max-md:h-10 max-md:text-lg"
    >
      <Search aria-hidden className="size-3.5" />
      <span className="flex-1 text-start">{t("list.search")}</span>
      <ActionKbd action="search" className="max-md:hidden" />
    </button>
  );
}
