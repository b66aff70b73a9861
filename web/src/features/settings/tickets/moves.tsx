/** The table of allowed moves: from each status, where a member may move a ticket. Without a table every move is allowed. */
import type { TicketSettings } from "@omniflow/contract";
import { useTranslation } from "react-i18next";
import { changeSettings } from "../../../api/tickets.ts";
import { Button } from "../../../ui/button.tsx";
import { Checkbox } from "../../../ui/check.tsx";
import { Table, Td, Th } from "../../../ui/table.tsx";
import { columnsOf } from "../../tickets/columns.ts";
import { useOwnStatuses } from "../../tickets/data.ts";
import { TicketStatusIcon } from "../../tickets/marks.tsx";
import { Group } from "../pane.tsx";
import { afterToggle } from "./moves-table.ts";
import { useRun } from "./run.ts";

export function Moves({ settings }: { settings: TicketSettings }) {
  const { t } = useTranslation("tickets");
  const run = useRun();
  const own = useOwnStatuses();
  const statuses = columnsOf(own, true, (status) => t(`status.${status}`, { ns: "common" }));
  const all = statuses.map((status) => status.key);
  const save = (moves: TicketSettings["moves"]) => void run(changeSettings({ moves, version: settings.version }));
  const limited = Object.keys(settings.moves).length > 0;
  return (
    <Group
      title={t("settings.moves")}
      lead={t("settings.moves_lead")}
      action={
        limited && (
          <Button size="sm" look="ghost" onClick={() => save({})}>
            {t("settings.moves_all")}
          </Button>
        )
      }
    >
      <Table label={t("settings.moves")}>
        <thead>
          <tr>
            <Th>{t("settings.from_to")}</Th>
            {statuses.map((to) => (
              <Th key={to.key} className="text-center">
                {to.name}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {statuses.map((from) => (
            <tr key={from.key}>
              <th scope="row" className="border-b border-line px-3 py-2 text-start font-medium whitespace-nowrap">
                <span className="inline-flex items-center gap-1.5">
                  <TicketStatusIcon status={from.status} /> <bdi>{from.name}</bdi>
                </span>
              </th>
              {statuses.map((to) => (
                <Td key={to.key} className="text-center">
                  {from.key === to.key ? (
                    <span aria-hidden className="text-faint">
                      –
                    </span>
                  ) : (
                    <span className="inline-grid place-items-center">
                      <Checkbox
                        quiet
                        label={t("settings.may_move", { from: from.name, to: to.name })}
                        checked={settings.moves[from.key]?.includes(to.key) ?? true}
                        onChange={(on) => save(afterToggle(settings.moves, all, from.key, to.key, on))}
                      />
                    </span>
                  )}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </Group>
  );
}
