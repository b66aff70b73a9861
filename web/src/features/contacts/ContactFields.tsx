/** The fixed fields of a contact, edited in place; the workspace's own are in people/CustomFields. */
import type { Contact } from "@omniflow/contract";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../frame/me.ts";
import { formatDate } from "../../i18n/format.ts";
import { useChangeContact } from "./change.ts";
import { InlineEdit } from "./InlineEdit.tsx";

const fixed = ["tier", "language", "time_zone"] as const;

export function ContactFields({ contact, away = false }: { contact: Contact; away?: boolean }) {
  const { t } = useTranslation("contacts");
  const change = useChangeContact();
  const locked = !useCan()("contacts.update") || away;
  return (
    <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-x-3">
      {fixed.map((field) => (
        <Row key={field} name={t(`field.${field}`)}>
          <InlineEdit
            value={contact[field] ?? ""}
            label={t(`field.${field}`)}
            placeholder={t("empty_field")}
            disabled={locked}
            onSave={(value) => void change(contact, { [field]: value || null })}
          />
        </Row>
      ))}
      <Row name={t("field.created_at")}>
        <span className="flex min-h-7 items-center text-sm text-ink">{formatDate(contact.created_at)}</span>
      </Row>
    </dl>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="truncate text-xs text-faint" title={name}>
        <bdi>{name}</bdi>
      </dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
