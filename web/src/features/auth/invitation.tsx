/** Accepting an invitation: a new account, or the password of the one that is there. */
import type { InvitationPreview } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Static } from "typebox";
import { ApiError } from "../../api/client.ts";
import { acceptInvitation, getInvitation } from "../../api/people.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button, buttonStyle } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { ErrorState, errorText, SkeletonRows } from "../../ui/states.tsx";
import { AuthLayout } from "./layout.tsx";
import { Notice } from "./notice.tsx";
import { MIN_PASSWORD, PasswordField } from "./password-field.tsx";

export function InvitationPage() {
  const { t } = useTranslation("auth");
  const { token } = useParams({ from: "/invite/$token" });
  const preview = useQuery({ queryKey: ["invitation", token], queryFn: () => getInvitation(token), retry: false });
  if (preview.data) return <Accept token={token} preview={preview.data} />;
  const gone = preview.error instanceof ApiError && [404, 410].includes(preview.error.status);
  return (
    <AuthLayout title={t(gone ? "invite.goneTitle" : "invite.loading")} lead={gone ? t("invite.goneLead") : undefined}>
      {preview.isPending && <SkeletonRows rows={2} />}
      {preview.error && !gone && <ErrorState compact error={preview.error} onRetry={() => preview.refetch()} />}
      {gone && (
        <Link to="/sign-in" className={buttonStyle({ look: "secondary", size: "lg" })}>
          {t("forgot.back")}
        </Link>
      )}
    </AuthLayout>
  );
}

function Accept({ token, preview }: { token: string; preview: Static<typeof InvitationPreview> }) {
  const { t } = useTranslation(["auth", "common"]);
  const known = preview.has_account;
  const form = useForm({
    initial: { name: "", password: "" },
    check: ({ name, password }) => ({
      ...(known || name.trim() ? {} : { name: t("problem.name") }),
      ...(password.length >= (known ? 1 : MIN_PASSWORD)
        ? {}
        : { password: t(known ? "problem.empty" : "problem.short") }),
    }),
    submit: ({ name, password }) => acceptInvitation(token, known ? { password } : { name: name.trim(), password }),
    onDone: ({ workspace }) => location.assign(`/w/${workspace.slug}/inbox`),
  });
  return (
    <AuthLayout
      title={t("invite.title", { workspace: preview.workspace_name })}
      lead={t("invite.lead", { role: t(`common:role.${preview.role}`) })}
    >
      <form noValidate onSubmit={form.submit} className="grid gap-4">
        {form.error && <Notice tone="danger">{errorText(form.error)}</Notice>}
        <Field label={t("email")}>
          {(wiring) => <Input {...wiring} value={preview.email} readOnly autoComplete="username" />}
        </Field>
        {!known && (
          <Field label={t("name")} error={form.problem("name")} required>
            {(wiring) => (
              <Input
                {...wiring}
                name="name"
                autoComplete="name"
                autoFocus
                value={form.values.name}
                onChange={(event) => form.set("name", event.target.value)}
              />
            )}
          </Field>
        )}
        <PasswordField
          label={t(known ? "invite.yourPassword" : "password")}
          value={form.values.password}
          onChange={(value) => form.set("password", value)}
          error={form.problem("password")}
          fresh={!known}
          autoFocus={known}
        />
        <Button look="primary" size="lg" type="submit" busy={form.busy}>
          {t("invite.submit")}
        </Button>
      </form>
    </AuthLayout>
  );
}
