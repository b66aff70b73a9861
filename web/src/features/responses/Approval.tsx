/** Where a shared text stands: draft, in review, approved; what a proposal changes, and who may decide. */
import type { CannedResponse } from "@omniflow/contract";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { approveResponse, changeResponse, discardProposal } from "../../api/responses.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Differences } from "./Differences.tsx";

type ApprovalProps = {
  response: CannedResponse;
  /** Something is written that was not saved: what would be decided about is not what is on screen. */
  unsaved: boolean;
  onChanged: (response: CannedResponse) => void;
};
const tones = { draft: "neutral", in_review: "warning", approved: "success" } as const;

export function Approval({ response, unsaved, onChanged }: ApprovalProps) {
  const { t } = useTranslation("responses");
  const { id, version, state, approved } = response;
  const run = useMutation({ mutationFn: (work: () => Promise<CannedResponse>) => work(), onSuccess: onChanged });
  if (response.scope === "private") return null;
  const waiting = state !== "approved";
  return (
    <section aria-label={t("approval.label")} className="grid gap-3 rounded-lg border border-line px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
        <span className="min-w-0 flex-1 text-muted max-md:order-first max-md:basis-full">
          {waiting
            ? t(approved ? "approval.proposed" : "approval.never", { name: response.updated_by })
            : approved && t("approval.by", { name: approved.by, time: formatDateTime(approved.at) })}
        </span>
        {waiting && state === "draft" && !response.approvable && (
          <Button
            size="sm"
            busy={run.isPending}
            disabled={unsaved}
            onClick={() => run.mutate(() => changeResponse(id, { state: "in_review", version }))}
          >
            {t("approval.submit")}
          </Button>
        )}
        {state === "in_review" && !approved && response.editable && (
          <Button
            size="sm"
            look="ghost"
            busy={run.isPending}
            disabled={unsaved}
            onClick={() => run.mutate(() => changeResponse(id, { state: "draft", version }))}
          >
            {t("approval.to_draft")}
          </Button>
        )}
        {waiting && approved && (
          <Button
            size="sm"
            look="ghost"
            busy={run.isPending}
            disabled={unsaved}
            onClick={() => run.mutate(() => discardProposal(id))}
          >
            {t("approval.discard")}
          </Button>
        )}
        {waiting && response.approvable && (
          <Button
            size="sm"
            look="primary"
            busy={run.isPending}
            disabled={unsaved}
            onClick={() => run.mutate(() => approveResponse(id, version))}
          >
            {t("approval.approve")}
          </Button>
        )}
      </div>
      {unsaved && waiting && <p className="text-xs text-muted">{t("approval.unsaved")}</p>}
      {run.error && <ErrorState compact error={run.error} />}
      {waiting && approved && <Differences from={approved} to={response} language={response.language} />}
    </section>
  );
}
