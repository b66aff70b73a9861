/** Settings → Tickets: types with their forms, own statuses, and what a customer's answer reopens. */
import type { TicketStatus, TicketType } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import {
  changeSettings,
  changeStatus,
  changeType,
  createStatus,
  createType,
  getSettings,
  listTicketFields,
} from "../../api/tickets.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox, Switch } from "../../ui/check.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { statusOrder, useOwnStatuses, useTypes } from "../tickets/data.ts";
import { Group, Pane } from "./pane.tsx";

function useRun() {
  const client = useQueryClient();
  return (work: Promise<unknown>) =>
    work
      .catch((error) => notify({ text: errorText(error), tone: "error" }))
      .finally(() => void client.invalidateQueries({ queryKey: ticketKeys.all }));
}

export function TicketSettingsPage() {
  const { t } = useTranslation("tickets");
  const run = useRun();
  const types = useTypes();
  const [name, setName] = useState("");
  const settings = useQuery({ queryKey: ticketKeys.settings, queryFn: ({ signal }) => getSettings(signal) }).data;
  return (
    <Pane title={t("settings.title")} lead={t("settings.lead")}>
      <Group title={t("settings.types")}>
        <div className="grid gap-3">
          {types.map((type) => (
            <TypeCard key={type.id} type={type} />
          ))}
          <form
            className="flex gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              if (!name.trim()) return;
              void run(createType({ name: name.trim() })).then(() => setName(""));
            }}
          >
            <Input
              aria-label={t("settings.new_type")}
              placeholder={t("settings.new_type")}
              value={name}
              maxLength={200}
              onChange={(e) => setName(e.target.value)}
            />
            <Button type="submit" disabled={!name.trim()}>
              <Plus /> {t("settings.add")}
            </Button>
          </form>
        </div>
      </Group>
      <Statuses />
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

function TypeCard({ type }: { type: TicketType }) {
  const { t } = useTranslation("tickets");
  const run = useRun();
  const fields =
    useQuery({ queryKey: ["fields", "ticket"], queryFn: ({ signal }) => listTicketFields(signal) }).data ?? [];
  const save = (change: Parameters<typeof changeType>[1]) =>
    void run(changeType(type.id, { ...change, version: type.version }));
  const set = (key: string, part: "on" | "required" | "on_form", on: boolean) => {
    const rest = type.fields.filter((field) => field.key !== key);
    const now = type.fields.find((field) => field.key === key) ?? { key, required: false, on_form: false };
    save({ fields: part === "on" && !on ? rest : [...rest, part === "on" ? now : { ...now, [part]: on }] });
  };
  return (
    <details className="rounded-lg border border-line p-3 text-sm">
      <summary className="cursor-pointer font-medium text-ink">
        {type.name} {type.archived && <span className="text-xs text-faint">({t("settings.archived")})</span>}
      </summary>
      <div className="mt-3 grid gap-3">
        {fields.map((field) => {
          const has = type.fields.find((one) => one.key === field.key);
          return (
            <div key={field.key} className="flex flex-wrap gap-4">
              <Checkbox
                className="w-48"
                label={field.label}
                checked={Boolean(has)}
                onChange={(on) => set(field.key, "on", on)}
              />
              <Checkbox
                label={t("settings.required")}
                disabled={!has}
                checked={Boolean(has?.required)}
                onChange={(on) => set(field.key, "required", on)}
              />
              <Checkbox
                label={t("settings.on_form")}
                disabled={!has}
                checked={Boolean(has?.on_form)}
                onChange={(on) => set(field.key, "on_form", on)}
              />
            </div>
          );
        })}
        {!fields.length && <p className="text-muted">{t("settings.no_fields")}</p>}
        <Switch
          label={t("settings.form")}
          help={t("settings.form_help")}
          checked={type.form.enabled}
          onChange={(enabled) => save({ form: { ...type.form, title: type.form.title || type.name, enabled } })}
        />
        {type.form.enabled && (
          <a
            href={type.form_path}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1 text-accent-ink hover:underline"
          >
            <ExternalLink className="size-3.5" /> {location.origin + type.form_path}
          </a>
        )}
        <div>
          <Button size="sm" look="ghost" onClick={() => save({ archived: !type.archived })}>
            {t(type.archived ? "settings.restore" : "settings.archive")}
          </Button>
        </div>
      </div>
    </details>
  );
}

function Statuses() {
  const { t } = useTranslation("tickets");
  const run = useRun();
  const own = useOwnStatuses().filter((status) => !status.archived);
  const [name, setName] = useState("");
  const [category, setCategory] = useState<TicketStatus>("waiting");
  return (
    <Group title={t("settings.statuses")} lead={t("settings.statuses_lead")}>
      <ul className="grid gap-1 pb-3 text-sm">
        {own.map((status) => (
          <li key={status.id} className="flex items-center gap-3">
            <bdi className="flex-1">{status.name}</bdi>
            <span className="text-muted">{t(`status.${status.category}`, { ns: "common" })}</span>
            <Button size="sm" look="ghost" onClick={() => void run(changeStatus(status.id, { archived: true }))}>
              {t("settings.archive")}
            </Button>
          </li>
        ))}
      </ul>
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) void run(createStatus({ category, name: name.trim() })).then(() => setName(""));
        }}
      >
        <Input
          aria-label={t("settings.new_status")}
          placeholder={t("settings.new_status")}
          value={name}
          maxLength={200}
          onChange={(e) => setName(e.target.value)}
        />
        <Select
          aria-label={t("settings.category")}
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
