/** The list: search, folders and scopes, and what one can do with all of them. */
import type { ResponseItem, ResponseQuery } from "@omniflow/contract";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import {
  ChartColumn,
  CircleAlert,
  Download,
  EllipsisVertical,
  FileUp,
  Lock,
  MessageSquareQuote,
  Plus,
  Search,
  Users,
} from "lucide-react";
import { lazy, Suspense, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listTeams } from "../../api/people.ts";
import { addStarters, exportResponses, listFolders, listResponses } from "../../api/responses.ts";
import { useCan } from "../../frame/me.ts";
import { useGo, useSlug } from "../../frame/workspace-link.ts";
import { cn } from "../../lib/cn.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Select } from "../../ui/input.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { EmptyState, ErrorState, errorText, SkeletonRows } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";

const ImportDialog = lazy(() => import("./ImportDialog.tsx").then((module) => ({ default: module.ImportDialog })));

export function ResponseList({ selected }: { selected: string | null }) {
  const { t } = useTranslation(["responses", "common"]);
  const [text, setText] = useState("");
  const [where, setWhere] = useState("");
  const q = useDeferredValue(text.trim());
  const query: ResponseQuery = { ...(q ? { q } : {}), ...queryOf(where) };
  const found = useInfiniteQuery({
    queryKey: keys.responseList(query),
    queryFn: ({ pageParam, signal }) => listResponses(query, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
  const folders = useQuery({ queryKey: [...keys.responses, "folders"], queryFn: listFolders }).data ?? [];
  const teams = useQuery({ queryKey: keys.teams, queryFn: listTeams }).data ?? [];
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={t("title")} className="flex h-full flex-col">
      <header className="grid shrink-0 gap-2 border-b border-line px-3 pb-2">
        <div className="flex h-11 items-center gap-1 ps-1">
          <h1 className="flex-1 text-base font-semibold text-ink">{t("title")}</h1>
          <ListMenu />
          <NewButton />
        </div>
        <label className="relative flex items-center">
          <span className="sr-only">{t("list.search")}</span>
          <Search aria-hidden className="pointer-events-none absolute start-2 size-3.5 text-faint" />
          <input
            type="search"
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={t("list.search")}
            className="h-7 w-full rounded-md border border-transparent bg-sunken ps-7 pe-2 text-sm text-ink outline-none placeholder:text-faint hover:border-line focus:border-accent focus:bg-surface max-md:h-10 max-md:text-lg"
          />
        </label>
        <Select aria-label={t("list.where")} value={where} onChange={(event) => setWhere(event.target.value)}>
          <option value="">{t("list.all")}</option>
          <option value="scope:private">{t("scope.private")}</option>
          <option value="scope:team">{t("scope.team")}</option>
          <option value="scope:workspace">{t("scope.workspace")}</option>
          <option value="state:in_review">{t("state.in_review")}</option>
          <option value="state:draft">{t("state.draft")}</option>
          <optgroup label={t("list.folders")}>
            {folders
              .filter((folder) => folder.name)
              .map((folder) => (
                <option key={folder.name} value={`folder:${folder.name}`}>
                  {folder.name} ({folder.count})
                </option>
              ))}
          </optgroup>
        </Select>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {found.isPending && <SkeletonRows rows={8} className="px-4" />}
        {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess &&
          items.length === 0 &&
          (q || where ? <EmptyState title={t("list.none_found")} /> : <Nothing />)}
        <ul>
          {items.map((item) => (
            <Row
              key={item.id}
              item={item}
              team={teams.find((team) => team.id === item.team_id)?.name}
              selected={item.id === selected}
            />
          ))}
        </ul>
        {found.hasNextPage && (
          <div className="p-3 text-center">
            <Button size="sm" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {t("common:showMore")}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

function queryOf(where: string): ResponseQuery {
  const cut = where.indexOf(":");
  return cut < 0 ? {} : { [where.slice(0, cut)]: where.slice(cut + 1) };
}

function NewButton() {
  const { t } = useTranslation("responses");
  const go = useGo();
  return (
    <Button size="sm" look="primary" onClick={() => go("/responses/new")}>
      <Plus aria-hidden /> {t("list.new")}
    </Button>
  );
}

function ListMenu() {
  const { t } = useTranslation("responses");
  const go = useGo();
  const [importing, setImporting] = useState(false);
  const save = async (format: "csv" | "json") => {
    try {
      download(`canned-responses.${format}`, await exportResponses(format));
    } catch (error) {
      notify({ tone: "error", text: errorText(error) });
    }
  };
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton size="sm" label={t("list.more")} className="size-7">
            <EllipsisVertical />
          </IconButton>
        }
      >
        <MenuItem icon={<CircleAlert />} onSelect={() => go("/responses/attention")}>
          {t("attention.title")}
        </MenuItem>
        <MenuItem icon={<ChartColumn />} onSelect={() => go("/responses/usage")}>
          {t("usage.title")}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<FileUp />} onSelect={() => setImporting(true)}>
          {t("import.title")}
        </MenuItem>
        <MenuItem icon={<Download />} onSelect={() => void save("csv")}>
          {t("export.csv")}
        </MenuItem>
        <MenuItem icon={<Download />} onSelect={() => void save("json")}>
          {t("export.json")}
        </MenuItem>
      </Menu>
      <Suspense>{importing && <ImportDialog onClose={() => setImporting(false)} />}</Suspense>
    </>
  );
}

function download(name: string, content: string) {
  const url = URL.createObjectURL(new Blob([content]));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

function Nothing() {
  const { t } = useTranslation("responses");
  const may = useCan()("settings.canned_responses");
  const starters = useMutation({
    mutationFn: addStarters,
    onError: (error) => notify({ tone: "error", text: errorText(error) }),
  });
  return (
    <EmptyState
      icon={<MessageSquareQuote />}
      title={t("list.empty")}
      action={
        may && (
          <Button busy={starters.isPending} onClick={() => starters.mutate()}>
            {t("list.starters")}
          </Button>
        )
      }
    >
      {t("list.empty_hint")}
    </EmptyState>
  );
}

type RowProps = { item: ResponseItem; team: string | undefined; selected: boolean };

function Row({ item, team, selected }: RowProps) {
  const { t } = useTranslation("responses");
  const slug = useSlug();
  const go = useGo();
  return (
    <li>
      <a
        href={`/w/${slug}/responses/${item.id}`}
        aria-current={selected ? "true" : undefined}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          go(`/responses/${item.id}`);
        }}
        className={cn(
          "grid h-16 content-center gap-0.5 border-b border-line px-4 -outline-offset-2 hover:bg-hover",
          selected && "bg-selected hover:bg-selected",
        )}
      >
        <span className="flex min-w-0 items-center gap-1.5">
          {item.scope === "private" && <Lock aria-label={t("scope.private")} className="size-3 shrink-0 text-faint" />}
          {item.scope === "team" && <Users aria-label={t("scope.team")} className="size-3 shrink-0 text-faint" />}
          <bdi className="truncate text-sm font-medium text-ink">{item.name}</bdi>
          {item.shortcut && <span className="shrink-0 font-mono text-xs text-faint">/{item.shortcut}</span>}
          {item.state !== "approved" && (
            <Badge tone={item.state === "in_review" ? "warning" : "neutral"} className="ms-auto shrink-0">
              {t(`state.${item.state}`)}
            </Badge>
          )}
        </span>
        <span className="truncate text-xs text-muted">
          {team && (
            <>
              <bdi>{team}</bdi> ·{" "}
            </>
          )}
          <bdi>{item.preview}</bdi>
        </span>
      </a>
    </li>
  );
}
