/** The fields of a ticket, each changed where it stands. */
import type { TicketChange, TicketDetail, TicketType } from "@omniflow/contract";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../frame/me.ts";
import { Select } from "../../ui/input.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useMembers, useTeams } from "../inbox/queries/lookups.ts";
import { priorityOrder } from "../inbox/status.tsx";
import { statusOrder, useOwnStatuses, useTicketFields, useTypes } from "./data.ts";
import { FieldInput } from "./FieldInput.tsx";
import { TagInput } from "./TagInput.tsx";

type Props = { ticket: TicketDetail; onChange: (change: TicketChange) => void };

export function Facts({ ticket, onChange }: Props) {
  const { t } = useTranslation("tickets");
  const locked = !useCan()("tickets.update") || ticket.deleted_at !== null;
  const types = useTypes();
  const members = useMembers();
  const teams = useTeams();
  const choice = (
    name: "priority" | "assignee" | "team" | "type",
    value: string,
    options: [string, string][],
    change: (value: string) => TicketChange,
  ) => (
    <Fact name={t(`field.${name}`)}>
      {(id) => (
        <Select id={id} disabled={locked} value={value} onChange={(event) => onChange(change(event.target.value))}>
          {name !== "priority" && <option value="">–</option>}
          {options.map(([key, text]) => (
            <option key={key} value={key}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </Fact>
  );
  return (
    <section className="grid grid-cols-1 gap-2.5" aria-label={t("facts")}>
      <StatusFact ticket={ticket} locked={locked} onChange={onChange} />
      {choice(
        "priority",
        ticket.priority,
        priorityOrder.map((p) => [p, t(`priority.${p}`, { ns: "common" })]),
        (p) => ({ priority: p as "low" }),
      )}
      {choice(
        "assignee",
        ticket.assignee?.id ?? "",
        members.map((m) => [m.id, m.name]),
        (id) => ({ assignee_id: id || null }),
      )}
      {choice(
        "team",
        ticket.team_id ?? "",
        teams.map((team) => [team.id, team.name]),
        (id) => ({ team_id: id || null }),
      )}
      {choice(
        "type",
        ticket.type?.id ?? "",
        types.filter((type) => !type.archived || type.id === ticket.type?.id).map((type) => [type.id, type.name]),
        (id) => ({ type: id || null }),
      )}
      <Fact name={t("field.tags")}>
        {(id) => (
          <TagInput
            bare={id}
            label={t("field.tags")}
            disabled={locked}
            value={ticket.tags}
            onChange={(tags) => onChange({ tags })}
          />
        )}
      </Fact>
      <CustomFacts ticket={ticket} locked={locked} onChange={onChange} />
      <Fact name={t("field.sla")}>{() => <span className="text-faint">{t("sla_none")}</span>}</Fact>
      <Fact name={t("field.created_at")}>{() => <RelativeTime at={ticket.created_at} style="sentence" />}</Fact>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="grid min-h-8 grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-2 text-sm">
      <label htmlFor={id} title={name} className="truncate text-xs text-muted">
        {name}
      </label>
      <div className="min-w-0">{children(id)}</div>
    </div>
  );
}

/** Only where the workspace lets it go from here. */
function StatusFact({ ticket, locked, onChange }: Props & { locked: boolean }) {
  const { t } = useTranslation("tickets");
  const own = useOwnStatuses();
  const here = ticket.status_id ?? ticket.status;
  const may = (key: string) => key === here || ticket.moves.includes(key);
  return (
    <Fact name={t("field.status")}>
      {(id) => (
        <Select
          id={id}
          disabled={locked}
          value={here}
          onChange={({ target: { value } }) =>
            onChange(statusOrder.includes(value as "open") ? { status: value as "open" } : { status_id: value })
          }
        >
          {statusOrder.map((status) => (
            <optgroup key={status} label={t(`status.${status}`, { ns: "common" })}>
              {may(status) && <option value={status}>{t(`status.${status}`, { ns: "common" })}</option>}
              {own
                .filter((one) => one.category === status && may(one.id))
                .map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
            </optgroup>
          ))}
        </Select>
      )}
    </Fact>
  );
}

/** Those of the type, those that no type has for itself, and any other that has a value. */
function CustomFacts({ ticket, locked, onChange }: Props & { locked: boolean }) {
  const types = useTypes();
  const type = types.find((one) => one.id === ticket.type?.id);
  const has = (one: TicketType, key: string) => one.fields.some((field) => field.key === key);
  const shown = useTicketFields().filter(
    ({ key }) => key in ticket.custom_fields || (type && has(type, key)) || !types.some((one) => has(one, key)),
  );
  return shown.map((field) => {
    const required = field.required || Boolean(type?.fields.find((one) => one.key === field.key)?.required);
    const input = (bare?: string) => (
      <FieldInput
        field={field}
        disabled={locked}
        required={required}
        value={ticket.custom_fields[field.key]}
        {...(bare ? { bare } : {})}
        onChange={(value) => onChange({ custom_fields: { [field.key]: value } })}
      />
    );
    if (field.type === "multi_choice") return <div key={field.key}>{input()}</div>;
    return (
      <Fact key={field.key} name={required ? `${field.label} *` : field.label}>
        {input}
      </Fact>
    );
  });
}
