/** Tags to add and to take off, or one custom field, for many tickets. */
import type { CustomField, TicketBulkChange } from "@omniflow/contract";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { useTicketFields } from "./data.ts";
import { FieldInput } from "./FieldInput.tsx";
import { TagInput } from "./TagInput.tsx";

type Props = { what: "tags" | "custom"; onSave: (change: TicketBulkChange) => void; onClose: () => void };

export function BulkDialog({ what, onSave, onClose }: Props) {
  const { t } = useTranslation("tickets");
  const fields = useTicketFields();
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const [field, setField] = useState<CustomField | undefined>(fields[0]);
  const [value, setValue] = useState<unknown>(null);
  const ready = what === "tags" ? add.length + remove.length > 0 : field !== undefined;
  const save = () =>
    onSave(
      what === "tags"
        ? { ...(add.length ? { add_tags: add } : {}), ...(remove.length ? { remove_tags: remove } : {}) }
        : { custom_fields: { [field!.key]: value } },
    );
  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={t(what === "tags" ? "bulk.tags_title" : "bulk.custom_title")}
      description={t("bulk.lead")}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel", { ns: "common" })}</Button>
          <Button look="primary" disabled={!ready} onClick={save}>
            {t("bulk.save")}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {what === "tags" ? (
          <>
            <TagInput label={t("bulk.add_tags")} value={add} onChange={setAdd} />
            <TagInput label={t("bulk.remove_tags")} value={remove} onChange={setRemove} />
          </>
        ) : field ? (
          <>
            <Field label={t("bulk.which")}>
              {(wiring) => (
                <Select
                  {...wiring}
                  value={field.key}
                  onChange={(event) => {
                    setField(fields.find((one) => one.key === event.target.value));
                    setValue(null);
                  }}
                >
                  {fields.map((one) => (
                    <option key={one.key} value={one.key}>
                      {one.label}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <FieldInput key={field.key} field={field} value={value} onChange={setValue} />
          </>
        ) : (
          <p className="text-sm text-muted">{t("settings.no_fields")}</p>
        )}
      </div>
    </Dialog>
  );
}
