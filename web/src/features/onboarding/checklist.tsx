/** The checklist of a new workspace: done steps fold, the next one is open, later ones are named without a button. */
import type { Onboarding } from "@omniflow/contract";
import { Check, ChevronDown } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "../../lib/cn.ts";
import { Badge } from "../../ui/badge.tsx";
import { StepBody, type StepKey } from "./steps.tsx";

export function Checklist({ state }: { state: Onboarding }) {
  const next = state.steps.find((step) => step.available && !step.done)?.key ?? null;
  const [open, setOpen] = useState<StepKey | null | undefined>(undefined);
  const shown = open === undefined ? next : open;
  return (
    <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
      {state.steps.map((step, index) => (
        <Step
          key={step.key}
          step={step}
          number={index + 1}
          state={state}
          open={shown === step.key}
          onToggle={() => setOpen(shown === step.key ? null : step.key)}
        />
      ))}
    </ol>
  );
}

type StepProps = {
  step: Onboarding["steps"][number];
  number: number;
  state: Onboarding;
  open: boolean;
  onToggle: () => void;
};

function Step({ step, number, state, open, onToggle }: StepProps) {
  const { t } = useTranslation(["onboarding", "common"]);
  const title = t(`step.${step.key}.title`);
  const mark = <StepMark done={step.done} number={number} later={!step.available} />;
  if (!step.available) {
    return (
      <li className="flex items-center gap-3 px-4 py-3">
        {mark}
        <span className="min-w-0 flex-1 text-sm text-muted">{title}</span>
        <Badge>{t("common:comingLater")}</Badge>
      </li>
    );
  }
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex w-full items-center gap-3 px-4 py-3 text-start hover:bg-hover"
      >
        {mark}
        <span className={cn("min-w-0 flex-1 text-sm font-medium", step.done ? "text-muted" : "text-ink")}>
          {title}
          {step.done && <span className="sr-only"> ({t("done")})</span>}
        </span>
        <ChevronDown
          aria-hidden
          className={cn("size-4 text-faint transition-transform duration-100", open && "rotate-180")}
        />
      </button>
      {open && (
        <div className="grid gap-3 ps-12 pe-4 pb-4">
          <p className="text-sm text-muted">{t(`step.${step.key}.lead`)}</p>
          <StepBody step={step.key} state={state} />
        </div>
      )}
    </li>
  );
}

function StepMark({ done, number, later }: { done: boolean; number: number; later: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        "grid size-5 shrink-0 place-items-center rounded-full text-2xs font-semibold tabular-nums",
        done
          ? "bg-success-soft text-success-ink"
          : later
            ? "bg-sunken text-faint"
            : "border border-line-strong text-muted",
      )}
    >
      {done ? <Check className="size-3" strokeWidth={3} /> : number}
    </span>
  );
}
