/** Linked tickets, with how far the children are. */
import type { TicketDetail, TicketLinkKind } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addLink, removeLink } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { useSlug } from "../../frame/workspace-link.ts";
import { IconButton } from "../../ui/button.tsx";
import { Select } from "../../ui/input.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { refreshTicket } from "./data.ts";
import { TicketStatusIcon } from "./marks.tsx";
import { PickTicket } from "./PickTicket.tsx";

const kinds: TicketLinkKind[] = ["related", "duplicate_of", "blocks", "blocked_by", "parent", "child"];

export function Links({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation("tickets");
  const slug = useSlug();
  const client = useQueryClient();
  const may = useCan()("tickets.update") && !ticket.deleted_at;
  const [adding, setAdding] = useState<TicketLinkKind | null>(null);
  const run = (work: Promise<unknown>) =>
    void work
      .catch((error) => notify({ text: errorText(error), tone: "error" }))
      .finally(() => refreshTicket(client, ticket.id));
  const { done, total } = ticket.children_progress;
  return (
    <section aria-label={t("links.title")}>
      <div className="flex items-center pb-1">
        <h2 className="flex-1 text-sm font-semibold text-ink">{t("links.title")}</h2>
        {may && (
          <IconButton size="sm" label={t("links.add")} onClick={() => setAdding(adding ? null : "related")}>
            <Plus />
          </IconButton>
        )}
      </div>
      {total > 0 && (
        <div className="flex items-center gap-2 pb-2 text-xs text-muted">
          <progress
            className="h-1.5 min-w-0 flex-1 appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
            value={done}
            max={total}
            aria-label={t("links.children")}
          />
          <span className="tabular">{t("checklist.progress", { done, total })}</span>
        </div>
      )}
      <ul className="grid grid-cols-1 gap-1">
        {ticket.links.map((link) => (
          <li key={link.id} className="flex items-center gap-2 text-sm">
            <span className="w-24 shrink-0 truncate text-xs text-muted">{t(`links.kind.${link.kind}`)}</span>
            <Link
              to={`/w/${slug}/tickets/${link.ticket.id}` as string}
              className="flex min-w-0 flex-1 items-center gap-1.5 hover:underline"
            >
              <TicketStatusIcon status={link.ticket.status} />
              <span className="text-muted tabular">#{link.ticket.number}</span>
              <bdi className="truncate">{link.ticket.title}</bdi>
            </Link>
            {may && (
              <IconButton
                size="sm"
                label={t("links.remove", { number: link.ticket.number })}
                onClick={() => run(removeLink(ticket.id, link.id))}
              >
                <X />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {!ticket.links.length && !adding && <p className="text-sm text-faint">{t("links.none")}</p>}
      {adding && (
        <div className="mt-2 grid grid-cols-1 gap-2 rounded-md border border-line p-2">
          <Select
            aria-label={t("links.kind_label")}
            value={adding}
            onChange={(event) => setAdding(event.target.value as TicketLinkKind)}
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`links.kind.${kind}`)}
              </option>
            ))}
          </Select>
          <PickTicket
            except={ticket.id}
            onPick={(other) => {
              run(addLink(ticket.id, adding, other.id));
              setAdding(null);
            }}
          />
        </div>
      )}
    </section>
  );
}
