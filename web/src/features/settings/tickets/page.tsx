/** Settings → Tickets: types with their forms, own statuses, allowed moves, and what a customer's answer reopens. */
import { useTranslation } from "react-i18next";
import { changeSettings } from "../../../api/tickets.ts";
import { Switch } from "../../../ui/check.tsx";
import { useTicketSettings } from "../../tickets/data.ts";
import { Group, Pane } from "../pane.tsx";
import { Moves } from "./moves.tsx";
import { useRun } from "./run.ts";
import { Statuses } from "./statuses.tsx";
import { Types } from "./types.tsx";

export function TicketSettingsPage() {
  const { t } = useTranslation("tickets");
  const run = useRun();
  const settings = useTicketSettings();
  return (
    <Pane title={t("settings.title")} lead={t("settings.lead")} wide>
      <Types />
      <Statuses />
      {settings && <Moves settings={settings} />}
      <Group title={t("settings.replies")}>
        {settings && (
          <Switch
            label={t("settings.reopen")}
            help={t("settings.reopen_help")}
            checked={settings.reopen_resolved}
            onChange={(reopen_resolved) => void run(changeSettings({ reopen_resolved, version: settings.version }))}
          />
        )}
      </Group>
    </Pane>
  );
}
