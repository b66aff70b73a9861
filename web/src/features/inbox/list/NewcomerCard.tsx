/** A workspace without any conversation yet: what to do first. */
import { Inbox as InboxIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useGo } from "../../../frame/workspace-link.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/states.tsx";

export function NewcomerCard() {
  const { t } = useTranslation("inbox");
  const go = useGo();
  return (
    <EmptyState
      icon={<InboxIcon />}
      title={t("empty.newcomer.title")}
      action={
        <Button look="primary" onClick={() => go("/welcome")}>
          {t("empty.newcomer.action")}
        </Button>
      }
    >
      {t("empty.newcomer.text")}
    </EmptyState>
  );
}
