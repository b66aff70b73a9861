/** The checklist as a card for the empty inbox: folds, and can be put away for good. Shows nothing once it was. */
import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../frame/me.ts";
import { cn } from "../../lib/cn.ts";
import { Button } from "../../ui/button.tsx";
import { Checklist } from "./checklist.tsx";
import { onboardingQuery, useDismiss } from "./data.ts";
import { SampleData } from "./sample-data.tsx";

const FOLDED = "omniflow.onboarding.folded";

export function OnboardingCard({ className }: { className?: string }) {
  const { t } = useTranslation("onboarding");
  const { data } = useQuery(onboardingQuery);
  const can = useCan();
  const dismiss = useDismiss();
  const [folded, setFolded] = useState(() => localStorage.getItem(FOLDED) === "1");
  if (!data || data.dismissed) return null;
  const available = data.steps.filter((step) => step.available);
  const done = available.filter((step) => step.done).length;
  const toggle = () => {
    localStorage.setItem(FOLDED, folded ? "0" : "1");
    setFolded(!folded);
  };
  return (
    <section aria-label={t("title")} className={cn("w-full max-w-xl text-start", className)}>
      <div className="flex items-center gap-2 pb-2">
        <button
          type="button"
          aria-expanded={!folded}
          onClick={toggle}
          className="flex min-w-0 flex-1 items-center gap-2 rounded-md"
        >
          <span className="text-base font-semibold text-ink">{t("title")}</span>
          <span className="text-xs text-muted tabular-nums">{t("progress", { done, total: available.length })}</span>
          <ChevronDown
            aria-hidden
            className={cn("size-4 text-faint transition-transform duration-100", !folded && "rotate-180")}
          />
        </button>
        {can("settings.workspace") && (
          <Button look="ghost" size="sm" onClick={() => dismiss.mutate()}>
            {t("dismiss")}
          </Button>
        )}
      </div>
      {!folded && (
        <div className="grid gap-3">
          <Checklist state={data} />
          <SampleData present={data.sample_data} />
        </div>
      )}
    </section>
  );
}
