/** Signing in: password first, then the second factor when the account has one. */
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { signIn } from "../../api/auth.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { AuthLayout } from "./layout.tsx";
import { Notice } from "./notice.tsx";
import { PasswordField } from "./password-field.tsx";
import { authProblem } from "./problems.ts";
import { SecondFactor } from "./second-factor.tsx";

export function SignInPage() {
  const [second, setSecond] = useState(false);
  const { next } = useSearch({ from: "/sign-in" });
  // A full load: whatever an earlier session left in memory is gone.
  const enter = () => location.assign(next ?? "/");
  return second ? (
    <SecondFactor onDone={enter} onBack={() => setSecond(false)} />
  ) : (
    <Password onSecond={() => setSecond(true)} onDone={enter} />
  );
}

function Password({ onSecond, onDone }: { onSecond: () => void; onDone: () => void }) {
  const { t } = useTranslation("auth");
  const { next, reset } = useSearch({ from: "/sign-in" });
  const form = useForm({
    initial: { email: "", password: "" },
    check: ({ email, password }) => ({
      ...(email.includes("@") ? {} : { email: t("problem.email") }),
      ...(password ? {} : { password: t("problem.empty") }),
    }),
    submit: ({ email, password }) => signIn(email.trim(), password),
    onDone: ({ second }) => (second ? onSecond() : onDone()),
  });
  return (
    <AuthLayout title={t("signIn.title")}>
      {reset && <Notice tone="success">{t("signIn.passwordChanged")}</Notice>}
      {!reset && next && !form.error && <Notice>{t("signIn.ended")}</Notice>}
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
        <PasswordField
          label={t("password")}
          value={form.values.password}
          onChange={(value) => form.set("password", value)}
          error={form.problem("password")}
        />
        <Button look="primary" size="lg" type="submit" busy={form.busy}>
          {t("signIn.submit")}
        </Button>
        <Link
          to="/forgot-password"
          className="justify-self-start rounded-sm text-sm text-accent-ink underline-offset-2 hover:underline"
        >
          {t("signIn.forgot")}
        </Link>
      </form>
    </AuthLayout>
  );
}
