/** The mails the product sends, in the workspace's words, by language. What an automatic first answer says stands with its channel. */
import type { MailText } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeMailText, listMailTexts, mailTextKey } from "../../api/responses.ts";
import { useForm } from "../../lib/use-form.ts";
import { useSaid } from "../../said/index.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { LanguageTabs, useLanguageName } from "../responses/LanguageTabs.tsx";
import { TemplateField } from "../responses/TemplateField.tsx";
import type { variableNouns } from "../responses/VariablePicker.tsx";
import { MailPreview } from "./mail-preview.tsx";
import { inputOf, languagesOf, originalOf, placeOf, type Values, valuesOf, type Words } from "./mail-values.ts";
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

function useTexts(mail: MailText) {
  const client = useQueryClient();
  const [shown, setShown] = useState("");
  const form = useForm<Values, MailText>({
    initial: valuesOf(mail),
    submit: (values) =>
      changeMailText(inputOf(mail, values)).catch((error: unknown) => {
        const place = placeOf(error, languagesOf(values));
        if (place) setShown(place.language);
        throw error;
      }),
    onDone: (now) =>
      client.setQueryData<MailText[]>(mailTextKey, (list) => list?.map((one) => (one.kind === now.kind ? now : one))),
    onConflict: () => void client.invalidateQueries({ queryKey: mailTextKey }),
  });
  const { values, set } = form;
  const languages = languagesOf(values);
  const index = Math.max(0, languages.indexOf(shown));
  const language = languages[index]!;
  const words = values[language]!;
  const original = originalOf(mail, values, language);
  /** One text for all gives way to the product's own, in each of its languages that is not worded. */
  const restore = () => {
    if (original) return set(language, original);
    set(language, undefined);
    for (const one of mail.originals)
      if (!language && !values[one.language]) set(one.language, { subject: one.subject, body: one.body });
  };
  return {
    form,
    languages,
    index,
    language,
    words,
    change: (part: Partial<Words>) => {
      if (form.error) form.forget();
      set(language, { ...words, ...part });
    },
    show: setShown,
    add: (added: string) => {
      const comes = mail.originals.find((one) => one.language === added) ?? words;
      set(added, { subject: comes.subject, body: comes.body });
      setShown(added);
    },
    rename: (to: string) => {
      set(language, undefined);
      set(to, words);
      setShown(to);
    },
    remove: original || index === 0 ? undefined : () => set(language, undefined),
    restore: isWorded(words, original, language) ? restore : undefined,
  };
}

const isWorded = (words: Words, original: Words | null, language: string): boolean =>
  original ? original.subject !== words.subject || original.body !== words.body : language === "";

function One({ mail }: { mail: MailText }) {
  const { t } = useTranslation("settings");
  const said = useSaid();
  const nameOf = useLanguageName();
  const { form, languages, index, language, words, change, show, add, rename, remove, restore } = useTexts(mail);
  const title = t(`mails.kind.${mail.kind}`);
  const nouns = [...new Set(mail.variables.map((name) => name.split(".")[0]!))].filter((noun) => noun !== "mail");
  const own = mail.variables.filter((name) => name.startsWith("mail."));
  const known = { own, nouns: nouns as (typeof variableNouns)[number][] };
  const place = form.error ? placeOf(form.error, languages) : null;
  const problem = (field: string) =>
    place?.language === language && place.field === field ? said(form.error!.message) : undefined;
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
        {mail.changed && <Badge tone="neutral">{t("mails.changed")}</Badge>}
      </header>
      <div className="grid gap-1">
        <LanguageTabs
          languages={languages}
          index={index}
          onShow={(at) => show(languages[at]!)}
          onAdd={add}
          onRemove={remove}
          onRename={index === 0 && restore ? rename : undefined}
        />
        <p className="flex min-h-7 flex-wrap items-center gap-x-2 text-xs text-muted">
          {t(restore || remove ? (language ? "mails.worded" : "mails.for_all") : "mails.original", {
            language: nameOf(language),
          })}
          {restore && (
            <Button size="sm" look="ghost" onClick={restore}>
              {t("mails.reset")}
            </Button>
          )}
        </p>
      </div>
      <Field label={t("mails.subject")} error={problem("subject")} required>
        {(wiring) => (
          <TemplateField
            wiring={wiring}
            label={`${title}: ${t("mails.subject")}`}
            rows={1}
            value={words.subject}
            onChange={(subject) => change({ subject })}
            {...known}
          />
        )}
      </Field>
      <Field label={t("mails.body")} error={problem("body")} required>
        {(wiring) => (
          <TemplateField
            wiring={wiring}
            label={`${title}: ${t("mails.body")}`}
            rows={6}
            value={words.body}
            onChange={(body) => change({ body })}
            {...known}
          />
        )}
      </Field>
      <MailPreview mail={mail} language={language} words={words} />
      <SaveRow form={{ ...form, error: place ? null : form.error }} />
    </form>
  );
}
