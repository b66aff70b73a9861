/** The first page of a new installation: the workspace and its first admin. Closed after use. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/client.ts";
import { getSetup, setUp } from "../../api/people.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button, buttonStyle } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/check.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { ErrorState, errorText, SkeletonRows } from "../../ui/states.tsx";
import { AuthLayout } from "../auth/layout.tsx";
import { Notice } from "../auth/notice.tsx";
import { MIN_PASSWORD, PasswordField } from "../auth/password-field.tsx";

export function SetupPage() {
  const { t } = useTranslation("auth");
  const state = useQuery({ queryKey: ["setup"], queryFn: getSetup });
  if (state.data?.open) return <SetupForm />;
  return (
    <AuthLayout
      title={state.data ? t("setup.closedTitle") : t("setup.title")}
      lead={state.data ? t("setup.closedLead") : undefined}
    >
      {state.isPending && <SkeletonRows rows={3} />}
      {state.error && <ErrorState compact error={state.error} onRetry={() => state.refetch()} />}
      {state.data && (
        <Link to="/sign-in" className={buttonStyle({ look: "primary", size: "lg" })}>
          {t("signIn.submit")}
        </Link>
      )}
    </AuthLayout>
  );
}

const empty = { workspace_name: "", name: "", email: "", password: "", sample_data: true };

function SetupForm() {
  const { t } = useTranslation("auth");
  const form = useForm({
    initial: empty,
    check: (values) => ({
      ...(values.workspace_name.trim() ? {} : { workspace_name: t("setup.needWorkspace") }),
      ...(values.name.trim() ? {} : { name: t("problem.name") }),
      ...(values.email.includes("@") ? {} : { email: t("problem.email") }),
      ...(values.password.length >= MIN_PASSWORD ? {} : { password: t("problem.short") }),
    }),
    submit: (values) => setUp({ ...values, language: i18next.language }),
    onDone: ({ workspace }) => location.assign(`/w/${workspace.slug}/welcome`),
  });
  const text = (name: "workspace_name" | "name" | "email", label: string, more: object, help?: string) => (
    <Field label={label} help={help} error={form.problem(name)} required>
      {(wiring) => (
        <Input
          {...wiring}
          name={name}
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
          {...more}
        />
      )}
    </Field>
  );
  const closed = form.error instanceof ApiError && form.error.code === "setup_closed";
  return (
    <AuthLayout title={t("setup.title")} lead={t("setup.lead")}>
      <form noValidate onSubmit={form.submit} className="grid gap-4">
        {form.error && <Notice tone="danger">{closed ? t("setup.closedLead") : errorText(form.error)}</Notice>}
        {text(
          "workspace_name",
          t("setup.workspace"),
          { autoFocus: true, autoComplete: "organization" },
          t("setup.workspaceHelp"),
        )}
        <hr className="border-line" />
        {text("name", t("name"), { autoComplete: "name" })}
        {text("email", t("setup.email"), { type: "email", autoComplete: "username" })}
        <PasswordField
          label={t("password")}
          value={form.values.password}
          onChange={(value) => form.set("password", value)}
          error={form.problem("password")}
          fresh
        />
        <Checkbox
          label={t("setup.sample")}
          help={t("setup.sampleHelp")}
          checked={form.values.sample_data}
          onChange={(on) => form.set("sample_data", on)}
        />
        <Button look="primary" size="lg" type="submit" busy={form.busy}>
          {t("setup.submit")}
        </Button>
      </form>
    </AuthLayout>
  );
}
