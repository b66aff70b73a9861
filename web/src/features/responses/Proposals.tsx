/** Names in a sent message that could be variables: proposed, and confirmed one by one. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "../../ui/check.tsx";
import type { Prefill, Proposal } from "./prefill.ts";

export function Proposals({ from, onChange }: { from: Prefill; onChange: (proposals: Proposal[]) => void }) {
  const { t } = useTranslation("responses");
  const [off, setOff] = useState<readonly string[]>([]);
  if (from.proposals.length === 0) return null;
  return (
    <section aria-label={t("proposals.label")} className="grid gap-2 rounded-lg bg-accent-soft px-4 py-3 text-sm">
      <p className="text-ink">{t("proposals.text")}</p>
      {from.proposals.map((proposal) => (
        <Checkbox
          key={proposal.variable}
          checked={!off.includes(proposal.variable)}
          label={
            <>
              <bdi>{proposal.value}</bdi> → <span className="font-mono text-xs">{`{{${proposal.variable}}}`}</span>
            </>
          }
          onChange={(on) => {
            const next = on ? off.filter((one) => one !== proposal.variable) : [...off, proposal.variable];
            setOff(next);
            onChange(from.proposals.filter((one) => !next.includes(one.variable)));
          }}
        />
      ))}
    </section>
  );
}
