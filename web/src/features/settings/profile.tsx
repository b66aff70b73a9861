/** How the product looks and behaves for this member. */

import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { changeMe } from "../../api/people.ts";
import { useMe } from "../../frame/me.ts";
import { followLanguage, languages } from "../../i18n/index.ts";
import { applyTheme, type Theme } from "../../lib/theme.ts";
import { useForm } from "../../lib/use-form.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { Group, Pane, SaveRow } from "./pane.tsx";

const SignatureField = lazy(() =>
  import("../responses/SignatureField.tsx").then((module) => ({ default: module.SignatureField })),
);
const themes = ["system", "light", "dark"] as const;
const afterResolve = ["next", "list", "stay"] as const;
const afterReply = ["pending", "open", "resolved"] as const;
const undoChoices = [0, 5, 10, 20, 30, 60] as const;

export function ProfileSettings() {
  const { t } = useTranslation(["settings", "common", "frame"]);
  const me = useMe();
  const client = useQueryClient();
  const { settings } = me;
  const form = useForm({
    initial: {
      name: me.member?.name ?? "",
      language: settings.language ?? "",
      theme: (settings.theme ?? "system") as Theme,
      undo_seconds: settings.undo_seconds ?? 10,
      after_resolve: settings.after_resolve ?? "next",
      after_reply_status: settings.after_reply_status ?? "pending",
      signature: settings.signature ?? "",
    },
    check: ({ name }) => (name.trim() ? {} : { name: t("profile.needName") }),
    submit: ({ name, language, ...rest }) => changeMe({ name: name.trim(), settings: { ...rest, language } }),
    onDone: (now) => {
      client.setQueryData(keys.me, now);
      applyTheme(now.settings.theme ?? "system");
      void followLanguage(now.settings.language || undefined);
    },
  });
  const { values, set } = form;
  return (
    <Pane title={t("nav.profile")} lead={t("profile.lead")}>
      <form noValidate onSubmit={form.submit} className="grid gap-8">
        <Group title={t("profile.you")}>
          <div className="grid gap-4 md:grid-cols-2">
            <Field label={t("profile.name")} help={t("profile.nameHelp")} error={form.problem("name")} required>
              {(wiring) => (
                <Input
                  {...wiring}
                  name="name"
                  autoComplete="name"
                  value={values.name}
                  onChange={(event) => set("name", event.target.value)}
                />
              )}
            </Field>
            <Field label={t("profile.email")}>
              {(wiring) => <Input {...wiring} value={me.member?.email ?? ""} readOnly />}
            </Field>
          </div>
        </Group>
        <Group title={t("profile.look")}>
          <div className="grid gap-4 md:grid-cols-2">
            <Field label={t("profile.language")} error={form.problem("language")}>
              {(wiring) => (
                <Select {...wiring} value={values.language} onChange={(event) => set("language", event.target.value)}>
                  <option value="">{t("profile.browserLanguage")}</option>
                  {Object.entries(languages).map(([code, name]) => (
                    <option key={code} value={code} lang={code}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Field label={t("frame:theme.label")}>
              {(wiring) => (
                <Select
                  {...wiring}
                  value={values.theme}
                  onChange={(event) => set("theme", event.target.value as Theme)}
                >
                  {themes.map((one) => (
                    <option key={one} value={one}>
                      {t(`frame:theme.${one}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
        </Group>
        <Group title={t("profile.work")}>
          <div className="grid gap-4 md:grid-cols-2">
            <Field label={t("profile.afterReply")}>
              {(wiring) => (
                <Select
                  {...wiring}
                  value={values.after_reply_status}
                  onChange={(event) => set("after_reply_status", event.target.value as (typeof afterReply)[number])}
                >
                  {afterReply.map((one) => (
                    <option key={one} value={one}>
                      {t(`common:status.${one}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Field label={t("profile.afterResolve")}>
              {(wiring) => (
                <Select
                  {...wiring}
                  value={values.after_resolve}
                  onChange={(event) => set("after_resolve", event.target.value as (typeof afterResolve)[number])}
                >
                  {afterResolve.map((one) => (
                    <option key={one} value={one}>
                      {t(`profile.resolve.${one}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Field label={t("profile.undo")} help={t("profile.undoHelp")} error={form.problem("undo_seconds")}>
              {(wiring) => (
                <Select
                  {...wiring}
                  value={values.undo_seconds}
                  onChange={(event) => set("undo_seconds", Number(event.target.value))}
                >
                  {[...new Set([...undoChoices, values.undo_seconds])]
                    .sort((a, b) => a - b)
                    .map((seconds) => (
                      <option key={seconds} value={seconds}>
                        {seconds === 0 ? t("profile.undoOff") : t("profile.seconds", { count: seconds })}
                      </option>
                    ))}
                </Select>
              )}
            </Field>
          </div>
        </Group>
        <Group title={t("profile.signature")} lead={t("profile.signatureHelp")}>
          <Field label={<span className="sr-only">{t("profile.signature")}</span>} error={form.problem("signature")}>
            {() => (
              <Suspense fallback={<div className="h-32" />}>
                <SignatureField
                  label={t("profile.signature")}
                  value={values.signature}
                  onChange={(text) => set("signature", text)}
                />
              </Suspense>
            )}
          </Field>
        </Group>
        <SaveRow form={form} />
      </form>
    </Pane>
  );
}
