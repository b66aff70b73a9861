/** One change for everything that is picked, also what is not read yet: with progress, and with undo. */
import type { TicketBulkChange } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { CircleDot, Gauge, SlidersHorizontal, Tag, Trash2, UserRound, Users, X } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { changeTickets, type TicketFilter } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { useAction } from "../../keyboard/react.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { useMembers, useTeams } from "../inbox/queries/lookups.ts";
import { PriorityIcon, priorityOrder } from "../inbox/status.tsx";
import type { Picked } from "../people/picked.ts";
import { finish } from "./bulk.ts";
import { statusOrder, useOwnStatuses, useTypes } from "./data.ts";
import { TicketStatusIcon } from "./marks.tsx";

const BulkDialog = lazy(() => import("./BulkDialog.tsx").then((module) => ({ default: module.BulkDialog })));

type Props = { filter: TicketFilter; picked: Picked; loaded: number; more: boolean };

export function BulkBar({ filter, picked, loaded, more }: Props) {
  const { t } = useTranslation("tickets");
  const can = useCan();
  const client = useQueryClient();
  const [dialog, setDialog] = useState<"tags" | "custom" | null>(null);
  useAction({ id: "bulk-clear", label: t("bulk.clear"), unlisted: true, run: picked.clear });
  const perform = async (change: TicketBulkChange) => {
    const target = picked.all ? { select: filter } : { ids: [...picked.ids] };
    picked.clear();
    setDialog(null);
    try {
      finish(client, await changeTickets(target, change));
    } catch (error) {
      notify({ text: errorText(error), tone: "error" });
    }
    void client.invalidateQueries({ queryKey: ticketKeys.all });
  };
  return (
    <section
      aria-label={t("bulk.label")}
      className="absolute inset-x-0 bottom-4 z-20 mx-auto flex w-fit max-w-[calc(100%-2rem)] flex-wrap items-center gap-1.5 rounded-lg bg-raised px-3 py-2 text-sm shadow-float"
    >
      <span role="status" className="pe-1 font-medium text-ink tabular">
        {picked.all ? t("bulk.everything") : t("bulk.count", { count: picked.ids.size })}
      </span>
      {more && !picked.all && picked.ids.size === loaded && (
        <Button size="sm" look="link" onClick={picked.takeAll}>
          {t("bulk.take_all")}
        </Button>
      )}
      <Choices perform={(change) => void perform(change)} />
      <Button size="sm" onClick={() => setDialog("tags")}>
        <Tag /> {t("field.tags")}
      </Button>
      <Button size="sm" onClick={() => setDialog("custom")}>
        <SlidersHorizontal /> {t("bulk.custom")}
      </Button>
      {can("tickets.delete") && (
        <IconButton
          size="sm"
          label={t(filter.view === "deleted" ? "bulk.restore" : "bulk.remove")}
          onClick={() => void perform({ deleted: filter.view !== "deleted" })}
        >
          <Trash2 />
        </IconButton>
      )}
      <IconButton size="sm" label={t("bulk.clear")} action="bulk-clear" onClick={picked.clear}>
        <X />
      </IconButton>
      <Suspense>
        {dialog && (
          <BulkDialog what={dialog} onSave={(change) => void perform(change)} onClose={() => setDialog(null)} />
        )}
      </Suspense>
    </section>
  );
}

/** What is one of a list. */
function Choices({ perform }: { perform: (change: TicketBulkChange) => void }) {
  const { t } = useTranslation("tickets");
  const members = useMembers().filter((member) => !member.deactivated);
  const teams = useTeams();
  const types = useTypes().filter((type) => !type.archived);
  const own = useOwnStatuses().filter((status) => !status.archived);
  return (
    <>
      <Choice icon={<CircleDot />} label={t("field.status")}>
        {statusOrder.flatMap((status) => [
          <MenuItem key={status} icon={<TicketStatusIcon status={status} />} onSelect={() => perform({ status })}>
            {t(`status.${status}`, { ns: "common" })}
          </MenuItem>,
          ...own
            .filter((one) => one.category === status)
            .map((one) => (
              <MenuItem
                key={one.id}
                icon={<TicketStatusIcon status={status} />}
                onSelect={() => perform({ status_id: one.id })}
              >
                <bdi>{one.name}</bdi>
              </MenuItem>
            )),
        ])}
      </Choice>
      <Choice icon={<Gauge />} label={t("field.priority")}>
        {priorityOrder.map((priority) => (
          <MenuItem key={priority} icon={<PriorityIcon priority={priority} />} onSelect={() => perform({ priority })}>
            {t(`priority.${priority}`, { ns: "common" })}
          </MenuItem>
        ))}
      </Choice>
      <Choice icon={<UserRound />} label={t("field.assignee")}>
        <MenuItem onSelect={() => perform({ assignee_id: null })}>{t("nobody")}</MenuItem>
        {members.map((member) => (
          <MenuItem key={member.id} onSelect={() => perform({ assignee_id: member.id })}>
            <bdi>{member.name}</bdi>
          </MenuItem>
        ))}
      </Choice>
      <Choice icon={<Users />} label={t("field.team")}>
        <MenuItem onSelect={() => perform({ team_id: null })}>{t("bulk.no_team")}</MenuItem>
        {teams.map((team) => (
          <MenuItem key={team.id} onSelect={() => perform({ team_id: team.id })}>
            <bdi>{team.name}</bdi>
          </MenuItem>
        ))}
      </Choice>
      {types.length > 0 && (
        <Choice icon={null} label={t("field.type")}>
          <MenuItem onSelect={() => perform({ type: null })}>{t("bulk.no_type")}</MenuItem>
          {types.map((type) => (
            <MenuItem key={type.id} onSelect={() => perform({ type: type.id })}>
              <bdi>{type.name}</bdi>
            </MenuItem>
          ))}
        </Choice>
      )}
    </>
  );
}

const Choice = ({ icon, label, children }: { icon: ReactNode; label: string; children: ReactNode }) => (
  <Menu
    side="top"
    trigger={
      <Button size="sm">
        {icon} {label}
      </Button>
    }
  >
    {children}
  </Menu>
);
