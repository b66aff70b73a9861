/** A new contact or company: the few things that matter at first, and the rest on demand. */
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { createContact } from "../../api/contacts.ts";
import { createCompany, pathOf, type RecordKind } from "../../api/records.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { CompanyPicker } from "./CompanyPicker.tsx";
import { CustomFields } from "./CustomFields.tsx";
import { listKey } from "./use-records.ts";

const list = (text: string) =>
  text
    .split(/[,;\s]+/)
    .map((part) => part.trim())
    .filter(Boolean);

export function CreateDialog({ kind, onClose }: { kind: RecordKind; onClose(): void }) {
  const { t } = useTranslation("people");
  const go = useGo();
  const client = useQueryClient();
  const isContact = kind === "contact";
  const form = useForm({
    initial: {
      name: "",
      emails: "",
      phones: "",
      domains: "",
      tier: "",
      company_id: null as string | null,
      custom_fields: {} as Record<string, unknown>,
    },
    check: ({ name, emails, phones }) =>
      name.trim() || emails.trim() || phones.trim() ? {} : { name: t("create.missing") },
    submit: async ({ name, emails, phones, domains, tier, company_id, custom_fields }) => {
      const more = { ...(tier.trim() ? { tier: tier.trim() } : {}), custom_fields };
      return isContact
        ? createContact({
            ...more,
            ...(company_id ? { company_id } : {}),
            ...(name.trim() ? { name: name.trim() } : {}),
            emails: list(emails),
            phones: phones.trim() ? phones.split(/[,;]/).map((one) => one.trim()) : [],
          })
        : createCompany({ ...more, name: name.trim(), domains: list(domains) });
    },
    onDone: (made) => {
      void client.invalidateQueries({ queryKey: listKey(kind) });
      onClose();
      go(`${pathOf(kind)}/${made.id}`);
    },
  });
  const input = (name: "name" | "emails" | "phones" | "domains" | "tier", help?: string) => (
    <Field
      label={name === "tier" ? t("column.tier") : t(`create.${name}`)}
      error={form.problem(name)}
      {...(help ? { help } : {})}
    >
      {(wiring) => (
        <Input
          {...wiring}
          name={name}
          autoFocus={name === "name"}
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
        />
      )}
    </Field>
  );
  return (
    <Dialog open size="sm" title={t(`${kind}.new`)} onClose={onClose}>
      <form className="grid gap-3 pb-3" onSubmit={form.submit}>
        {input("name")}
        {isContact && input("emails", t("create.several"))}
        {isContact && input("phones")}
        {!isContact && input("domains", t("create.domains_help"))}
        <details>
          <summary className="cursor-pointer text-sm text-accent-ink">{t("create.more")}</summary>
          <div className="grid gap-3 pt-3">
            {input("tier")}
            <dl className="grid grid-cols-[7rem_minmax(0,1fr)] items-center gap-x-3">
              {isContact && (
                <>
                  <dt className="text-xs text-faint">{t("column.company")}</dt>
                  <dd>
                    <CompanyPicker
                      label={t("column.company")}
                      value={form.values.company_id}
                      onChange={(id) => form.set("company_id", id)}
                    />
                  </dd>
                </>
              )}
              <CustomFields
                record={kind}
                values={form.values.custom_fields}
                locked={false}
                form
                onChange={(values) => form.set("custom_fields", { ...form.values.custom_fields, ...values })}
              />
            </dl>
          </div>
        </details>
        {Boolean(form.error) && <ErrorState compact error={form.error} />}
        <div className="flex justify-end gap-2 pt-2">
          <Button onClick={onClose}>{t("cancel", { ns: "common" })}</Button>
          <Button look="primary" type="submit" busy={form.busy}>
            {t("create.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
