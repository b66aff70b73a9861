/** Instead of the list: the address names a view that is deleted or not shared with the member, or a filter that is none. */
import { FilterX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/button.tsx";
import { EmptyState, errorText } from "../../../ui/states.tsx";
import { useInbox } from "../context.ts";
import { parseTree } from "../filter/start.ts";

export function ViewGone({ error }: { error: unknown }) {
  const { t } = useTranslation("triage");
  const { showView, view } = useInbox();
  const saved = view.kind === "saved";
  const readable = view.kind === "filter" && parseTree(view.filter) !== null;
  return (
    <EmptyState
      icon={<FilterX />}
      title={t(saved ? "views.not_found" : "views.filter_wrong")}
      action={<Button onClick={() => showView("mine", "newest")}>{t("views.go_home")}</Button>}
    >
      {saved ? t("views.not_found_hint") : readable ? errorText(error) : t("views.filter_wrong_hint")}
    </EmptyState>
  );
}
