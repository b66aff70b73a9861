/** The shape of a thread while it comes for the first time. */
import { useTranslation } from "react-i18next";
import { Skeleton } from "../../../ui/states.tsx";

export function ThreadSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("loading")} className="flex h-full flex-col bg-surface">
      <div className="grid h-[77px] shrink-0 content-center gap-3 border-b border-line px-4">
        <Skeleton className="w-1/2" />
        <Skeleton className="h-3 w-1/3" />
      </div>
      <div className="mx-auto grid w-full max-w-[52rem] flex-1 content-end gap-4 px-6 py-4">
        {["h-28", "h-20", "h-36"].map((height) => (
          <div
            key={height}
            className={`grid gap-3 rounded-lg border border-line p-4 ${height} content-start overflow-hidden`}
          >
            <Skeleton className="w-1/4" />
            <Skeleton className="h-3 w-5/6" />
            <Skeleton className="h-3 w-2/3" />
          </div>
        ))}
      </div>
      <div className="mx-4 mb-4 h-24 rounded-lg border border-line" />
    </div>
  );
}
