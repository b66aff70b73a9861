/** The types of tickets: what each asks for, where its tickets go, and its public form. */
import type { TicketType, TicketTypeChange } from "@omniflow/contract";
import { ChevronRight, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeType, createType } from "../../../api/tickets.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Checkbox } from "../../../ui/check.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input, Select } from "../../../ui/input.tsx";
import { InlineEdit } from "../../contacts/InlineEdit.tsx";
import { useTeams } from "../../inbox/queries/lookups.ts";
import { priorityOrder } from "../../inbox/status.tsx";
import { useTicketFields, useTypes } from "../../tickets/data.ts";
import { Group } from "../pane.tsx";
import { FormSettings } from "./form.tsx";
import { useRun } from "./run.ts";

export function Types() {
  const { t } = useTranslation("tickets");
  const run = useRun();
  const types = useTypes();
  const [name, setName] = useState("");
  const add = async () => {
    if (name.trim() && (await run(createType({ name: name.trim() })))) setName("");
  };
  return (
    <Group title={t("settings.types")} lead={t("settings.types_lead")}>
      <div className="grid gap-2">
        {types.map((type) => (
          <TypeCard key={type.id} type={type} />
        ))}
        <form
          className="flex gap-2 pt-1"
          onSubmit={(event) => {
            event.preventDefault();
            void add();
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
  );
}

function TypeCard({ type }: { type: TicketType }) {
  const { t } = useTranslation("tickets");
  const run = useRun();
  const teams = useTeams();
  const save = (change: TicketTypeChange) => run(changeType(type.id, { ...change, version: type.version }));
  return (
    <details className="group rounded-lg border border-line text-sm">
      <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 px-3 font-medium text-ink">
        <ChevronRight className="size-4 text-faint group-open:rotate-90 rtl:rotate-180" aria-hidden />
        <bdi className="min-w-0 flex-1 truncate">{type.name}</bdi>
        {type.form.enabled && <Badge tone="accent">{t("settings.form")}</Badge>}
        {type.archived && <Badge>{t("settings.archived")}</Badge>}
      </summary>
      <div className="grid gap-5 border-t border-line p-4">
        <div className="grid gap-3 sm:grid-cols-3">
          <div className="grid content-start gap-1">
            <span className="text-sm font-medium text-ink">{t("settings.type_name")}</span>
            <InlineEdit
              value={type.name}
              label={t("settings.type_name")}
              placeholder={t("settings.type_name")}
              onSave={(name) => name && void save({ name })}
            />
          </div>
          <Field label={t("settings.type_team")}>
            {(wiring) => (
              <Select
                {...wiring}
                value={type.team_id ?? ""}
                onChange={(event) => void save({ team_id: event.target.value || null })}
              >
                <option value="">–</option>
                {teams.map((team) => (
                  <option key={team.id} value={team.id}>
                    {team.name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t("settings.type_priority")}>
            {(wiring) => (
              <Select
                {...wiring}
                value={type.priority}
                onChange={(event) => void save({ priority: event.target.value as "low" })}
              >
                {priorityOrder.map((priority) => (
                  <option key={priority} value={priority}>
                    {t(`priority.${priority}`, { ns: "common" })}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <TypeFields type={type} onSave={(fields) => void save({ fields })} />
        <FormSettings type={type} onSave={(form) => save({ form })} />
        <div>
          <Button size="sm" look="ghost" onClick={() => void save({ archived: !type.archived })}>
            {t(type.archived ? "settings.restore" : "settings.archive")}
          </Button>
        </div>
      </div>
    </details>
  );
}

function TypeFields({ type, onSave }: { type: TicketType; onSave: (fields: TicketType["fields"]) => void }) {
  const { t } = useTranslation("tickets");
  const fields = useTicketFields();
  const set = (key: string, part: "on" | "required" | "on_form", on: boolean) => {
    const now = type.fields.find((field) => field.key === key);
    const next = { key, required: now?.required ?? false, on_form: now?.on_form ?? false };
    if (part !== "on") next[part] = on;
    if (part === "on" && !on) return onSave(type.fields.filter((field) => field.key !== key));
    // In its place, so that the form keeps its order.
    onSave(now ? type.fields.map((field) => (field.key === key ? next : field)) : [...type.fields, next]);
  };
  return (
    <fieldset>
      <legend className="pb-1.5 text-sm font-medium text-ink">{t("settings.type_fields")}</legend>
      {!fields.length && <p className="text-muted">{t("settings.no_fields")}</p>}
      <ul className="grid gap-1.5">
        {fields.map((field) => {
          const has = type.fields.find((one) => one.key === field.key);
          return (
            <li key={field.key} className="flex flex-wrap items-center gap-x-4 gap-y-1">
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
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
