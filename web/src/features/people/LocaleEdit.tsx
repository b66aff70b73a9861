/** Language or time zone in place: the name, and by a click the list of all, which is too long to stand ready beside every thread. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "../../lib/cn.ts";
import { useBackToButton } from "../../lib/use-back-to-button.ts";
import { type LocaleField, LocaleSelect, localeName } from "./LocaleSelects.tsx";

type Props = { field: LocaleField; value: string | null; disabled: boolean; onSave(value: string | null): void };

export function LocaleEdit({ field, value, disabled, onSave }: Props) {
  const { t } = useTranslation("people");
  const [editing, setEditing] = useState(false);
  const { button, byKey } = useBackToButton(editing);
  const label = t(`column.${field}`);
  const shown = value ? localeName(field, value) : t("add");
  if (editing)
    return (
      <Opened
        field={field}
        value={value}
        label={label}
        onClose={(chosen, next) => {
          byKey.current = chosen;
          setEditing(false);
          if (next !== undefined && next !== value) onSave(next);
        }}
      />
    );
  return (
    <button
      ref={button}
      type="button"
      disabled={disabled}
      aria-label={`${label}: ${shown}`}
      onClick={() => setEditing(true)}
      className={cn(
        "-mx-1.5 block min-h-7 max-w-full max-md:min-h-10 truncate rounded-md px-1.5 text-start text-sm",
        value ? "text-ink" : "text-faint",
        !disabled && "hover:bg-hover",
      )}
    >
      <bdi>{shown}</bdi>
    </button>
  );
}

type OpenedProps = Pick<Props, "field" | "value"> & {
  label: string;
  /** @param chosen or given up by a key: not left for something else */
  onClose(chosen: boolean, next?: string | null): void;
};

function Opened({ field, value, label, onClose }: OpenedProps) {
  const ref = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    ref.current?.focus();
    try {
      ref.current?.showPicker();
    } catch {
      // Not every browser may open it by itself: then it takes a second click.
    }
  }, []);
  return (
    <LocaleSelect
      ref={ref}
      field={field}
      value={value}
      aria-label={label}
      onChange={(next) => onClose(true, next)}
      onBlur={() => onClose(false)}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose(true);
      }}
    />
  );
}
