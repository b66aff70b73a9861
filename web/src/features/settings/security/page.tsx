/** How this member's account is protected: password, second factor, where it is signed in. */
import { useTranslation } from "react-i18next";
import { Pane } from "../pane.tsx";
import { PasswordGroup } from "./password.tsx";
import { SessionsGroup } from "./sessions.tsx";
import { TwoFactorGroup } from "./two-factor.tsx";

export function SecuritySettings() {
  const { t } = useTranslation("settings");
  return (
    <Pane title={t("nav.security")} lead={t("security.lead")}>
      <PasswordGroup />
      <TwoFactorGroup />
      <SessionsGroup />
    </Pane>
  );
}
