/** Switching the second factor on: password, scan and confirm, keep the backup codes. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { enableTwoFactor, verifyTotp } from "../../../api/auth.ts";
import { keys } from "../../../api/keys.ts";
import { Button, buttonStyle } from "../../../ui/button.tsx";
import { CopyButton, CopyLine } from "../../../ui/copy.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { Notice } from "../../auth/notice.tsx";
import { PasswordField } from "../../auth/password-field.tsx";
import { authProblem } from "../../auth/problems.ts";
import { QrCode } from "./qr.tsx";

const FORM = "enable-two-factor";

export function EnableTwoFactor({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const client = useQueryClient();
  const [value, setValue] = useState("");
  const start = useMutation({ mutationFn: enableTwoFactor, onSuccess: () => setValue("") });
  const confirm = useMutation({
    mutationFn: (code: string) => verifyTotp(code.replaceAll(" ", "")),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.me }),
  });
  const step = confirm.isSuccess ? "codes" : start.data ? "scan" : "password";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (step === "password") start.mutate(value);
    else confirm.mutate(value);
  };
  const busy = start.isPending || confirm.isPending;
  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={t(`twoFactor.${step}Title`)}
      description={t(`twoFactor.${step}Lead`)}
      footer={
        step === "codes" ? (
          <Button look="primary" onClick={onClose}>
            {t("common:done")}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t("common:cancel")}</Button>
            <Button look="primary" type="submit" form={FORM} busy={busy} disabled={!value.trim()}>
              {t("common:next")}
            </Button>
          </>
        )
      }
    >
      {step === "codes" ? (
        <BackupCodes codes={start.data?.backupCodes ?? []} />
      ) : (
        <form id={FORM} onSubmit={submit} className="grid gap-4 py-1">
          <StepProblem error={step === "password" ? start.error : confirm.error} />
          {step === "password" ? (
            <PasswordField label={t("security.current")} value={value} onChange={setValue} autoFocus />
          ) : (
            <Scan uri={start.data?.totpURI ?? ""}>
              <Field label={t("twoFactor.code")} required>
                {(wiring) => (
                  <Input
                    {...wiring}
                    inputMode="numeric"
                    autoComplete="one-time-code"
                    maxLength={7}
                    autoFocus
                    value={value}
                    onChange={(event) => setValue(event.target.value)}
                    className="tracking-[0.2em] tabular-nums"
                  />
                )}
              </Field>
            </Scan>
          )}
        </form>
      )}
    </Dialog>
  );
}

function StepProblem({ error }: { error: unknown }) {
  const { t } = useTranslation("auth");
  return error ? <Notice tone="danger">{authProblem(error, t)}</Notice> : null;
}

function Scan({ uri, children }: { uri: string; children: ReactNode }) {
  const { t } = useTranslation("settings");
  const secret = URL.canParse(uri) ? (new URL(uri).searchParams.get("secret") ?? "") : "";
  return (
    <>
      <div className="grid justify-items-center">
        <QrCode text={uri} label={t("twoFactor.qr")} />
      </div>
      <details>
        <summary className="w-fit rounded-sm text-xs text-accent-ink">{t("twoFactor.cannotScan")}</summary>
        <CopyLine text={secret} label={t("twoFactor.copySecret")} className="mt-1.5" />
      </details>
      {children}
    </>
  );
}

function BackupCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation("settings");
  const text = codes.join("\n");
  return (
    <div className="grid gap-3">
      <ol className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-md border border-line bg-sunken p-3 font-mono text-sm text-ink">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex items-center gap-2">
        <a
          className={buttonStyle({ size: "sm" })}
          download="omniflow-backup-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
        >
          <Download aria-hidden /> {t("twoFactor.download")}
        </a>
        <CopyButton text={text} />
      </div>
    </div>
  );
}
