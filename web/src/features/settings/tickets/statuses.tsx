/** The workspace's own statuses: each lies in a category, renamed in place, put aside and brought back. */
import type { TicketOwnStatus, TicketStatus } from "@omniflow/contract";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeStatus, createStatus } from "../../../api/tickets.ts";
import { Button } from "../../../ui/button.tsx";
import { Input, Select } from "../../../ui/input.tsx";
import { InlineEdit } from "../../contacts/InlineEdit.tsx";
import { statusOrder, useOwnStatuses } from "../../tickets/data.ts";
import { TicketStatusIcon } from "../../tickets/marks.tsx";
import { Group } from "../pane.tsx";
import { useRun } from "./run.ts";

export function Statuses() {
  const { t } = useTranslation("tickets");
  const run = useRun();
  const own = useOwnStatuses();
  const [name, setName] = useState("");
  const [category, setCategory] = useState<TicketStatus>("waiting");
  const add = async () => {
    if (name.trim() && (await run(createStatus({ category, name: name.trim() })))) setName("");
  };
  return (
    <Group title={t("settings.statuses")} lead={t("settings.statuses_lead")}>
      <ul className="grid gap-1 pb-3 text-sm">
        {own.map((status) => (
          <Status key={status.id} status={status} />
        ))}
      </ul>
      <form
        className="flex flex-wrap gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Input
          aria-label={t("settings.new_status")}
          placeholder={t("settings.new_status")}
          className="min-w-48 flex-1"
          value={name}
          maxLength={200}
          onChange={(e) => setName(e.target.value)}
        />
        <Select
          aria-label={t("settings.category")}
          className="w-40"
          value={category}
          onChange={(e) => setCategory(e.target.value as TicketStatus)}
        >
          {statusOrder.map((status) => (
            <option key={status} value={status}>
              {t(`status.${status}`, { ns: "common" })}
            </option>
          ))}
        </Select>
        <Button type="submit" disabled={!name.trim()}>
          <Plus /> {t("settings.add")}
        </Button>
      </form>
    </Group>
  );
}

function Status({ status }: { status: TicketOwnStatus }) {
  const { t } = useTranslation("tickets");
  const run = useRun();
  const archive = (archived: boolean) => void run(changeStatus(status.id, { archived, version: status.version }));
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-3 rounded-md px-2 hover:bg-hover">
      <TicketStatusIcon status={status.category} />
      <div className="min-w-32 flex-1">
        <InlineEdit
          value={status.name}
          label={t("settings.status_name")}
          placeholder={t("settings.status_name")}
          disabled={status.archived}
          onSave={(name) => name && void run(changeStatus(status.id, { name, version: status.version }))}
        />
      </div>
      <span className="text-muted">
        {t(`status.${status.category}`, { ns: "common" })}
        {status.archived && ` · ${t("settings.archived")}`}
      </span>
      <Button size="sm" look="ghost" onClick={() => archive(!status.archived)}>
        {t(status.archived ? "settings.restore" : "settings.archive")}
      </Button>
    </li>
  );
}
