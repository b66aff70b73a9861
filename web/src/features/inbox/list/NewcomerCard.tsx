/** A workspace nobody has written to yet: what to do first. */
import { useQuery } from "@tanstack/react-query";
import { Inbox as InboxIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useGo } from "../../../frame/workspace-link.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/states.tsx";
import { onboardingQuery } from "../../onboarding/data.ts";
import { useCounts } from "../queries/lists.ts";

/** True until the first message has arrived. */
export function useIsNewcomer(): boolean {
  const counts = useCounts().data;
  const empty = counts !== undefined && Object.values(counts.views).every((count) => count === 0);
  const onboarding = useQuery({ ...onboardingQuery, enabled: empty }).data;
  return empty && onboarding?.steps.some((step) => step.key === "test_message" && !step.done) === true;
}

export function NewcomerCard() {
  const { t } = useTranslation(["inbox", "triage"]);
  const go = useGo();
  return (
    <EmptyState
      icon={<InboxIcon />}
      title={t("triage:empty.newcomer.title")}
      action={<Button onClick={() => go("/welcome")}>{t("triage:empty.newcomer.action")}</Button>}
    >
      {t("triage:empty.newcomer.text")}
    </EmptyState>
  );
}
