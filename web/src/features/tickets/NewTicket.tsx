/** A new ticket: from the Tickets page, or from a conversation, which it is then linked to. */
import type { Ticket } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { createTicket } from "../../api/tickets.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select, Textarea } from "../../ui/input.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { useMembers, useTeams } from "../inbox/queries/lookups.ts";
import { priorityOrder } from "../inbox/status.tsx";
import { ContactPicker } from "./ContactPicker.tsx";
import { useTicketFields, useTypes } from "./data.ts";
import { FieldInput } from "./FieldInput.tsx";

type Props = {
  onClose: () => void;
  conversation?: { id: string; subject: string; contact: { id: string; name: string } };
  /** Whose it is to be, when that is known before. */
  contact?: { id: string; name: string };
};

export function NewTicket({ onClose, conversation, contact = conversation?.contact }: Props) {
  const { t } = useTranslation("tickets");
  const go = useGo();
  const client = useQueryClient();
  const types = useTypes().filter((type) => !type.archived);
  const fields = useTicketFields();
  const [custom, setCustom] = useState<Record<string, unknown>>({});
  // Sent twice by a shaky connection, it is still one ticket.
  const id = useRef(crypto.randomUUID());
  const members = useMembers();
  const teams = useTeams();
  const form = useForm({
    initial: {
      title: conversation?.subject ?? "",
      type: "",
      priority: "",
      assignee_id: "",
      team_id: "",
      contact_id: contact?.id ?? "",
      description: "",
    },
    check: ({ title }) => (title.trim() ? {} : { title: t("new.need_title") }),
    submit: ({ title, description, ...rest }) =>
      createTicket({
        id: id.current,
        title: title.trim(),
        description,
        ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value)),
        custom_fields: custom,
        ...(conversation ? { conversation_ids: [conversation.id] } : {}),
      }),
    onDone: (ticket: Ticket) => {
      void client.invalidateQueries({ queryKey: ticketKeys.all });
      onClose();
      notify({
        text: t("new.done", { number: ticket.number }),
        action: { label: t("open"), run: () => go(`/tickets/${ticket.id}`) },
      });
      if (!conversation) go(`/tickets/${ticket.id}`);
    },
  });
  const type = types.find((one) => one.id === form.values.type);
  const asked = fields.filter((field) =>
    type ? type.fields.some((f) => f.key === field.key) || field.required : field.required,
  );
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t(conversation ? "new.convert" : "new.title")}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel", { ns: "common" })}</Button>
          <Button look="primary" busy={form.busy} onClick={() => form.submit()}>
            {t("new.create")}
          </Button>
        </>
      }
    >
      <form noValidate className="grid gap-3 sm:grid-cols-2" onSubmit={form.submit}>
        <Field label={t("field.title")} error={form.problem("title")} required className="sm:col-span-2">
          {(wiring) => (
            <Input
              {...wiring}
              name="title"
              maxLength={300}
              value={form.values.title}
              onChange={(e) => form.set("title", e.target.value)}
            />
          )}
        </Field>
        {contact ? (
          <Field label={t("field.contact")}>{(wiring) => <Input {...wiring} readOnly value={contact.name} />}</Field>
        ) : (
          <ContactField onChange={(value) => form.set("contact_id", value)} />
        )}
        <Choice name="type" form={form} options={types.map((one) => [one.id, one.name])} />
        <Choice
          name="priority"
          form={form}
          options={priorityOrder.map((p) => [p, t(`priority.${p}`, { ns: "common" })])}
        />
        <Choice name="assignee_id" form={form} options={members.map((m) => [m.id, m.name])} />
        <Choice name="team_id" form={form} options={teams.map((one) => [one.id, one.name])} />
        {asked.map((field) => (
          <FieldInput
            key={field.key}
            field={field}
            required={field.required || Boolean(type?.fields.find((f) => f.key === field.key)?.required)}
            value={custom[field.key]}
            onChange={(value) => setCustom({ ...custom, [field.key]: value })}
          />
        ))}
        <Field label={t("field.description")} className="sm:col-span-2">
          {(wiring) => (
            <Textarea
              {...wiring}
              rows={5}
              value={form.values.description}
              onChange={(e) => form.set("description", e.target.value)}
            />
          )}
        </Field>
      </form>
      {form.error ? <ErrorState compact error={form.error} className="mt-3" /> : null}
    </Dialog>
  );
}

type ChoiceName = "type" | "priority" | "assignee_id" | "team_id";
type ChoiceProps = {
  name: ChoiceName;
  form: { values: Record<ChoiceName, string>; set: (name: ChoiceName, value: string) => void };
  options: [string, string][];
};

function Choice({ name, form, options }: ChoiceProps) {
  const { t } = useTranslation("tickets");
  const label = { type: "type", priority: "priority", assignee_id: "assignee", team_id: "team" } as const;
  return (
    <Field label={t(`field.${label[name]}`)}>
      {(wiring) => (
        <Select {...wiring} value={form.values[name]} onChange={(e) => form.set(name, e.target.value)}>
          <option value="">–</option>
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** Looked for by name or address. */
function ContactField({ onChange }: { onChange: (id: string) => void }) {
  const { t } = useTranslation("tickets");
  const [name, setName] = useState<string | null>(null);
  return (
    <div className="grid content-start gap-1">
      <span className="text-sm font-medium text-ink">{t("field.contact")}</span>
      <ContactPicker
        label={t("field.contact")}
        shown={name ?? t("new.choose_contact")}
        onPick={(contact) => {
          setName(contact.name || contact.emails[0] || "–");
          onChange(contact.id);
        }}
      />
    </div>
  );
}
