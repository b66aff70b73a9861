/** One new value for many records. */
import type { BulkEdit, CustomField } from "@omniflow/contract";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordKind } from "../../api/records.ts";
import { formatNumber } from "../../i18n/format.ts";
import { cn } from "../../lib/cn.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/states.tsx";
import type { BulkField } from "./BulkBar.tsx";
import { BulkValue } from "./BulkValue.tsx";
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
  const fields = useFields(kind);
  const [value, setValue] = useState<unknown>(field === "blocked" ? true : null);
  const [fieldId, setFieldId] = useState<string | null>(null);
  // They may be read only after it has opened.
  const chosen: CustomField | undefined = fields.find((one) => one.id === fieldId) ?? fields[0];
  const [invalid, setInvalid] = useState(false);
  const isEmpty = (value === null || value === "") && !invalid && (field !== "custom" || chosen !== undefined);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [edit, setEdit] = useState<BulkEdit | null>(null);
  const choose = (id: string) => {
    setFieldId(id);
    setInvalid(false);
    setValue(null);
  };
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
        <BulkValue
          field={field}
          fields={fields}
          chosen={chosen}
          value={value}
          onChange={setValue}
          onChosen={choose}
          onInvalid={setInvalid}
        />
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
