/** What a screen shows when it has nothing, is waiting, or failed. */
import i18next from "i18next";
import { CircleAlert, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/client.ts";
import { cn } from "../lib/cn.ts";
import { said } from "../said/index.ts";
import { Button } from "./button.tsx";

export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-4 animate-pulse rounded-sm bg-line/70", className)} />;
}

/** Grey rows while a list comes for the first time. */
export function SkeletonRows({ rows = 4, className }: { rows?: number; className?: string }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("loading")} className={cn("grid gap-3 py-2", className)}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing but their place tells these apart
        <div key={index} className="flex items-center gap-3">
          <Skeleton className="size-8 rounded-full" />
          <div className="grid flex-1 gap-1.5">
            <Skeleton className="h-3 w-1/3" />
            <Skeleton className="h-3 w-2/3" />
          </div>
        </div>
      ))}
    </div>
  );
}

type EmptyProps = {
  icon?: ReactNode;
  title: string;
  /** The title is the heading of the page. */
  page?: boolean;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

/** Says what will be here and how to get it, with one button. */
export function EmptyState({ icon, title, page, children, action, className }: EmptyProps) {
  const Heading = page ? "h1" : "p";
  return (
    <div className={cn("flex flex-col items-center px-6 py-12 text-center", className)}>
      {icon && <span className="mb-3 text-faint [&_svg]:size-6 [&_svg]:stroke-[1.5]">{icon}</span>}
      <Heading className="text-base font-medium text-ink">{title}</Heading>
      {children && <div className="mt-1 max-w-sm text-sm text-muted">{children}</div>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}

type ErrorProps = {
  error: unknown;
  /** What was not lost: "Your text is still here." */
  kept?: string;
  onRetry?: () => void;
  className?: string;
  compact?: boolean;
};

/** What happened, what was kept, what to do. */
export function ErrorState({ error, kept, onRetry, className, compact }: ErrorProps) {
  const { t } = useTranslation();
  const text = errorText(error);
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <div
      role="alert"
      className={cn(
        compact
          ? "flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-sm text-danger-ink"
          : "flex flex-col items-center px-6 py-12 text-center",
        className,
      )}
    >
      <CircleAlert className={cn("size-4 shrink-0", compact ? "mt-0.5" : "mb-3 size-6 text-danger-ink")} aria-hidden />
      <div className="min-w-0">
        <p className={compact ? undefined : "text-base font-medium text-ink"}>{text}</p>
        {kept && <p className={cn("mt-0.5", !compact && "text-sm text-muted")}>{kept}</p>}
        {!compact && requestId && <p className="mt-1 text-xs text-faint">{t("error.reference", { id: requestId })}</p>}
        {onRetry && (
          <Button size="sm" className={compact ? "mt-2" : "mt-4"} onClick={onRetry}>
            <RotateCw /> {t("retry")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** A sentence for people. The server's own messages are written for them, and said in their language. */
export function errorText(error: unknown): string {
  if (error instanceof ApiError) {
    const known = knownErrors[error.code];
    return known ? i18next.t(known, { ns: "common" }) : said(error.message);
  }
  return i18next.t("error.unexpected", { ns: "common" });
}
const knownErrors: Record<string, "error.network" | "error.unavailable"> = {
  network: "error.network",
  unreachable: "error.unavailable",
};
