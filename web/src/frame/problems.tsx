/** What a route shows when it failed or does not exist. */
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { buttonStyle } from "../ui/button.tsx";
import { EmptyState, ErrorState } from "../ui/states.tsx";

export function RouteError({ error, reset }: ErrorComponentProps) {
  return (
    <div className="grid h-full min-h-64 place-items-center">
      <ErrorState error={error} onRetry={reset} />
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="grid h-full min-h-64 place-items-center">
      <EmptyState
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
