/** What stands in each column of the table. */
import type { Ticket } from "@omniflow/contract";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useSlug } from "../../frame/workspace-link.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { TagChip } from "../../ui/badge.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useTagsByName, useTeams } from "../inbox/queries/lookups.ts";
import { PriorityIcon } from "../inbox/status.tsx";
import { StatusWord } from "./marks.tsx";
import type { Column } from "./table-columns.ts";

type CellProps = { column: Column; ticket: Ticket };

/** Each looks up what it needs itself: rows are made while one scrolls. */
export function Cell({ column, ticket }: CellProps) {
  switch (column) {
    case "number":
      return <span className="text-muted tabular">#{ticket.number}</span>;
    case "title":
      return <Title ticket={ticket} />;
    case "contact":
      return <Words text={ticket.contact?.name} />;
    case "status":
      return <StatusWord ticket={ticket} />;
    case "priority":
      return <Priority of={ticket.priority} />;
    case "assignee":
      return <Assignee ticket={ticket} />;
    case "team":
      return <Team id={ticket.team_id} />;
    case "type":
      return <Words text={ticket.type?.name} />;
    case "tags":
      return <Tags names={ticket.tags} />;
    case "sla":
      return <NoPolicy />;
    default:
      return <RelativeTime at={ticket[column]} className="text-muted" />;
  }
}

const Words = ({ text }: { text: string | undefined }) => <bdi className="text-muted">{text ?? "–"}</bdi>;

const Team = ({ id }: { id: string | null }) => <Words text={useTeams().find((one) => one.id === id)?.name} />;

function Priority({ of }: { of: Ticket["priority"] }) {
  const { t } = useTranslation();
  return (
    <span className="inline-flex items-center gap-1.5">
      <PriorityIcon priority={of} /> {t(`priority.${of}`)}
    </span>
  );
}

function NoPolicy() {
  const { t } = useTranslation("tickets");
  return (
    <span className="text-faint" title={t("sla_none")}>
      –
    </span>
  );
}

export function Title({ ticket }: { ticket: Ticket }) {
  const slug = useSlug();
  return (
    <Link
      to={`/w/${slug}/tickets/${ticket.id}` as string}
      className="block truncate font-medium text-ink outline-none hover:underline"
    >
      <bdi>{ticket.title}</bdi>
    </Link>
  );
}

/** On a phone the title says what matters, and this line below it the rest: other columns have no room. */
export const Summary = ({ ticket }: { ticket: Ticket }) => (
  <span className="flex items-center gap-2 pt-1 text-xs text-muted">
    <span className="tabular">#{ticket.number}</span>
    <StatusWord ticket={ticket} />
    <PriorityIcon priority={ticket.priority} />
    <bdi className="min-w-0 flex-1 truncate">{ticket.contact?.name}</bdi>
    {ticket.assignee && <Avatar name={ticket.assignee.name} id={ticket.assignee.id} size="xs" />}
  </span>
);

function Assignee({ ticket: { assignee } }: { ticket: Ticket }) {
  if (!assignee) return <span className="text-faint">–</span>;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Avatar name={assignee.name} id={assignee.id} size="xs" />
      <bdi className="truncate">{assignee.name}</bdi>
    </span>
  );
}

function Tags({ names }: { names: string[] }) {
  const tags = useTagsByName();
  if (!names.length) return <span className="text-faint">–</span>;
  return (
    <span className="flex gap-1">
      {names.slice(0, 3).map((name) => (
        <TagChip key={name} name={name} color={tags.get(name)?.color ?? "gray"} />
      ))}
      {names.length > 3 && <span className="text-xs text-faint">+{names.length - 3}</span>}
    </span>
  );
}
