/** What every contact has, edited in place; what needs lists to choose from is in people/PersonDetails. */
import type { Contact } from "@omniflow/contract";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../frame/me.ts";
import { formatDate } from "../../i18n/format.ts";
import { useChangeContact } from "./change.ts";
import { InlineEdit } from "./InlineEdit.tsx";

export function ContactFields({ contact, away = false }: { contact: Contact; away?: boolean }) {
  const { t } = useTranslation("contacts");
  const change = useChangeContact();
  const locked = !useCan()("contacts.update") || away;
  return (
    <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-x-3">
      <Row name={t("field.tier")}>
        <InlineEdit
          value={contact.tier ?? ""}
          label={t("field.tier")}
          placeholder={t("empty_field")}
          disabled={locked}
          onSave={(tier) => void change(contact, { tier: tier || null })}
        />
      </Row>
      <Row name={t("field.created_at")}>
        <span className="flex min-h-7 items-center text-sm max-md:min-h-10 text-ink">
          {formatDate(contact.created_at)}
        </span>
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
