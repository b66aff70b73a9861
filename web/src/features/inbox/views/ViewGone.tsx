/** Instead of the list: the address names a view that is deleted or not shared with the member. */
import { FilterX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/states.tsx";
import { useInbox } from "../context.ts";

export function ViewGone() {
  const { t } = useTranslation("triage");
  const { showView } = useInbox();
  return (
    <EmptyState
      icon={<FilterX />}
      title={t("views.not_found")}
      action={<Button onClick={() => showView("mine")}>{t("views.go_home")}</Button>}
    >
      {t("views.not_found_hint")}
    </EmptyState>
  );
}
