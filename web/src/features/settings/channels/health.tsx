/** How a channel is doing, and the button that tries it. */
import type { Channel } from "@omniflow/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleAlert, CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { testChannel } from "../../../api/channels.ts";
import { keys } from "../../../api/keys.ts";
import { useSlug } from "../../../frame/workspace-link.ts";
import { useSaid } from "../../../said/index.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { healthOf } from "./kinds.ts";

export function ChannelHealth({ channel, canTest }: { channel: Channel; canTest: boolean }) {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const slug = useSlug();
  const test = useMutation({
    mutationFn: () => testChannel(channel.id),
    onSettled: () => client.invalidateQueries({ queryKey: keys.channels }),
  });
  const said = useSaid();
  const { word, tone } = healthOf(channel);
  const { health } = channel;
  return (
    <section aria-label={t("channels.health")} className="rounded-lg border border-line">
      <div className="flex items-center gap-3 px-4 py-3">
        <Badge tone={tone}>{t(`health.${word}`)}</Badge>
        <p className="min-w-0 flex-1 text-sm text-muted">
          {word === "failing" && !test.data ? health.reason && said(health.reason) : t(`healthLead.${word}`)}
        </p>
        {canTest && (
          <Button size="sm" busy={test.isPending} onClick={() => test.mutate()}>
            {t("channels.test")}
          </Button>
        )}
      </div>
      {test.error && <ErrorState compact error={test.error} className="mx-4 mb-3" />}
      {test.data && <TestReport ok={test.data.ok} report={test.data.report} />}
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 border-t border-line px-4 py-3 text-sm sm:grid-cols-4">
        <Fact label={t("channels.lastReceived")}>
          {health.last_received_at ? <RelativeTime at={health.last_received_at} style="sentence" /> : "–"}
        </Fact>
        <Fact label={t("channels.lastSent")}>
          {health.last_sent_at ? <RelativeTime at={health.last_sent_at} style="sentence" /> : "–"}
        </Fact>
        <Fact label={t("channels.waiting")}>{health.waiting}</Fact>
        <Fact label={t("nav.quarantine")}>
          {health.quarantined > 0 ? (
            <Link to={`/w/${slug}/settings/quarantine` as string} className="text-accent-ink hover:underline">
              {health.quarantined}
            </Link>
          ) : (
            0
          )}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="text-ink tabular-nums">{children}</dd>
    </div>
  );
}

function TestReport({ ok, report }: { ok: boolean; report: readonly string[] }) {
  const { t } = useTranslation("settings");
  const said = useSaid();
  return (
    <div
      role="status"
      className={`mx-4 mb-3 rounded-md px-3 py-2 text-sm ${ok ? "bg-success-soft text-success-ink" : "bg-danger-soft text-danger-ink"}`}
    >
      <p className="flex items-center gap-1.5 font-medium">
        {ok ? <CircleCheck aria-hidden className="size-4" /> : <CircleAlert aria-hidden className="size-4" />}
        {t(ok ? "channels.testOk" : "channels.testFailed")}
      </p>
      {report.length > 0 && (
        <ul className="mt-1 list-disc ps-5">
          {report.map((line) => (
            <li key={line} className="break-words">
              {said(line)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
