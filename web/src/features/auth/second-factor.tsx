/** The code from the authenticator app, or one of the backup codes. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { verifyBackupCode, verifyTotp } from "../../api/auth.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/check.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { AuthLayout } from "./layout.tsx";
import { Notice } from "./notice.tsx";
import { authProblem } from "./problems.ts";

export function SecondFactor({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const { t } = useTranslation("auth");
  const [backup, setBackup] = useState(false);
  const form = useForm({
    initial: { code: "", trust: false },
    check: ({ code }) => (code.trim() ? {} : { code: t("problem.empty") }),
    submit: ({ code, trust }) => (backup ? verifyBackupCode(code.trim()) : verifyTotp(code.replaceAll(" ", ""), trust)),
    onDone,
  });
  return (
    <AuthLayout title={t("second.title")} lead={t(backup ? "second.backupLead" : "second.lead")}>
      <form noValidate onSubmit={form.submit} className="grid gap-4">
        {form.error && <Notice tone="danger">{authProblem(form.error, t)}</Notice>}
        <Field label={t(backup ? "second.backupCode" : "second.code")} error={form.problem("code")} required>
          {(wiring) => (
            <Input
              key={String(backup)}
              {...wiring}
              name="code"
              inputMode={backup ? "text" : "numeric"}
              autoComplete="one-time-code"
              autoFocus
              maxLength={backup ? 30 : 7}
              value={form.values.code}
              onChange={(event) => form.set("code", event.target.value)}
              className="h-10 text-lg tracking-[0.2em] tabular-nums"
            />
          )}
        </Field>
        {!backup && (
          <Checkbox
            label={t("second.trust")}
            checked={form.values.trust}
            onChange={(trust) => form.set("trust", trust)}
          />
        )}
        <Button look="primary" size="lg" type="submit" busy={form.busy}>
          {t("signIn.submit")}
        </Button>
        <div className="flex justify-between gap-4">
          <Button look="link" onClick={() => setBackup(!backup)}>
            {t(backup ? "second.useApp" : "second.useBackup")}
          </Button>
          <Button look="link" onClick={onBack}>
            {t("second.back")}
          </Button>
        </div>
      </form>
    </AuthLayout>
  );
}
