/** The next page of a list: read when it comes into sight; a button for whoever gets there by keyboard. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";

export function More({ busy, onMore }: { busy: boolean; onMore: () => void }) {
  const { t } = useTranslation("tickets");
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  latest.current = onMore;
  // Watched anew after each page: one that is short leaves this in sight.
  useEffect(() => {
    if (busy) return;
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current());
    if (place.current) seen.observe(place.current);
    return () => seen.disconnect();
  }, [busy]);
  return (
    <div ref={place} className="flex justify-center py-4">
      <Button busy={busy} onClick={() => !busy && onMore()}>
        {t("more_rows")}
      </Button>
    </div>
  );
}
