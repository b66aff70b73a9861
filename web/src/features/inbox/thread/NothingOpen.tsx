/** The thread pane before anything is opened: the few keys that make the day faster. */
import { MessagesSquare } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { ActionKbd } from "../../../ui/kbd.tsx";
import { useIsNewcomer } from "../list/NewcomerCard.tsx";

const OnboardingCard = lazy(() =>
  import("../../onboarding/card.tsx").then((module) => ({ default: module.OnboardingCard })),
);

const hints = [
  ["next", "previous", "hint.move"],
  ["open", null, "hint.open"],
  ["resolve", null, "hint.resolve"],
  ["palette", null, "hint.palette"],
  ["shortcuts", null, "hint.keys"],
] as const;

export function NothingOpen() {
  const { t } = useTranslation("inbox");
  if (useIsNewcomer()) {
    return (
      <div className="flex h-full justify-center overflow-y-auto bg-surface p-8">
        <Suspense>
          <OnboardingCard className="my-auto" />
        </Suspense>
      </div>
    );
  }
  return (
    <div className="grid h-full place-content-center justify-items-center gap-4 bg-surface p-6 text-sm text-muted">
      <MessagesSquare aria-hidden className="size-7 stroke-[1.25] text-faint" />
      <p>{t("thread.none_open")}</p>
      <dl className="grid grid-cols-[auto_auto] items-center gap-x-4 gap-y-2 text-xs">
        {hints.map(([action, second, text]) => (
          <div key={action} className="contents">
            <dt className="flex justify-end gap-1">
              <ActionKbd action={action} />
              {second && <ActionKbd action={second} />}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
