/** Says when the screen is not live. Waits a moment first: a short hiccup is nobody's business. */
import { CloudOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { connection, reconnectNow, unsent } from "../api/realtime.ts";
import { useStore } from "../lib/store.ts";
import { Button } from "../ui/button.tsx";

const PATIENCE_MS = 2500;

export function ConnectionBanner() {
  const { t } = useTranslation("frame");
  const state = useStore(connection);
  const waiting = useStore(unsent);
  const down = state === "reconnecting" || state === "offline";
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!down) return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [down]);
  const shown = state === "offline" || (down && late);
  return (
    <div role="status" aria-live="polite">
      {shown && (
        <p className="flex min-h-8 items-center justify-center gap-2 bg-warning-soft px-3 py-1 text-sm text-warning-ink">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          {t(state === "offline" ? "connection.offline" : "connection.reconnecting")}
          {waiting > 0 && ` ${t("connection.unsent", { count: waiting })}`}
          <Button look="link" size="sm" className="text-warning-ink underline" onClick={reconnectNow}>
            {t("connection.retry")}
          </Button>
        </p>
      )}
    </div>
  );
}
