/** Column names of the table layout. */
// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the virtualizer, which table elements do not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in the row is what takes the focus
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { Column } from "../views/columns.ts";
import { tableColumns } from "./TableRow.tsx";

export function TableHead({ columns, grid }: { columns: readonly Column[]; grid: CSSProperties }) {
  const { t } = useTranslation("triage");
  return (
    <div role="rowgroup" className="sticky top-0 z-[5] border-b border-line bg-surface">
      <div role="row" className={`${tableColumns} h-8 text-xs font-medium text-muted`} style={grid}>
        <span role="columnheader">
          <span className="sr-only">{t("bulk.select")}</span>
        </span>
        {columns.map((column) => (
          <span key={column} role="columnheader" className="truncate">
            {t(`column.${column}`)}
          </span>
        ))}
      </div>
    </div>
  );
}
