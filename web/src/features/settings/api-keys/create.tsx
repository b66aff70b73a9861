/** Making a key. The key itself is shown once, here. */
import type { Permission } from "@omniflow/contract/permissions";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { createApiKey } from "../../../api/people.ts";
import { useForm } from "../../../lib/use-form.ts";
import { Button } from "../../../ui/button.tsx";
import { CodeBlock, CopyLine } from "../../../ui/copy.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input, Select } from "../../../ui/input.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { ScopeChoice } from "./scopes.tsx";

const usual: Permission[] = ["conversations.view_all", "conversations.reply", "contacts.view", "contacts.update"];
const lifetimes = [0, 30, 90, 365] as const;

export function CreateKey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const client = useQueryClient();
  const [made, setMade] = useState<string | null>(null);
  const form = useForm({
    initial: { name: "", scopes: usual, days: 0, ip_allow: "" },
    check: ({ name, scopes }) => ({
      ...(name.trim() ? {} : { name: t("apiKeys.needName") }),
      ...(scopes.length > 0 ? {} : { scopes: t("apiKeys.needScope") }),
    }),
    submit: ({ name, scopes, days, ip_allow }) =>
      createApiKey({
        name: name.trim(),
        scopes,
        expires_at: days ? new Date(Date.now() + days * 86_400_000).toISOString() : null,
        ip_allow: ip_allow.split(/[\s,]+/).filter(Boolean),
      }),
    onDone: (created) => {
      setMade(created.key ?? "");
      void client.invalidateQueries({ queryKey: keys.apiKeys });
    },
  });
  if (made !== null) return <Made secret={made} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("apiKeys.addTitle")}
      footer={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" type="submit" form="api-key" busy={form.busy}>
            {t("common:create")}
          </Button>
        </>
      }
    >
      <form id="api-key" noValidate onSubmit={form.submit} className="grid gap-4">
        {form.error && <ErrorState compact error={form.error} kept={t("common:error.kept")} />}
        <Field label={t("apiKeys.name")} help={t("apiKeys.nameHelp")} error={form.problem("name")} required>
          {(wiring) => (
            <Input
              {...wiring}
              name="name"
              autoFocus
              value={form.values.name}
              onChange={(event) => form.set("name", event.target.value)}
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("apiKeys.expires")} error={form.problem("days")}>
            {(wiring) => (
              <Select
                {...wiring}
                value={form.values.days}
                onChange={(event) => form.set("days", Number(event.target.value))}
              >
                {lifetimes.map((days) => (
                  <option key={days} value={days}>
                    {days ? t("apiKeys.days", { count: days }) : t("apiKeys.noExpiry")}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t("apiKeys.ips")} aside={t("common:optional")} error={form.problem("ip_allow")}>
            {(wiring) => (
              <Input
                {...wiring}
                name="ip_allow"
                placeholder="203.0.113.7, 198.51.100.0/24"
                value={form.values.ip_allow}
                onChange={(event) => form.set("ip_allow", event.target.value)}
              />
            )}
          </Field>
        </div>
        <div>
          <p className="mb-2 text-sm font-medium text-ink">{t("apiKeys.scopes")}</p>
          {form.problem("scopes") && (
            <p role="alert" className="mb-2 text-xs text-danger-ink">
              {form.problem("scopes")}
            </p>
          )}
          <ScopeChoice value={form.values.scopes} onChange={(scopes) => form.set("scopes", scopes)} />
        </div>
      </form>
    </Dialog>
  );
}

function Made({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const example = `curl ${location.origin}/api/v1/conversations \\\n  -H 'Authorization: Bearer ${secret}'`;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("apiKeys.madeTitle")}
      description={t("apiKeys.madeLead")}
      footer={
        <Button look="primary" onClick={onClose}>
          {t("common:done")}
        </Button>
      }
    >
      <div className="grid gap-3">
        <CopyLine text={secret} label={t("apiKeys.copy")} />
        <p className="text-sm text-muted">{t("apiKeys.tryIt")}</p>
        <CodeBlock text={example} label={t("apiKeys.tryIt")} />
      </div>
    </Dialog>
  );
}
