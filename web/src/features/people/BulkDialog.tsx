/** One new value for many records. */
import type { CustomField } from "@omniflow/contract";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordKind } from "../../api/records.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { useMembers } from "../inbox/queries/lookups.ts";
import type { BulkField } from "./BulkBar.tsx";
import { CompanyPicker } from "./CompanyPicker.tsx";
import { FieldInput } from "./FieldInput.tsx";
import { useFields } from "./use-records.ts";

type Props = {
  kind: RecordKind;
  field: BulkField;
  count: number;
  onSave(change: object): Promise<void>;
  onClose(): void;
};

export function BulkDialog({ kind, field, count, onSave, onClose }: Props) {
  const { t } = useTranslation("people");
  const members = useMembers();
  const fields = useFields(kind);
  const [value, setValue] = useState<unknown>(null);
  const [chosen, setChosen] = useState<CustomField | null>(fields[0] ?? null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      await onSave(field === "custom" ? { custom_fields: { [chosen!.key]: value } } : { [field]: value });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      size="sm"
      title={t("bulk.title", { count })}
      description={t("bulk.lead")}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel", { ns: "common" })}</Button>
          <Button look="primary" busy={busy} disabled={field === "custom" && !chosen} onClick={() => void save()}>
            {t("bulk.save", { count })}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {field === "tier" && (
          <Field label={t("column.tier")}>
            {(wiring) => (
              <Input
                {...wiring}
                autoFocus
                maxLength={60}
                value={String(value ?? "")}
                onChange={(event) => setValue(event.target.value || null)}
              />
            )}
          </Field>
        )}
        {field === "company_id" && (
          <CompanyPicker value={value as string | null} onChange={(id) => setValue(id)} label={t("column.company")} />
        )}
        {field === "owner_id" && (
          <Field label={t("column.owner")}>
            {(wiring) => (
              <Select
                {...wiring}
                value={String(value ?? "")}
                onChange={(event) => setValue(event.target.value || null)}
              >
                <option value="">{t("nobody")}</option>
                {members
                  .filter((member) => !member.deactivated)
                  .map((member) => (
                    <option key={member.id} value={member.id}>
                      {member.name}
                    </option>
                  ))}
              </Select>
            )}
          </Field>
        )}
        {field === "custom" && !fields.length && <p className="text-sm text-muted">{t("bulk.no_fields")}</p>}
        {field === "custom" && chosen && (
          <>
            <Field label={t("bulk.which")}>
              {(wiring) => (
                <Select
                  {...wiring}
                  value={chosen.id}
                  onChange={(event) => {
                    setChosen(fields.find((one) => one.id === event.target.value) ?? null);
                    setValue(null);
                  }}
                >
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
                <FieldInput key={chosen.id} field={chosen} id={wiring.id} value={value} onChange={setValue} />
              )}
            </Field>
          </>
        )}
        {Boolean(error) && <ErrorState compact error={error} />}
      </div>
    </Dialog>
  );
}
