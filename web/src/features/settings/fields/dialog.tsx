/** Makes or changes a custom field. Its kind is chosen once: values that are there must stay readable. */
import type { CustomField, FieldType } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { changeField, createField } from "../../../api/admin.ts";
import { useForm } from "../../../lib/use-form.ts";
import { Button } from "../../../ui/button.tsx";
import { Checkbox } from "../../../ui/check.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input, Select, Textarea } from "../../../ui/input.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import type { Draft } from "./page.tsx";

const types: readonly FieldType[] = ["text", "number", "date", "choice", "multi_choice", "checkbox", "link"];
const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

export function FieldDialog({ draft, onClose }: { draft: Draft; onClose(): void }) {
  const { t } = useTranslation("records");
  const client = useQueryClient();
  const { field, record } = draft;
  const form = useForm({
    initial: {
      label: field?.label ?? "",
      description: field?.description ?? "",
      type: field?.type ?? ("text" as FieldType),
      options: field?.options.join("\n") ?? "",
      required: field?.required ?? false,
    },
    check: ({ label }) => (label.trim() ? {} : { label: t("fields.label_missing") }),
    submit: ({ label, description, type, options, required }): Promise<CustomField> => {
      const choice = type === "choice" || type === "multi_choice";
      const input = {
        label: label.trim(),
        description: description.trim(),
        required,
        ...(choice ? { options: lines(options) } : {}),
      };
      return field
        ? changeField(field.id, { ...input, version: field.version })
        : createField({ record, type, ...input });
    },
    onDone: () => {
      void client.invalidateQueries({ queryKey: ["fields"] });
      onClose();
    },
  });
  const { values } = form;
  return (
    <Dialog
      open
      title={t(field ? "fields.edit_title" : "fields.new_title", { record: t(`record.${record}`) })}
      onClose={onClose}
    >
      <form className="grid gap-3 pb-3" onSubmit={form.submit}>
        <Field label={t("fields.label")} error={form.problem("label")}>
          {(wiring) => (
            <Input
              {...wiring}
              autoFocus
              name="label"
              maxLength={100}
              value={values.label}
              onChange={(event) => form.set("label", event.target.value)}
            />
          )}
        </Field>
        <Field label={t("fields.type")} {...(field ? { help: t("fields.type_fixed") } : {})}>
          {(wiring) => (
            <Select
              {...wiring}
              disabled={field !== null}
              value={values.type}
              onChange={(event) => form.set("type", event.target.value as FieldType)}
            >
              {types.map((type) => (
                <option key={type} value={type}>
                  {t(`type.${type}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {(values.type === "choice" || values.type === "multi_choice") && (
          <Field label={t("fields.options")} help={t("fields.options_help")} error={form.problem("options")}>
            {(wiring) => (
              <Textarea
                {...wiring}
                name="options"
                value={values.options}
                onChange={(event) => form.set("options", event.target.value)}
              />
            )}
          </Field>
        )}
        <Field label={t("fields.description")} help={t("fields.description_help")}>
          {(wiring) => (
            <Input
              {...wiring}
              maxLength={500}
              value={values.description}
              onChange={(event) => form.set("description", event.target.value)}
            />
          )}
        </Field>
        <Checkbox
          label={t("fields.required_label")}
          checked={values.required}
          onChange={(required) => form.set("required", required)}
        />
        {Boolean(form.error) && <ErrorState compact error={form.error} />}
        <div className="flex justify-end gap-2 pt-2">
          <Button onClick={onClose}>{t("cancel", { ns: "common" })}</Button>
          <Button look="primary" type="submit" busy={form.busy}>
            {t("save", { ns: "common" })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
