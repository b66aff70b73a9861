/** Choosing a new password with the link from the mail. */
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { resetPassword } from "../../api/auth.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button, buttonStyle } from "../../ui/button.tsx";
import { AuthLayout } from "./layout.tsx";
import { Notice } from "./notice.tsx";
import { MIN_PASSWORD, PasswordField } from "./password-field.tsx";
import { authProblem } from "./problems.ts";

export function ResetPasswordPage() {
  const { t } = useTranslation("auth");
  const { token, error } = useSearch({ from: "/reset-password" });
  const navigate = useNavigate();
  const form = useForm({
    initial: { password: "" },
    check: ({ password }) => (password.length >= MIN_PASSWORD ? {} : { password: t("problem.short") }),
    submit: ({ password }) => resetPassword(token ?? "", password),
    onDone: () => void navigate({ to: "/sign-in", search: { reset: true } }),
  });
  const again = (
    <Link to="/forgot-password" className={buttonStyle({ look: "secondary", size: "lg" })}>
      {t("reset.again")}
    </Link>
  );
  if (!token || error) {
    return (
      <AuthLayout title={t("reset.badTitle")} lead={t("problem.link")}>
        {again}
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title={t("reset.title")} lead={t("reset.lead")}>
      <form noValidate onSubmit={form.submit} className="grid gap-4">
        {form.error && <Notice tone="danger">{authProblem(form.error, t)}</Notice>}
        <PasswordField
          label={t("reset.password")}
          value={form.values.password}
          onChange={(value) => form.set("password", value)}
          error={form.problem("password")}
          fresh
          autoFocus
        />
        <Button look="primary" size="lg" type="submit" busy={form.busy}>
          {t("reset.submit")}
        </Button>
      </form>
    </AuthLayout>
  );
}
