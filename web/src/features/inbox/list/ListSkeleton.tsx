/** The shape of the list while it comes for the first time: same heights, so that nothing jumps. */
import { useTranslation } from "react-i18next";
import { Skeleton } from "../../../ui/states.tsx";
import { rowHeight, tableRowHeight } from "./ListRow.tsx";

const lines = ["w-2/3", "w-4/5", "w-1/2", "w-3/4", "w-3/5", "w-5/6", "w-2/5", "w-2/3"];

export function ListSkeleton({ table }: { table: boolean }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("loading")}>
      {lines.map((width, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: nothing but their place tells these apart
          key={index}
          className="flex items-start gap-3 border-b border-line ps-4 pe-3 pt-3"
          style={{ height: table ? tableRowHeight : rowHeight }}
        >
          <Skeleton className="size-8 shrink-0 rounded-full" />
          <div className="grid flex-1 gap-2">
            <Skeleton className="h-3 w-1/3" />
            <Skeleton className={`h-3 ${width}`} />
            {!table && <Skeleton className="h-2.5 w-full opacity-60" />}
          </div>
        </div>
      ))}
    </div>
  );
}
