/** The overview: which tickets, as a table or as a board, with search, new and export. */

import { useQuery } from "@tanstack/react-query";
import { Columns3, Download, Plus, Save, Table2 } from "lucide-react";
import { lazy, Suspense, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { countTickets, exportAddress, type TicketFilter } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { useAction } from "../../keyboard/react.tsx";
import { cn } from "../../lib/cn.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { TicketBoard } from "./Board.tsx";
import type { Chosen } from "./page.tsx";
import { TicketTable } from "./Table.tsx";
import { ticketViewNames, useTicketViews } from "./views.ts";

const NewTicket = lazy(() => import("./NewTicket.tsx").then((module) => ({ default: module.NewTicket })));
const SaveView = lazy(() => import("./SaveView.tsx").then((module) => ({ default: module.SaveView })));
const pressed = "aria-pressed:bg-line aria-pressed:text-ink";
const layoutKey = "omniflow.tickets.layout";

type Props = { chosen: Chosen; onChoose: (chosen: Chosen) => void };

export function TicketsOverview({ chosen, onChoose }: Props) {
  const { t } = useTranslation("tickets");
  const can = useCan();
  const [layout, setLayout] = useState(() => localStorage.getItem(layoutKey) ?? "table");
  const [dialog, setDialog] = useState<"new" | "view" | null>(null);
  const q = useDeferredValue(chosen.q.trim());
  const filter: TicketFilter = { ...filterOf(chosen.view), ...(q ? { q } : {}) };
  const show = (next: string) => {
    setLayout(next);
    localStorage.setItem(layoutKey, next);
  };
  useAction({
    id: "new-ticket",
    label: t("new.title"),
    when: () => can("tickets.create"),
    run: () => setDialog("new"),
  });
  return (
    <div className="flex h-full min-w-0">
      <ViewList chosen={chosen} onChoose={onChoose} />
      <section aria-label={t("title")} className="flex min-w-0 flex-1 flex-col bg-surface">
        <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-1.5">
          <ViewSelect chosen={chosen} onChoose={onChoose} />
          <Input
            type="search"
            aria-label={t("search")}
            placeholder={t("search")}
            className="max-w-72 min-w-32 flex-1"
            value={chosen.q}
            maxLength={300}
            onChange={(event) => onChoose({ ...chosen, q: event.target.value })}
          />
          <span className="flex-1" />
          <IconButton
            label={t("layout.table")}
            aria-pressed={layout === "table"}
            className={pressed}
            onClick={() => show("table")}
          >
            <Table2 />
          </IconButton>
          <IconButton
            label={t("layout.board")}
            aria-pressed={layout === "board"}
            className={pressed}
            onClick={() => show("board")}
          >
            <Columns3 />
          </IconButton>
          <IconButton label={t("view.save")} onClick={() => setDialog("view")}>
            <Save />
          </IconButton>
          <a
            href={exportAddress(filter)}
            download
            aria-label={t("export")}
            title={t("export")}
            className="grid size-8 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink [&_svg]:size-4"
          >
            <Download />
          </a>
          {can("tickets.create") && (
            <Button look="primary" onClick={() => setDialog("new")}>
              <Plus /> {t("new.button")}
            </Button>
          )}
        </header>
        {layout === "board" ? (
          <TicketBoard filter={filter} />
        ) : (
          <TicketTable key={JSON.stringify(filter)} filter={filter} onNew={() => setDialog("new")} />
        )}
      </section>
      <Suspense>
        {dialog === "new" && <NewTicket onClose={() => setDialog(null)} />}
        {dialog === "view" && (
          <SaveView onClose={() => setDialog(null)} onSaved={(id) => onChoose({ view: id, q: "" })} />
        )}
      </Suspense>
    </div>
  );
}

const filterOf = (view: string): TicketFilter =>
  /^[0-9a-f-]{36}$/.test(view) ? { view_id: view } : { view: view as "active" };

function useEntries() {
  const { t } = useTranslation("tickets");
  const saved = useTicketViews();
  const counts = useQuery({ queryKey: ticketKeys.counts, queryFn: ({ signal }) => countTickets(signal) }).data;
  return [
    ...ticketViewNames.map((view) => ({
      key: view as string,
      name: t(`view.${view}`),
      count: counts?.views[view],
      cap: counts?.cap,
    })),
    ...saved.map((view) => ({
      key: view.id,
      name: view.name,
      count: counts?.saved[view.id] ?? undefined,
      cap: counts?.cap,
    })),
  ];
}

function ViewList({ chosen, onChoose }: Props) {
  const { t } = useTranslation("tickets");
  return (
    <nav
      aria-label={t("views")}
      className="w-52 shrink-0 overflow-y-auto border-e border-line bg-canvas p-2 max-lg:hidden"
    >
      <ul className="grid gap-px">
        {useEntries().map((entry) => (
          <li key={entry.key}>
            <button
              type="button"
              aria-current={chosen.view === entry.key ? "page" : undefined}
              onClick={() => onChoose({ view: entry.key, q: "" })}
              className={cn(
                "flex h-8 w-full items-center gap-2 rounded-md px-2 text-start text-sm text-muted hover:bg-hover hover:text-ink",
                chosen.view === entry.key && "bg-line font-medium text-ink",
              )}
            >
              <bdi className="min-w-0 flex-1 truncate">{entry.name}</bdi>
              {entry.count ? (
                <span className="text-xs text-faint tabular">
                  {entry.cap && entry.count >= entry.cap ? `${entry.cap - 1}+` : entry.count}
                </span>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The same on narrow screens. */
function ViewSelect({ chosen, onChoose }: Props) {
  const { t } = useTranslation("tickets");
  const entries = useEntries();
  return (
    <Select
      aria-label={t("views")}
      className="w-40 lg:hidden"
      value={chosen.view}
      onChange={(event) => onChoose({ view: event.target.value, q: "" })}
    >
      {entries.map((entry) => (
        <option key={entry.key} value={entry.key}>
          {entry.name}
        </option>
      ))}
    </Select>
  );
}
