/** A person's company, language and time zone, and the workspace's own fields; loaded beside the thread only when there is time for it. */
import type { Contact } from "@omniflow/contract";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../frame/me.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { useChangeContact } from "../contacts/change.ts";
import { CompanyPicker } from "./CompanyPicker.tsx";
import { CustomFields } from "./CustomFields.tsx";
import { LocaleEdit } from "./LocaleEdit.tsx";

/** @param away merged into another: nothing of it can be changed */
export function PersonDetails({ contact, away = false }: { contact: Contact; away?: boolean }) {
  const { t } = useTranslation("people");
  const go = useGo();
  const change = useChangeContact();
  const locked = !useCan()("contacts.update") || away;
  return (
    <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-x-3">
      <dt className="truncate text-xs text-faint">{t("column.company")}</dt>
      <dd className="flex min-w-0 items-center gap-2">
        <CompanyPicker
          label={t("column.company")}
          value={contact.company_id}
          disabled={locked}
          onChange={(company_id) => void change(contact, { company_id })}
        />
        {contact.company_id && (
          <button
            type="button"
            className="shrink-0 text-xs text-accent-ink hover:underline"
            onClick={() => go(`/companies/${contact.company_id}`)}
          >
            {t("open")}
          </button>
        )}
      </dd>
      {(["language", "time_zone"] as const).map((field) => (
        <Fragment key={field}>
          <dt className="truncate text-xs text-faint">{t(`column.${field}`)}</dt>
          <dd className="min-w-0">
            <LocaleEdit
              field={field}
              value={contact[field]}
              disabled={locked}
              onSave={(value) => void change(contact, { [field]: value })}
            />
          </dd>
        </Fragment>
      ))}
      <CustomFields
        record="contact"
        values={contact.custom_fields}
        locked={locked}
        onChange={(custom_fields) => void change(contact, { custom_fields })}
      />
    </dl>
  );
}
