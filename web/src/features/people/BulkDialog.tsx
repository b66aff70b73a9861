/** One new value for many records. */
import type { BulkEdit, CustomField } from "@omniflow/contract";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordKind } from "../../api/records.ts";
import { formatNumber } from "../../i18n/format.ts";
import { cn } from "../../lib/cn.ts";
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
  /** @param tell hears how far it is, when it takes a while */
  onSave(change: object, tell: (edit: BulkEdit) => void): Promise<void>;
  onClose(): void;
  /** Closes it while the change goes on. */
  onLeave(): void;
};

export function BulkDialog({ kind, field, count, onSave, onClose, onLeave }: Props) {
  const { t } = useTranslation("people");
  const members = useMembers();
  const fields = useFields(kind);
  const [value, setValue] = useState<unknown>(null);
  const [fieldId, setFieldId] = useState<string | null>(null);
  // They may be read only after it has opened.
  const chosen: CustomField | undefined = fields.find((one) => one.id === fieldId) ?? fields[0];
  const [invalid, setInvalid] = useState(false);
  const isEmpty = (value === null || value === "") && !invalid && (field !== "custom" || chosen !== undefined);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [edit, setEdit] = useState<BulkEdit | null>(null);
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      await onSave(field === "custom" ? { custom_fields: { [chosen!.key]: value } } : { [field]: value }, setEdit);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  if (edit) return <Progress edit={edit} onLeave={onLeave} />;
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
          <Button
            look="primary"
            busy={busy}
            disabled={field === "custom" && (!chosen || invalid)}
            onClick={() => void save()}
          >
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
                    setFieldId(event.target.value);
                    setInvalid(false);
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
                <FieldInput
                  key={chosen.id}
                  field={chosen}
                  id={wiring.id}
                  value={value}
                  mayBeEmpty
                  onChange={setValue}
                  onInvalid={setInvalid}
                />
              )}
            </Field>
          </>
        )}
        {/* Keeps its place: a button that moves while it is pressed is not clicked. */}
        <p className={cn("text-sm text-muted", !isEmpty && "invisible")}>{t("bulk.empty")}</p>
        {Boolean(error) && <ErrorState compact error={error} />}
      </div>
    </Dialog>
  );
}

/** It goes on whether somebody looks or not. */
function Progress({ edit, onLeave }: { edit: BulkEdit; onLeave(): void }) {
  const { t } = useTranslation("people");
  const done = edit.done + edit.skipped;
  const words = t("bulk.progress", { done: formatNumber(done), total: formatNumber(edit.total) });
  return (
    <Dialog
      open
      size="sm"
      title={t("bulk.title", { count: edit.total })}
      description={t("bulk.goes_on")}
      onClose={onLeave}
      footer={<Button onClick={onLeave}>{t("bulk.leave")}</Button>}
    >
      <div className="grid gap-2 pb-2 text-sm text-muted">
        <progress aria-label={words} value={done} max={edit.total} className="h-2 w-full accent-accent" />
        <p className="tabular-nums">{words}</p>
      </div>
    </Dialog>
  );
}
