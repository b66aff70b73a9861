/** Column names of the table layout. */
import { useTranslation } from "react-i18next";
import { tableColumns } from "./TableRow.tsx";

const columns = ["customer", "subject", "assigned", "status", "tags"] as const;

export function TableHead() {
  const { t } = useTranslation("inbox");
  return (
    // biome-ignore lint/a11y: see the table round it
    <div role="rowgroup" className="sticky top-0 z-[5] border-b border-line bg-surface">
      {/* biome-ignore lint/a11y: see the table round it */}
      <div role="row" className={`${tableColumns} h-8 text-xs font-medium text-muted`}>
        {columns.map((column) => (
          // biome-ignore lint/a11y: see the table round it
          <span key={column} role="columnheader">
            {t(`column.${column}`)}
          </span>
        ))}
      </div>
    </div>
  );
}
