/** Asking for a reset link. The answer is the same whether the address is known or not. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { requestPasswordReset } from "../../api/auth.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button, buttonStyle } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { AuthLayout } from "./layout.tsx";
import { Notice } from "./notice.tsx";
import { authProblem } from "./problems.ts";

export function ForgotPasswordPage() {
  const { t } = useTranslation("auth");
  const [sent, setSent] = useState(false);
  const form = useForm({
    initial: { email: "" },
    check: ({ email }) => (email.includes("@") ? {} : { email: t("problem.email") }),
    submit: ({ email }) => requestPasswordReset(email.trim()),
    onDone: () => setSent(true),
  });
  const back = (
    <Link to="/sign-in" className={buttonStyle({ look: "link" })}>
      {t("forgot.back")}
    </Link>
  );
  if (sent) {
    return (
      <AuthLayout title={t("forgot.sentTitle")} lead={t("forgot.sentLead", { email: form.values.email })} footer={back}>
        <p className="text-sm text-muted">{t("forgot.sentHint")}</p>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title={t("forgot.title")} lead={t("forgot.lead")} footer={back}>
      <form noValidate onSubmit={form.submit} className="grid gap-4">
        {form.error && <Notice tone="danger">{authProblem(form.error, t)}</Notice>}
        <Field label={t("email")} error={form.problem("email")} required>
          {(wiring) => (
            <Input
              {...wiring}
              name="email"
              type="email"
              autoComplete="username"
              autoFocus
              value={form.values.email}
              onChange={(event) => form.set("email", event.target.value)}
            />
          )}
        </Field>
        <Button look="primary" size="lg" type="submit" busy={form.busy}>
          {t("forgot.submit")}
        </Button>
      </form>
    </AuthLayout>
  );
}
