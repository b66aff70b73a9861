/** A company in figures: what is open, how many conversations a month, how quickly they were answered. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getFigures } from "../../api/records.ts";
import { formatNumber } from "../../i18n/format.ts";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { lastYear } from "./months.ts";

export function CompanyFigures({ id }: { id: string }) {
  const { t, i18n } = useTranslation("people");
  const query = useQuery({
    queryKey: ["companies", "one", id, "figures"],
    queryFn: ({ signal }) => getFigures(id, signal),
    staleTime: 60_000,
  });
  if (query.isPending) return <Skeleton className="h-24" />;
  if (query.isError) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  const { open, total, by_month, median_first_response_seconds, median_resolution_seconds } = query.data;
  const most = Math.max(1, ...by_month.map((one) => one.count));
  const month = new Intl.DateTimeFormat(i18n.language, { month: "short" });
  return (
    <>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Figure label={t("figures.open")} value={formatNumber(open)} />
        <Figure label={t("figures.total")} value={formatNumber(total)} />
        <Figure label={t("figures.first_response")} value={duration(median_first_response_seconds, i18n.language)} />
        <Figure label={t("figures.resolution")} value={duration(median_resolution_seconds, i18n.language)} />
      </dl>
      {by_month.length > 0 && (
        <figure className="pt-4">
          <figcaption className="pb-2 text-xs text-muted">{t("figures.by_month")}</figcaption>
          <ol className="flex h-24 items-end gap-1">
            {lastYear(by_month, new Date()).map(({ month: name, count }) => (
              <li
                key={name}
                aria-label={t("figures.month", { month: name, count })}
                className="flex h-full min-w-0 flex-1 flex-col justify-end text-center"
              >
                <span aria-hidden className="text-2xs text-faint tabular-nums">
                  {count || ""}
                </span>
                <span
                  aria-hidden
                  className="rounded-t-sm bg-accent/70"
                  style={{ height: `${Math.round((count / most) * 70)}%`, minHeight: count ? 2 : 0 }}
                />
                <span aria-hidden className="truncate border-t border-line pt-0.5 text-2xs text-faint">
                  {month.format(new Date(`${name}-15T12:00:00`))}
                </span>
              </li>
            ))}
          </ol>
        </figure>
      )}
    </>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="text-xl font-semibold text-ink tabular-nums">{value}</dd>
    </div>
  );
}

/** "12 min", "3 h", "2 d": as coarse as one needs it here. */
function duration(seconds: number | null, language: string): string {
  if (seconds === null) return "–";
  const [value, unit] =
    seconds < 5400
      ? [seconds / 60, "minute"]
      : seconds < 172_800
        ? [seconds / 3600, "hour"]
        : [seconds / 86_400, "day"];
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: unit as string,
    unitDisplay: "short",
    maximumFractionDigits: 0,
  }).format(Math.max(1, Math.round(value as number)));
}
