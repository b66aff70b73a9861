/** The new value for many records, entered as its field asks for. */
import type { CustomField } from "@omniflow/contract";
import { useTranslation } from "react-i18next";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { useMembers } from "../inbox/queries/lookups.ts";
import type { BulkField } from "./BulkBar.tsx";
import { CompanyPicker } from "./CompanyPicker.tsx";
import { FieldInput } from "./FieldInput.tsx";
import { LocaleSelect } from "./LocaleSelects.tsx";

type ValueProps = { value: unknown; onChange(value: unknown): void };
type CustomProps = ValueProps & {
  fields: readonly CustomField[];
  chosen: CustomField | undefined;
  onChosen(id: string): void;
  onInvalid(invalid: boolean): void;
};

export function BulkValue({ field, value, onChange, ...custom }: CustomProps & { field: BulkField }) {
  const { t } = useTranslation("people");
  if (field === "custom") return <Custom value={value} onChange={onChange} {...custom} />;
  if (field === "company_id")
    return <CompanyPicker value={value as string | null} onChange={onChange} label={t("column.company")} />;
  return (
    <Field label={t(`column.${field}`)}>
      {(wiring) => {
        if (field === "tier")
          return (
            <Input
              {...wiring}
              autoFocus
              maxLength={60}
              value={String(value ?? "")}
              onChange={(event) => onChange(event.target.value || null)}
            />
          );
        if (field === "owner_id") return <Owner wiring={wiring} value={value} onChange={onChange} />;
        if (field === "blocked")
          return (
            <Select {...wiring} value={String(value)} onChange={(event) => onChange(event.target.value === "true")}>
              <option value="true">{t("block")}</option>
              <option value="false">{t("unblock")}</option>
            </Select>
          );
        return <LocaleSelect {...wiring} field={field} value={value as string | null} onChange={onChange} />;
      }}
    </Field>
  );
}

function Owner({ wiring, value, onChange }: ValueProps & { wiring: { id: string } }) {
  const { t } = useTranslation("people");
  const members = useMembers().filter((member) => !member.deactivated);
  return (
    <Select {...wiring} value={String(value ?? "")} onChange={(event) => onChange(event.target.value || null)}>
      <option value="">{t("nobody")}</option>
      {members.map((member) => (
        <option key={member.id} value={member.id}>
          {member.name}
        </option>
      ))}
    </Select>
  );
}

function Custom({ fields, chosen, value, onChange, onChosen, onInvalid }: CustomProps) {
  const { t } = useTranslation("people");
  if (!chosen) return <p className="text-sm text-muted">{t("bulk.no_fields")}</p>;
  return (
    <>
      <Field label={t("bulk.which")}>
        {(wiring) => (
          <Select {...wiring} value={chosen.id} onChange={(event) => onChosen(event.target.value)}>
            {fields.map((one) => (
              <option key={one.id} value={one.id}>
                {one.label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("bulk.value")}>
        {(wiring) => (
          <FieldInput
            key={chosen.id}
            field={chosen}
            id={wiring.id}
            value={value}
            mayBeEmpty
            onChange={onChange}
            onInvalid={onInvalid}
          />
        )}
      </Field>
    </>
  );
}
