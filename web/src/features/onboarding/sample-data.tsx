/** "Look around with sample conversations", and taking them away again. */
import { Sparkles } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../frame/me.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/states.tsx";
import { useSampleData } from "./data.ts";

export function SampleData({ present, className }: { present: boolean; className?: string }) {
  const { t } = useTranslation("onboarding");
  const can = useCan();
  const { add, remove } = useSampleData();
  if (!can("settings.workspace")) return null;
  const error = add.error ?? remove.error;
  return (
    <div
      className={`flex items-center gap-4 rounded-lg border border-line bg-surface px-4 py-3 max-md:flex-wrap ${className ?? ""}`}
    >
      <Sparkles aria-hidden className="size-4 shrink-0 text-faint" />
      <div className="min-w-0 flex-1">
        <p className="text-sm font-medium text-ink">{t(present ? "sample.presentTitle" : "sample.title")}</p>
        <p className="text-sm text-muted">{t(present ? "sample.presentLead" : "sample.lead")}</p>
        {error && (
          <p role="alert" className="text-sm text-danger-ink">
            {errorText(error)}
          </p>
        )}
      </div>
      {present ? (
        <Button size="sm" busy={remove.isPending} onClick={() => remove.mutate()}>
          {t("sample.remove")}
        </Button>
      ) : (
        <Button size="sm" busy={add.isPending} onClick={() => add.mutate()}>
          {t("sample.add")}
        </Button>
      )}
    </div>
  );
}
