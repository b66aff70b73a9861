/** Over the list: which view, search, order, layout. */
import {
  ArrowDownWideNarrow,
  ArrowUpNarrowWide,
  Menu as MenuIcon,
  PanelLeft,
  Rows3,
  Search,
  Table2,
  X,
} from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../../keyboard/react.tsx";
import { IconButton } from "../../../ui/button.tsx";
import { Kbd } from "../../../ui/kbd.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { useInbox } from "../context.ts";
import { useViewName } from "../views/names.ts";

const searchAfterMs = 200;

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
            {inbox.narrow ? <MenuIcon /> : <PanelLeft />}
          </IconButton>
        )}
        <h2 className="min-w-0 flex-1 truncate ps-1 text-base font-semibold text-ink">
          <bdi>{name(inbox.view)}</bdi>
        </h2>
        {slow && <Spinner className="size-3.5 text-faint" />}
        <IconButton
          size="sm"
          label={t(inbox.sort === "newest" ? "list.newest_first" : "list.oldest_first")}
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

function SearchField() {
  const { t } = useTranslation("inbox");
  const { search, setSearch } = useInbox();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(search);
  useEffect(() => setText(search), [search]);
  useEffect(() => {
    if (text === search) return;
    const timer = setTimeout(() => setSearch(text), searchAfterMs);
    return () => clearTimeout(timer);
  }, [text, search, setSearch]);
  useAction({
    id: "search",
    label: t("action.search"),
    keys: "/",
    group: t("title"),
    run: () => {
      field.current?.focus();
      field.current?.select();
    },
  });
  return (
    <label className="relative flex max-w-lg items-center">
      <span className="sr-only">{t("list.search")}</span>
      <Search aria-hidden className="pointer-events-none absolute start-2 size-3.5 text-faint" />
      <input
        ref={field}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (text) setText("");
          event.currentTarget.blur();
        }}
        placeholder={t("list.search")}
        className="peer h-7 w-full rounded-md border border-transparent bg-sunken ps-7 pe-7 text-sm text-ink outline-none placeholder:text-faint hover:border-line focus:border-accent focus:bg-surface max-md:h-10 max-md:text-lg"
      />
      {text ? (
        <IconButton size="sm" label={t("list.clear_search")} className="absolute end-0.5" onClick={() => setText("")}>
          <X />
        </IconButton>
      ) : (
        <Kbd keys="/" className="pointer-events-none absolute end-1.5 peer-focus:hidden max-md:hidden" />
      )}
    </label>
  );
}
