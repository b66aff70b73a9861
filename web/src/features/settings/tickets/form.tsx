/** The public form of a type: on or off, what it says, which channel answers go out on, and how it comes onto a web site. */
import type { TicketForm, TicketType } from "@omniflow/contract";
import { ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useForm } from "../../../lib/use-form.ts";
import { Switch } from "../../../ui/check.tsx";
import { CodeBlock } from "../../../ui/copy.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input, Select, Textarea } from "../../../ui/input.tsx";
import { useChannels } from "../../inbox/queries/lookups.ts";
import { SaveRow } from "../pane.tsx";

type Props = { type: TicketType; onSave: (form: TicketForm) => Promise<boolean> };

export function FormSettings({ type, onSave }: Props) {
  const { t } = useTranslation("tickets");
  return (
    <div className="grid gap-4">
      <Switch
        label={t("settings.form")}
        help={t("settings.form_help")}
        checked={type.form.enabled}
        onChange={(enabled) => void onSave({ ...type.form, title: type.form.title || type.name, enabled })}
      />
      {type.form.enabled && (
        <>
          <Texts key={type.version} type={type} onSave={onSave} />
          <Switch
            label={t("settings.in_widget")}
            help={t("settings.in_widget_help")}
            checked={type.form.in_widget === true}
            onChange={(in_widget) => void onSave({ ...type.form, in_widget })}
          />
          <OnYourSite path={type.form_path} title={type.form.title || type.name} />
        </>
      )}
    </div>
  );
}

function Texts({ type, onSave }: Props) {
  const { t } = useTranslation("tickets");
  const channels = useChannels().filter((channel) => channel.kind === "email" || channel.kind === "api");
  const { title, intro, thanks, connection_id } = type.form;
  const form = useForm({
    initial: { title, intro, thanks, connection_id: connection_id ?? "" },
    submit: async (values) => {
      await onSave({ ...type.form, ...values, connection_id: values.connection_id || null });
    },
  });
  return (
    <form className="grid gap-3 sm:grid-cols-2" onSubmit={form.submit}>
      <Field label={t("settings.form_title")}>
        {(wiring) => (
          <Input
            {...wiring}
            maxLength={200}
            value={form.values.title}
            onChange={(e) => form.set("title", e.target.value)}
          />
        )}
      </Field>
      <Field label={t("settings.form_channel")} help={t("settings.form_channel_help")}>
        {(wiring) => (
          <Select
            {...wiring}
            value={form.values.connection_id}
            onChange={(e) => form.set("connection_id", e.target.value)}
          >
            <option value="">{t("settings.first_mailbox")}</option>
            {channels.map((channel) => (
              <option key={channel.id} value={channel.id}>
                {channel.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("settings.form_intro")}>
        {(wiring) => (
          <Textarea
            {...wiring}
            rows={3}
            maxLength={2000}
            value={form.values.intro}
            onChange={(e) => form.set("intro", e.target.value)}
          />
        )}
      </Field>
      <Field label={t("settings.form_thanks")}>
        {(wiring) => (
          <Textarea
            {...wiring}
            rows={3}
            maxLength={2000}
            placeholder={t("settings.form_thanks_usual")}
            value={form.values.thanks}
            onChange={(e) => form.set("thanks", e.target.value)}
          />
        )}
      </Field>
      <div className="sm:col-span-2">
        <SaveRow form={form} />
      </div>
    </form>
  );
}

function OnYourSite({ path, title }: { path: string; title: string }) {
  const { t } = useTranslation("tickets");
  const address = location.origin + path;
  const quoted = title.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  const snippet = `<iframe src="${address}/embed" title="${quoted}" loading="lazy"\n  style="width: 100%; height: 44rem; border: 0"></iframe>`;
  return (
    <div className="grid gap-2">
      <a
        href={path}
        target="_blank"
        rel="noreferrer"
        className="inline-flex min-w-0 items-center gap-1 text-accent-ink hover:underline"
      >
        <ExternalLink className="size-3.5 shrink-0" aria-hidden /> <span className="truncate">{address}</span>
      </a>
      <p className="text-muted">{t("settings.embed_help")}</p>
      <CodeBlock text={snippet} label={t("settings.embed")} />
    </div>
  );
}
