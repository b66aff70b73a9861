/** The sender check: a quiet sign when all is well or nothing is known, loud only when it failed. */
import type { Message } from "@omniflow/contract";
import { ShieldAlert, ShieldCheck, ShieldQuestionMark } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Popover } from "../../../ui/popover.tsx";
import { type Verdict, verdictOf } from "./verdict.ts";

export function VerdictSign({ message }: { message: Message }) {
  const { t } = useTranslation(["inbox", "timeline"]);
  const verdict = verdictOf(message);
  if (!verdict || verdict.from === "fail") return null;
  const Icon = verdict.from === "pass" ? ShieldCheck : ShieldQuestionMark;
  return (
    <Popover
      label={t("verdict.label", { ns: "timeline" })}
      trigger={
        <button
          type="button"
          aria-label={t(`verdict.${verdict.from}`, { ns: "timeline" })}
          className="-mx-0.5 grid size-6 place-items-center rounded-sm text-faint hover:text-ink"
        >
          <Icon className="size-3.5" />
        </button>
      }
    >
      <VerdictDetails verdict={verdict} />
    </Popover>
  );
}

function VerdictDetails({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation(["inbox", "timeline"]);
  return (
    <div className="max-w-72 p-2 text-sm">
      <p className="text-ink">{t(`verdict.${verdict.from}`, { ns: "timeline" })}</p>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-xs text-muted">
        {(["spf", "dkim", "dmarc"] as const).map((check) => (
          <div key={check} className="contents">
            <dt className="uppercase">{check}</dt>
            <dd className="text-ink">{verdict[check]}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

export function VerdictWarning({ message }: { message: Message }) {
  const { t } = useTranslation(["inbox", "timeline"]);
  const verdict = verdictOf(message);
  if (verdict?.from !== "fail") return null;
  return (
    <div className="flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-sm text-danger-ink">
      <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>
        <strong className="font-semibold">{t("verdict.fail", { ns: "timeline" })}</strong>{" "}
        {t("verdict.fail_hint", { ns: "timeline" })}{" "}
        <span className="text-xs tabular">
          SPF {verdict.spf} · DKIM {verdict.dkim} · DMARC {verdict.dmarc}
        </span>
      </p>
    </div>
  );
}
