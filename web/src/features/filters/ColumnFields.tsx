/** Which columns a view shows, in the order tables have them; none chosen: the usual ones. */
import { Checkbox } from "../../ui/check.tsx";

type Props<T extends string> = {
  title: string;
  help: string;
  order: readonly T[];
  columns: readonly T[];
  nameOf: (column: T) => string;
  onChange: (columns: T[]) => void;
};

export function ColumnFields<T extends string>({ title, help, order, columns, nameOf, onChange }: Props<T>) {
  return (
    <fieldset>
      <legend className="text-sm font-medium text-ink">{title}</legend>
      <p className="mb-1.5 text-xs text-muted">{help}</p>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {order.map((column) => (
          <Checkbox
            key={column}
            checked={columns.includes(column)}
            label={nameOf(column)}
            onChange={(on) => onChange(order.filter((one) => (one === column ? on : columns.includes(one))))}
          />
        ))}
      </div>
    </fieldset>
  );
}
