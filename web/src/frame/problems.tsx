/** What a route shows when it failed or does not exist. */
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { Compass, Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { buttonStyle } from "../ui/button.tsx";
import { EmptyState, ErrorState } from "../ui/states.tsx";

export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  // The route's own reading failed before anything was drawn: it is read again, not only drawn again.
  const retry = () => void router.invalidate().finally(reset);
  return (
    <div className="grid h-full min-h-64 place-items-center">
      <ErrorState error={error} onRetry={retry} />
    </div>
  );
}

/** The outline of the frame while the workspace loads, so that nothing jumps when it is there. */
export function FramePending() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("loading")} className="flex h-dvh max-md:flex-col-reverse">
      <div className="shrink-0 border-line bg-canvas max-md:h-14 max-md:border-t md:w-[52px] md:border-e" />
      <div className="flex-1 bg-surface" />
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="grid h-full min-h-64 place-items-center">
      <EmptyState
        page
        icon={<Compass />}
        title={t("error.notFound")}
        action={
          <Link to="/" className={buttonStyle({ look: "secondary" })}>
            {t("error.home")}
          </Link>
        }
      >
        {t("error.notFoundHint")}
      </EmptyState>
    </div>
  );
}

/** The same outside the frame, where nothing else makes the page. */
export function RootNotFound() {
  return (
    <main className="h-dvh bg-surface">
      <NotFound />
    </main>
  );
}

/** A page this member's role does not open. */
export function Forbidden() {
  const { t } = useTranslation();
  return (
    <div className="grid h-full min-h-64 place-items-center">
      <EmptyState page icon={<Lock />} title={t("error.forbiddenTitle")}>
        {t("error.forbidden")}
      </EmptyState>
    </div>
  );
}
