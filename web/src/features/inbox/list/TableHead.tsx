/** Column names of the table layout. */
// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the virtualizer, which table elements do not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in the row is what takes the focus
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the link in the row does the same by keyboard
import { useTranslation } from "react-i18next";
import { tableColumns } from "./TableRow.tsx";

const columns = ["customer", "subject", "assigned", "status", "tags"] as const;

export function TableHead() {
  const { t } = useTranslation("inbox");
  return (
    <div role="rowgroup" className="sticky top-0 z-[5] border-b border-line bg-surface">
      <div role="row" className={`${tableColumns} h-8 text-xs font-medium text-muted`}>
        {columns.map((column) => (
          <span key={column} role="columnheader">
            {t(`column.${column}`)}
          </span>
        ))}
      </div>
    </div>
  );
}
