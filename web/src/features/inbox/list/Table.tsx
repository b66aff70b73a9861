/** The table layout, in its own chunk: most members work with the list. */
// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the virtualizer, which table elements do not allow
import type { Conversation, Tag } from "@omniflow/contract";
import type { VirtualItem } from "@tanstack/react-virtual";
import { useTranslation } from "react-i18next";
import { useInbox } from "../context.ts";
import { useSavedViews } from "../queries/lookups.ts";
import { shownColumns, template } from "../views/columns.ts";
import { TableHead } from "./TableHead.tsx";
import { TableRow } from "./TableRow.tsx";

type TableProps = {
  rows: Conversation[];
  items: VirtualItem[];
  height: number;
  href: (id: string) => string;
  target: string | null;
  tags: ReadonlyMap<string, Tag>;
  picked: (id: string) => boolean;
  onPick: (id: string, range: boolean) => void;
};

export function Table({ rows, items, height, href, target, tags, picked, onPick }: TableProps) {
  const { t } = useTranslation("inbox");
  const inbox = useInbox();
  const saved = useSavedViews().find((view) => view.id === inbox.view.key);
  const columns = shownColumns(saved?.columns);
  const grid = { gridTemplateColumns: `20px ${template(columns)}` };
  return (
    <div
      role="table"
      aria-label={t("list.label")}
      aria-rowcount={rows.length + 1}
      style={{ minWidth: columns.length * 130 + 180 }}
    >
      <TableHead columns={columns} grid={grid} />
      <div role="rowgroup" className="relative" style={{ height }}>
        {items.map(({ index, start, size, key }) => {
          const row = rows[index]!;
          return (
            <div
              key={key}
              role="presentation"
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)`, height: size }}
            >
              <TableRow
                row={row}
                index={index}
                href={href(row.id)}
                selected={row.id === target}
                tags={tags}
                columns={columns}
                grid={grid.gridTemplateColumns}
                picked={picked(row.id)}
                onPick={onPick}
                onOpen={inbox.open}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
