/** The second factor: on, off, and where it stands. Switching on is a dialog in three steps. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck, ShieldOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { disableTwoFactor } from "../../../api/auth.ts";
import { keys } from "../../../api/keys.ts";
import { useMe } from "../../../frame/me.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { notify } from "../../../ui/toast.tsx";
import { Notice } from "../../auth/notice.tsx";
import { PasswordField } from "../../auth/password-field.tsx";
import { authProblem } from "../../auth/problems.ts";
import { Group } from "../pane.tsx";
import { EnableTwoFactor } from "./enable-two-factor.tsx";

export function TwoFactorGroup() {
  const { t } = useTranslation("settings");
  const on = useMe().member?.two_factor ?? false;
  const [dialog, setDialog] = useState<"enable" | "disable" | null>(null);
  return (
    <Group title={t("twoFactor.title")} lead={t("twoFactor.lead")}>
      <div className="flex items-center gap-3 rounded-lg border border-line px-4 py-3">
        {on ? (
          <ShieldCheck aria-hidden className="size-5 text-success-ink" />
        ) : (
          <ShieldOff aria-hidden className="size-5 text-faint" />
        )}
        <p className="min-w-0 flex-1 text-sm text-ink">{t(on ? "twoFactor.on" : "twoFactor.off")}</p>
        <Button size="sm" onClick={() => setDialog(on ? "disable" : "enable")}>
          {t(on ? "twoFactor.disable" : "twoFactor.enable")}
        </Button>
      </div>
      {dialog === "enable" && <EnableTwoFactor onClose={() => setDialog(null)} />}
      {dialog === "disable" && <DisableTwoFactor onClose={() => setDialog(null)} />}
    </Group>
  );
}

function DisableTwoFactor({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const { t: auth } = useTranslation("auth");
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const disable = useMutation({
    mutationFn: disableTwoFactor,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.me });
      notify({ text: t("twoFactor.nowOff") });
      onClose();
    },
  });
  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={t("twoFactor.disableTitle")}
      description={t("twoFactor.disableLead")}
      footer={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button look="danger" type="submit" form="disable-two-factor" busy={disable.isPending} disabled={!password}>
            {t("twoFactor.disable")}
          </Button>
        </>
      }
    >
      <form
        id="disable-two-factor"
        onSubmit={(event) => {
          event.preventDefault();
          disable.mutate(password);
        }}
      >
        {disable.error && <Notice tone="danger">{authProblem(disable.error, auth)}</Notice>}
        <PasswordField label={t("security.current")} value={password} onChange={setPassword} autoFocus />
      </form>
    </Dialog>
  );
}
