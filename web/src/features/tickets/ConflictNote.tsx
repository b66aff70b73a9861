/** Two people changed the same field: what the other wrote stands, ours is kept here beside it until somebody decides. */
import type { TicketChange } from "@omniflow/contract";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { useMembersById, useTeams } from "../inbox/queries/lookups.ts";
import { heldAs } from "./conflict.ts";
import { plain } from "./Description.tsx";
import { type Conflict, useOwnStatuses, useTicketFields, useTypes } from "./data.ts";

type Props = { conflict: Conflict; onKeep: () => void; onDrop: () => void };

export function ConflictNote({ conflict: { fields, change, theirs }, onKeep, onDrop }: Props) {
  const { t } = useTranslation("tickets");
  const { nameOf, wordsOf } = useWords();
  const mine = (field: string) =>
    field.startsWith("custom.") ? change.custom_fields?.[field.slice(7)] : change[field as keyof TicketChange];
  const other = (field: string) =>
    field.startsWith("custom.") ? theirs.custom_fields[field.slice(7)] : heldAs(theirs, field as keyof TicketChange);
  return (
    <section role="alert" className="grid grid-cols-1 gap-3 rounded-lg bg-warning-soft p-4 text-sm text-warning-ink">
      <div>
        <p className="font-medium">{t("conflict.title")}</p>
        <p>{t("conflict.hint")}</p>
      </div>
      {fields.map((field) => (
        <dl key={field} className="grid gap-2 rounded-md bg-surface p-2 text-ink sm:grid-cols-2">
          <div className="min-w-0">
            <dt className="text-xs text-muted">{t("conflict.theirs", { field: nameOf(field) })}</dt>
            <dd className="max-h-40 overflow-y-auto break-words whitespace-pre-wrap">{wordsOf(other(field))}</dd>
          </div>
          <div className="min-w-0">
            <dt className="text-xs text-muted">{t("conflict.mine", { field: nameOf(field) })}</dt>
            <dd className="max-h-40 overflow-y-auto break-words whitespace-pre-wrap">{wordsOf(mine(field))}</dd>
          </div>
        </dl>
      ))}
      <div className="flex gap-2">
        <Button size="sm" onClick={onKeep}>
          {t("conflict.keep")}
        </Button>
        <Button size="sm" look="ghost" onClick={onDrop}>
          {t("conflict.drop")}
        </Button>
      </div>
    </section>
  );
}

/** A field and its value as people call them. */
function useWords() {
  const { t } = useTranslation("tickets");
  const members = useMembersById();
  const named = [...useTeams(), ...useTypes(), ...useOwnStatuses()];
  const custom = useTicketFields();
  const nameOf = (field: string): string => {
    if (field.startsWith("custom.")) return custom.find((one) => one.key === field.slice(7))?.label ?? field.slice(7);
    return t(`field.${field.replace(/_id$/, "") as "title"}`);
  };
  const wordsOf = (value: unknown): string => {
    if (value === null || value === undefined || value === "") return "–";
    if (Array.isArray(value)) return value.join(", ") || "–";
    if (typeof value !== "string") return String(value);
    const known = members.get(value)?.name ?? named.find((one) => one.id === value)?.name;
    if (known) return known;
    const word = t([`status.${value}`, `priority.${value}`] as unknown as "status.open", {
      ns: "common",
      defaultValue: "",
    });
    return word || (/<[a-z][^>]*>/i.test(value) ? plain(value) : value);
  };
  return { nameOf, wordsOf };
}
