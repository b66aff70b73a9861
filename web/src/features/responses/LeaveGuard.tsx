/** What is not saved is not lost by leaving: asked within the app, by the browser on a reload. */
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Confirm } from "../../ui/confirm.tsx";

/** @param unsaved asked when somebody leaves */
export function LeaveGuard({ unsaved }: { unsaved: () => boolean }) {
  const { t } = useTranslation("responses");
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved() && current.pathname !== next.pathname,
    enableBeforeUnload: unsaved,
    withResolver: true,
  });
  if (status !== "blocked") return null;
  return (
    <Confirm
      title={t("leave.title")}
      action={t("leave.go")}
      cancel={t("leave.stay")}
      onConfirm={proceed}
      onClose={reset}
    >
      <p>{t("leave.text")}</p>
    </Confirm>
  );
}
