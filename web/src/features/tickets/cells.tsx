/** What stands in each column of the table. */
import type { Ticket } from "@omniflow/contract";
import { Link } from "@tanstack/react-router";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { useSlug } from "../../frame/workspace-link.ts";
import { cn } from "../../lib/cn.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { TagChip } from "../../ui/badge.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Td as Cells } from "../../ui/table.tsx";
import { useTagsByName, useTeams } from "../inbox/queries/lookups.ts";
import { PriorityIcon } from "../inbox/status.tsx";
import { StatusWord } from "./marks.tsx";
import type { Column } from "./table-columns.ts";

/** On a phone the title says what matters; the other columns have no room. */
const Td = ({ className, ...rest }: ComponentProps<typeof Cells>) => (
  <Cells className={cn("max-sm:hidden", className)} {...rest} />
);

export function Cell({ column, ticket }: { column: Column; ticket: Ticket }) {
  const { t } = useTranslation("tickets");
  const teams = useTeams();
  const slug = useSlug();
  switch (column) {
    case "number":
      return <Td className="text-muted tabular">#{ticket.number}</Td>;
    case "title":
      return (
        <Cells className="max-w-96 min-w-56 max-sm:w-full max-sm:max-w-0 max-sm:min-w-0">
          <Link
            to={`/w/${slug}/tickets/${ticket.id}` as string}
            className="block truncate font-medium text-ink hover:underline"
          >
            <bdi>{ticket.title}</bdi>
          </Link>
          <span className="flex items-center gap-2 pt-1 text-xs text-muted sm:hidden">
            <span className="tabular">#{ticket.number}</span>
            <StatusWord ticket={ticket} />
            <PriorityIcon priority={ticket.priority} />
            <bdi className="min-w-0 flex-1 truncate">{ticket.contact?.name}</bdi>
            {ticket.assignee && <Avatar name={ticket.assignee.name} id={ticket.assignee.id} size="xs" />}
          </span>
        </Cells>
      );
    case "contact":
      return (
        <Td className="max-w-40 truncate text-muted">
          <bdi>{ticket.contact?.name ?? "–"}</bdi>
        </Td>
      );
    case "status":
      return (
        <Td>
          <StatusWord ticket={ticket} />
        </Td>
      );
    case "priority":
      return (
        <Td>
          <span className="inline-flex items-center gap-1.5">
            <PriorityIcon priority={ticket.priority} /> {t(`priority.${ticket.priority}`, { ns: "common" })}
          </span>
        </Td>
      );
    case "assignee":
      return (
        <Td className="max-w-44">
          {ticket.assignee ? (
            <span className="flex min-w-0 items-center gap-1.5">
              <Avatar name={ticket.assignee.name} id={ticket.assignee.id} size="xs" />
              <bdi className="truncate">{ticket.assignee.name}</bdi>
            </span>
          ) : (
            <span className="text-faint">–</span>
          )}
        </Td>
      );
    case "team":
      return (
        <Td className="max-w-40 truncate text-muted">
          <bdi>{teams.find((one) => one.id === ticket.team_id)?.name ?? "–"}</bdi>
        </Td>
      );
    case "type":
      return (
        <Td className="max-w-40 truncate text-muted">
          <bdi>{ticket.type?.name ?? "–"}</bdi>
        </Td>
      );
    case "tags":
      return <Tags names={ticket.tags} />;
    case "sla":
      return (
        <Td className="text-faint" title={t("sla_none")}>
          –
        </Td>
      );
    default:
      return (
        <Td className="text-muted">
          <RelativeTime at={ticket[column]} />
        </Td>
      );
  }
}

function Tags({ names }: { names: string[] }) {
  const tags = useTagsByName();
  return (
    <Td>
      <span className="flex gap-1">
        {names.slice(0, 3).map((name) => (
          <TagChip key={name} name={name} color={tags.get(name)?.color ?? "gray"} />
        ))}
        {names.length > 3 && <span className="text-xs text-faint">+{names.length - 3}</span>}
        {!names.length && <span className="text-faint">–</span>}
      </span>
    </Td>
  );
}
