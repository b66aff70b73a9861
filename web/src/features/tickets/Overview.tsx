/** The overview: which tickets, as a table or as a board, with search, filter, new and export. */
import type { TicketSort } from "@omniflow/contract";
import { Columns3, Download, ListFilter, Plus, SlidersHorizontal, Table2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { exportAddress } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { useAction } from "../../keyboard/react.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Select } from "../../ui/input.tsx";
import { Menu, MenuCheckItem } from "../../ui/menu.tsx";
import { SearchField } from "../people/SearchField.tsx";
import { TicketBoard } from "./Board.tsx";
import { useOwnStatuses } from "./data.ts";
import { filterOf, readFilter, useTicketSearch, viewOf } from "./search.ts";
import { TicketTable } from "./Table.tsx";
import { columnOrder, useTableColumns } from "./table-columns.ts";
import type { Draft } from "./ViewDialog.tsx";
import { ViewList, ViewSelect } from "./ViewList.tsx";
import { ticketSortNames, useTicketViews } from "./views.ts";

const NewTicket = lazy(() => import("./NewTicket.tsx").then((module) => ({ default: module.NewTicket })));
const ViewDialog = lazy(() => import("./ViewDialog.tsx").then((module) => ({ default: module.ViewDialog })));
const pressed = "aria-pressed:bg-line aria-pressed:text-ink";
const layoutKey = "omniflow.tickets.layout";
const apartKey = "omniflow.tickets.apart";

function useStored(key: string, usual: string) {
  const [value, setValue] = useState(() => localStorage.getItem(key) ?? usual);
  const change = (next: string) => {
    setValue(next);
    localStorage.setItem(key, next);
  };
  return [value, change] as const;
}

export function TicketsOverview() {
  const { t } = useTranslation("tickets");
  const can = useCan();
  const { search, change, show } = useTicketSearch();
  const [layout, setLayout] = useStored(layoutKey, "table");
  const [apart, setApart] = useStored(apartKey, "yes");
  const [making, setMaking] = useState(false);
  const [draft, setDraft] = useState<Draft | null>(null);
  const view = useTicketViews().find((one) => one.id === search.view);
  const columns = useTableColumns(view);
  const filter = filterOf(search);
  const asked = readFilter(search.filter);
  const sort = (search.sort as TicketSort | undefined) ?? view?.sort ?? "updated";
  const hasOwn = useOwnStatuses().some((one) => !one.archived);
  useAction({
    id: "new-ticket",
    label: t("new.title"),
    when: () => can("tickets.create"),
    run: () => setMaking(true),
  });
  return (
    <div className="flex h-full min-w-0">
      <ViewList current={viewOf(search)} onDraft={setDraft} />
      <section aria-label={t("title")} className="relative flex min-w-0 flex-1 flex-col bg-surface">
        <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-1.5">
          <ViewSelect current={viewOf(search)} />
          <SearchField value={search.q ?? ""} label={t("search")} onChange={(q) => change({ q })} />
          <Button
            size="sm"
            aria-pressed={asked !== null}
            onClick={() => setDraft({ kind: "filter", filter: asked ?? view?.filter ?? null, sort })}
          >
            <ListFilter /> {t("filter.button")}
            {asked && <Badge tone="accent">{search.filter!.split('"field":').length - 1}</Badge>}
          </Button>
          {asked && (
            <Button size="sm" look="ghost" onClick={() => change({ filter: undefined })}>
              {t("filter.clear")}
            </Button>
          )}
          <span className="ms-auto flex items-center gap-1">
            <Select
              aria-label={t("sort.label")}
              className="w-40 max-sm:hidden"
              value={sort}
              onChange={(event) => change({ sort: event.target.value })}
            >
              {ticketSortNames.map((one) => (
                <option key={one} value={one}>
                  {t(`sort.${one}`)}
                </option>
              ))}
            </Select>
            <IconButton
              label={t("layout.table")}
              aria-pressed={layout === "table"}
              className={pressed}
              onClick={() => setLayout("table")}
            >
              <Table2 />
            </IconButton>
            <IconButton
              label={t("layout.board")}
              aria-pressed={layout === "board"}
              className={pressed}
              onClick={() => setLayout("board")}
            >
              <Columns3 />
            </IconButton>
            {layout === "table" && !columns.fixed && (
              <Menu
                align="end"
                trigger={
                  <IconButton label={t("columns")}>
                    <SlidersHorizontal />
                  </IconButton>
                }
              >
                {columnOrder
                  .filter((one) => one !== "title")
                  .map((one) => (
                    <MenuCheckItem
                      key={one}
                      stay
                      checked={columns.chosen.includes(one)}
                      onSelect={() => columns.toggle(one)}
                    >
                      {t(`field.${one}`)}
                    </MenuCheckItem>
                  ))}
              </Menu>
            )}
            {layout === "board" && hasOwn && (
              <Menu
                align="end"
                trigger={
                  <IconButton label={t("board.options")}>
                    <SlidersHorizontal />
                  </IconButton>
                }
              >
                <MenuCheckItem checked={apart === "yes"} onSelect={() => setApart(apart === "yes" ? "no" : "yes")}>
                  {t("board.apart")}
                </MenuCheckItem>
              </Menu>
            )}
            <a
              href={exportAddress({ ...filter, sort })}
              download
              aria-label={t("export")}
              title={t("export")}
              className="grid size-8 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink [&_svg]:size-4"
            >
              <Download />
            </a>
            {can("tickets.create") && (
              <Button look="primary" onClick={() => setMaking(true)}>
                <Plus /> {t("new.button")}
              </Button>
            )}
          </span>
        </header>
        {layout === "board" ? (
          <TicketBoard filter={filter} apart={apart === "yes"} />
        ) : (
          <TicketTable
            key={JSON.stringify(filter)}
            filter={filter}
            columns={columns.shown}
            onNew={() => setMaking(true)}
          />
        )}
      </section>
      <Suspense>
        {making && <NewTicket onClose={() => setMaking(false)} />}
        {draft && (
          <ViewDialog
            draft={draft}
            onApply={(next) => {
              change({ filter: next ? JSON.stringify(next) : undefined });
              setDraft(null);
            }}
            onSaved={(saved) => {
              show({ view: saved.id });
              setDraft(null);
            }}
            onClose={() => setDraft(null)}
          />
        )}
      </Suspense>
    </div>
  );
}
