/** One ticket: what it is, what it is about, and everything on it. Live; what two people edit at once is shown, not lost. */
import type { TicketDetail } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, EllipsisVertical, Eye, EyeOff, Link2, Merge, RotateCcw, TicketX, Trash2 } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/client.ts";
import { setViewingTicket, usePresence, watchConversations } from "../../api/presence.ts";
import { followTicket, makeCustomerLink, removeTicket, restoreTicket, unmergeTicket } from "../../api/tickets.ts";
import { useCan, useMe } from "../../frame/me.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { copyText } from "../../ui/copy.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { EmptyState, ErrorState, errorText, SkeletonRows } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { InlineEdit } from "../contacts/InlineEdit.tsx";
import { useMembersById } from "../inbox/queries/lookups.ts";
import { markTicketRead } from "../notifications/data.ts";
import { Activity } from "./Activity.tsx";
import { Checklist } from "./Checklist.tsx";
import { ConflictNote } from "./ConflictNote.tsx";
import { Conversations } from "./Conversations.tsx";
import { Description } from "./Description.tsx";
import { type Conflict, offerUndo, refreshTicket, useChangeTicket, useTicket } from "./data.ts";
import { Facts } from "./Facts.tsx";
import { Links } from "./Links.tsx";
import { Notes } from "./Notes.tsx";
import { People } from "./People.tsx";
import { useTicketSearch } from "./search.ts";
import { useSeen } from "./seen.ts";

const MergeDialog = lazy(() => import("./MergeDialog.tsx").then((module) => ({ default: module.MergeDialog })));

export function TicketPage({ id }: { id: string }) {
  const { t } = useTranslation("tickets");
  const go = useGo();
  const query = useTicket(id);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const seen = useSeen();
  const change = useChangeTicket(setConflict);
  useEffect(() => {
    watchConversations([id]);
    setViewingTicket(id);
    return () => setViewingTicket(null);
  }, [id]);
  const client = useQueryClient();
  // Who has it in front of them need not be told of it.
  useEffect(() => void markTicketRead(client, id).catch(() => {}), [client, id]);
  // A merged ticket leads to the survivor.
  const survivor = query.data?.merged_into;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it turns out to be elsewhere
  useEffect(() => {
    if (!survivor) return;
    notify({ text: t("merged_away", { number: query.data!.number }) });
    go(`/tickets/${survivor}`);
  }, [survivor]);
  const gone = query.error instanceof ApiError && [400, 403, 404].includes(query.error.status);
  if (gone)
    return (
      <EmptyState
        icon={<TicketX />}
        title={t("gone")}
        action={<Button onClick={() => go("/tickets")}>{t("back")}</Button>}
      >
        {t("gone_hint")}
      </EmptyState>
    );
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={6} className="p-6" />;
  const ticket = query.data;
  return (
    <article
      aria-label={`#${ticket.number} ${ticket.title}`}
      className="flex h-full min-w-0 flex-col bg-surface"
      {...seen.watch(ticket)}
    >
      <Head ticket={ticket} onTitle={(title) => void change(seen.of(ticket), { title })} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid max-w-6xl grid-cols-1 gap-6 px-4 py-5 md:grid-cols-[minmax(0,1fr)_19rem] md:px-6">
          <div className="grid min-w-0 grid-cols-1 content-start gap-6">
            {conflict && (
              <ConflictNote
                conflict={conflict}
                onKeep={() => {
                  setConflict(null);
                  void change(conflict.theirs, conflict.change);
                }}
                onDrop={() => setConflict(null)}
              />
            )}
            <Description ticket={ticket} onSave={(begun, description) => change(begun, { description })} />
            <Conversations ticket={ticket} />
            <Notes ticket={ticket} />
            <Activity id={ticket.id} />
          </div>
          <aside aria-label={t("facts")} className="grid min-w-0 grid-cols-1 content-start gap-6">
            <Facts ticket={ticket} onChange={(wanted) => void change(seen.of(ticket), wanted)} />
            <People ticket={ticket} onContact={(contact_id) => void change(ticket, { contact_id })} />
            <Checklist ticket={ticket} />
            <Links ticket={ticket} />
          </aside>
        </div>
      </div>
    </article>
  );
}

