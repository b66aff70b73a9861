/** What is known of a company, edited in place: its mail domains, tier, owner and the workspace's own fields. */
import type { Company, CompanyChange } from "@omniflow/contract";
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/button.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { InlineEdit } from "../contacts/InlineEdit.tsx";
import { useMembers } from "../inbox/queries/lookups.ts";
import { CustomFields } from "./CustomFields.tsx";

type DetailsProps = { company: Company; locked: boolean; onChange(change: CompanyChange): void };

export function CompanyDetails({ company, locked, onChange }: DetailsProps) {
  const { t } = useTranslation("people");
  const members = useMembers();
  return (
    <dl className="grid grid-cols-[6rem_minmax(0,1fr)] items-center gap-x-3 gap-y-0.5">
      <dt className="self-start pt-1.5 text-xs text-faint">{t("column.domains")}</dt>
      <dd>
        <Domains company={company} locked={locked} onChange={onChange} />
      </dd>
      <dt className="text-xs text-faint">{t("column.tier")}</dt>
      <dd>
        <InlineEdit
          value={company.tier ?? ""}
          label={t("column.tier")}
          placeholder={t("add")}
          disabled={locked}
          onSave={(tier) => onChange({ tier: tier || null })}
        />
      </dd>
      <dt className="text-xs text-faint">{t("column.owner")}</dt>
      <dd>
        <Select
          aria-label={t("column.owner")}
          disabled={locked}
          value={company.owner_id ?? ""}
          onChange={(event) => onChange({ owner_id: event.target.value || null })}
        >
          <option value="">{t("nobody")}</option>
          {members
            .filter((member) => !member.deactivated || member.id === company.owner_id)
            .map((member) => (
              <option key={member.id} value={member.id}>
                {member.name}
              </option>
            ))}
        </Select>
      </dd>
      <CustomFields
        record="company"
        values={company.custom_fields}
        locked={locked}
        onChange={(custom_fields) => onChange({ custom_fields })}
      />
    </dl>
  );
}

function Domains({ company, locked, onChange }: DetailsProps) {
  const { t } = useTranslation("people");
  const [text, setText] = useState("");
  return (
    <ul className="grid gap-0.5">
      {company.domains.map((domain) => (
        <li key={domain} className="group flex min-h-7 items-center gap-1 text-sm text-ink">
          <bdi className="truncate">{domain}</bdi>
          {!locked && (
            <IconButton
              size="sm"
              label={t("company.remove_domain", { domain })}
              className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100 max-md:opacity-100"
              onClick={() => onChange({ domains: company.domains.filter((one) => one !== domain) })}
            >
              <X />
            </IconButton>
          )}
        </li>
      ))}
      {!locked && (
        <li>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (!text.trim()) return;
              onChange({ domains: [...company.domains, text.trim()] });
              setText("");
            }}
          >
            <Input
              aria-label={t("company.add_domain")}
              placeholder={t("company.add_domain")}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </form>
        </li>
      )}
    </ul>
  );
}
