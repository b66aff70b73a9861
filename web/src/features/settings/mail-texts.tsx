/** The mails the product sends, in the workspace's words. What an automatic first answer says stands with its channel. */
import type { MailText } from "@omniflow/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { changeMailText, listMailTexts, mailTextKey, resetMailText } from "../../api/responses.ts";
import { useForm } from "../../lib/use-form.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { TemplateField } from "../responses/TemplateField.tsx";
import type { variableNouns } from "../responses/VariablePicker.tsx";
import { Pane, SaveRow } from "./pane.tsx";

export function MailTextSettings() {
  const { t } = useTranslation("settings");
  const query = useQuery({ queryKey: mailTextKey, queryFn: listMailTexts });
  return (
    <Pane title={t("nav.mail-texts")} lead={t("mails.lead")}>
      <Loaded query={query}>{(list) => list.map((mail) => <One key={mail.kind} mail={mail} />)}</Loaded>
    </Pane>
  );
}

function One({ mail }: { mail: MailText }) {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const keep = (now: MailText) =>
    client.setQueryData<MailText[]>(mailTextKey, (list) => list?.map((one) => (one.kind === now.kind ? now : one)));
  const form = useForm({
    initial: { subject: mail.subject, body: mail.body },
    submit: (values) => changeMailText({ kind: mail.kind, ...values }),
    onDone: keep,
  });
  const reset = useMutation({
    mutationFn: () => resetMailText(mail.kind),
    onSuccess: keep,
    onError: (error) => notify({ tone: "error", text: errorText(error) }),
  });
  const title = t(`mails.kind.${mail.kind}`);
  const nouns = [...new Set(mail.variables.map((name) => name.split(".")[0]!))].filter((noun) => noun !== "mail");
  const own = mail.variables.filter((name) => name.startsWith("mail."));
  const known = { own, nouns: nouns as (typeof variableNouns)[number][] };
  return (
    <form
      noValidate
      aria-label={title}
      onSubmit={form.submit}
      className="grid min-w-0 gap-4 rounded-lg border border-line p-4"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1">
          <h2 className="text-base font-semibold text-ink">{title}</h2>
          <p className="text-sm text-muted">{t(`mails.hint.${mail.kind}`)}</p>
        </div>
        {mail.changed && (
          <>
            <Badge tone="neutral">{t("mails.changed")}</Badge>
            <Button size="sm" look="ghost" busy={reset.isPending} onClick={() => reset.mutate()}>
              {t("mails.reset")}
            </Button>
          </>
        )}
      </header>
      <Field label={t("mails.subject")} error={form.problem("subject")} required>
        {(wiring) => (
          <TemplateField
            wiring={wiring}
            label={`${title}: ${t("mails.subject")}`}
            rows={1}
            value={form.values.subject}
            onChange={(text) => form.set("subject", text)}
            {...known}
          />
        )}
      </Field>
      <Field label={t("mails.body")} error={form.problem("body")} required>
        {(wiring) => (
          <TemplateField
            wiring={wiring}
            label={`${title}: ${t("mails.body")}`}
            rows={6}
            value={form.values.body}
            onChange={(text) => form.set("body", text)}
            {...known}
          />
        )}
      </Field>
      <SaveRow form={form} />
    </form>
  );
}