function Head({ ticket, onTitle }: { ticket: TicketDetail; onTitle: (title: string) => void }) {
  const { t } = useTranslation("tickets");
  const { back } = useTicketSearch();
  const can = useCan();
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line px-3">
      <IconButton label={t("back")} onClick={back}>
        <ArrowLeft className="rtl:rotate-180" />
      </IconButton>
      <span className="text-sm text-muted tabular">#{ticket.number}</span>
      <div className="min-w-0 flex-1 px-1.5">
        <InlineEdit
          value={ticket.title}
          label={t("field.title")}
          placeholder={t("field.title")}
          disabled={!can("tickets.update") || ticket.deleted_at !== null}
          className="text-base font-semibold"
          onSave={(title) => title && onTitle(title)}
        />
      </div>
      <Others id={ticket.id} />
      <FollowButton ticket={ticket} />
      <MoreMenu ticket={ticket} />
    </header>
  );
}

/** Who else looks at it now. */
function Others({ id }: { id: string }) {
  const { t } = useTranslation("tickets");
  const me = useMe().member?.id;
  const members = useMembersById();
  const here = usePresence(id).filter((one) => one.member_id !== me);
  if (!here.length) return null;
  const names = here.map((one) => members.get(one.member_id)?.name ?? "").filter(Boolean);
  return (
    <span role="status" title={t("also_here", { names: names.join(", ") })} className="flex -space-x-1">
      {here.slice(0, 4).map((one) => (
        <Avatar key={one.member_id} name={members.get(one.member_id)?.name ?? "?"} id={one.member_id} size="xs" />
      ))}
      <span className="sr-only">{t("also_here", { names: names.join(", ") })}</span>
    </span>
  );
}

function FollowButton({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const me = useMe().member?.id;
  const following = me !== undefined && ticket.follower_ids.includes(me);
  return (
    <Button
      size="sm"
      look="ghost"
      aria-pressed={following}
      onClick={() => void followTicket(ticket.id, !following).finally(() => refreshTicket(client, ticket.id))}
    >
      {following ? <EyeOff /> : <Eye />} {t(following ? "unfollow" : "follow")}
      <span className="text-faint tabular">{ticket.follower_ids.length || ""}</span>
    </Button>
  );
}

function MoreMenu({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const can = useCan();
  const [merging, setMerging] = useState(false);
  const run = (work: Promise<{ action_id?: string | null }>, text: string) =>
    void work
      .then((done) => offerUndo(client, text, ticket.id, done.action_id ?? null))
      .catch((error) => notify({ text: errorText(error), tone: "error" }))
      .finally(() => refreshTicket(client, ticket.id));
  const copyLink = async () => {
    try {
      await copyText((await makeCustomerLink(ticket.id)).url);
      notify({ text: t("customer_link.copied", { name: ticket.contact?.name }) });
    } catch (error) {
      notify({ text: errorText(error), tone: "error" });
    }
  };
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={t("more", { ns: "common" })}>
            <EllipsisVertical />
          </IconButton>
        }
      >
        {can("tickets.update") && !ticket.deleted_at && ticket.contact && (
          <MenuItem icon={<Link2 />} onSelect={() => void copyLink()}>
            {t("customer_link.copy")}
          </MenuItem>
        )}
        {can("tickets.update") && !ticket.deleted_at && (
          <MenuItem icon={<Merge />} onSelect={() => setMerging(true)}>
            {t("merge.action")}
          </MenuItem>
        )}
        {ticket.merged.map((one) => (
          <MenuItem
            key={one.id}
            icon={<RotateCcw />}
            onSelect={() =>
              run(
                unmergeTicket(one.id).then(() => ({})),
                t("merge.undone", { number: one.number }),
              )
            }
          >
            {t("merge.undo", { number: one.number })}
          </MenuItem>
        ))}
        {can("tickets.delete") && (
          <>
            <MenuSeparator />
            {ticket.deleted_at ? (
              <MenuItem icon={<RotateCcw />} onSelect={() => run(restoreTicket(ticket.id), t("restored"))}>
                {t("restore")}
              </MenuItem>
            ) : (
              <MenuItem icon={<Trash2 />} danger onSelect={() => run(removeTicket(ticket.id), t("removed"))}>
                {t("remove")}
              </MenuItem>
            )}
          </>
        )}
      </Menu>
      <Suspense>{merging && <MergeDialog ticket={ticket} onClose={() => setMerging(false)} />}</Suspense>
    </>
  );
}
