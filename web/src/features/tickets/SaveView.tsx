/** Saving a view: a name, whom it is for, and what has to be true of its tickets. */
import type { FilterNode } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { errorText } from "../../ui/states.tsx";
import { useMembers, useTags, useTeams } from "../inbox/queries/lookups.ts";
import { priorityOrder } from "../inbox/status.tsx";
import { statusOrder, useTypes } from "./data.ts";
import { createTicketView } from "./views.ts";

const fields = ["status", "priority", "assignee", "team", "type", "tag"] as const;
type Name = (typeof fields)[number];

export function SaveView({ onClose, onSaved }: { onClose: () => void; onSaved: (id: string) => void }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const options = useOptions();
  const form = useForm({
    initial: { name: "", scope: "private", status: "", priority: "", assignee: "", team: "", type: "", tag: "" },
    check: ({ name }) => (name.trim() ? {} : { name: t("view.need_name") }),
    submit: ({ name, scope, ...wanted }) => {
      const nodes = fields
        .filter((field) => wanted[field])
        .map((field): FilterNode => ({ field, op: field === "tag" ? "has" : "is", value: wanted[field] }));
      return createTicketView({ name: name.trim(), scope: scope as "private", filter: { op: "and", nodes } });
    },
    onDone: (view) => {
      void client.invalidateQueries({ queryKey: ticketKeys.views });
      onSaved(view.id);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("view.save")}
      footer={
        <Button look="primary" busy={form.busy} onClick={() => form.submit()}>
          {t("save", { ns: "common" })}
        </Button>
      }
    >
      <form className="grid gap-3 sm:grid-cols-2" onSubmit={form.submit}>
        <Field label={t("view.name")} error={form.problem("name")} required>
          {(wiring) => (
            <Input
              {...wiring}
              name="name"
              value={form.values.name}
              onChange={(e) => form.set("name", e.target.value)}
            />
          )}
        </Field>
        <Field label={t("view.scope")}>
          {(wiring) => (
            <Select {...wiring} value={form.values.scope} onChange={(e) => form.set("scope", e.target.value)}>
              <option value="private">{t("view.private")}</option>
              <option value="workspace">{t("view.workspace")}</option>
            </Select>
          )}
        </Field>
        {fields.map((field) => (
          <Field key={field} label={t(`field.${field}`)}>
            {(wiring) => (
              <Select {...wiring} value={form.values[field]} onChange={(e) => form.set(field, e.target.value)}>
                <option value="">{t("view.any")}</option>
                {options[field].map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ))}
      </form>
      {form.error ? (
        <p role="alert" className="pt-2 text-sm text-danger-ink">
          {errorText(form.error)}
        </p>
      ) : null}
    </Dialog>
  );
}

function useOptions(): Record<Name, [string, string][]> {
  const { t } = useTranslation();
  return {
    status: statusOrder.map((status) => [status, t(`status.${status}`)]),
    priority: priorityOrder.map((priority) => [priority, t(`priority.${priority}`)]),
    assignee: [["me", t("me", { ns: "tickets" })], ...useMembers().map((one): [string, string] => [one.id, one.name])],
    team: [
      ["mine", t("my_teams", { ns: "tickets" })],
      ...useTeams().map((one): [string, string] => [one.id, one.name]),
    ],
    type: useTypes().map((one) => [one.id, one.name]),
    tag: useTags().map((one) => [one.name, one.name]),
  };
}
