/** A value that becomes a field by a click: Enter saves, Escape leaves it as it was. */
import { useRef, useState } from "react";
import { cn } from "../../lib/cn.ts";
import { useBackToButton } from "../../lib/use-back-to-button.ts";

type EditProps = {
  value: string;
  label: string;
  placeholder: string;
  disabled?: boolean;
  className?: string;
  onSave: (value: string) => void;
};

export function InlineEdit({ value, label, placeholder, disabled, className, onSave }: EditProps) {
  const [editing, setEditing] = useState(false);
  const { button, byKey } = useBackToButton(editing);
  const cancelled = useRef(false);
  // Somebody else may change it meanwhile: what was only looked at is not written back.
  const start = useRef(value);
  if (editing) {
    return (
      <input
        // biome-ignore lint/a11y/noAutofocus: the member has just asked to edit it
        autoFocus
        aria-label={label}
        defaultValue={value}
        maxLength={200}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          event.stopPropagation();
          // Else the same key would press the button that comes back.
          event.preventDefault();
          byKey.current = true;
          cancelled.current = event.key === "Escape";
          event.currentTarget.blur();
        }}
        onBlur={(event) => {
          setEditing(false);
          const next = event.currentTarget.value.trim();
          if (!cancelled.current && next !== start.current) onSave(next);
        }}
        className={cn(
          "h-7 w-full min-w-0 rounded-md border border-accent bg-surface px-1.5 text-sm text-ink outline-none max-md:h-10",
          className,
        )}
      />
    );
  }
  return (
    <button
      ref={button}
      type="button"
      disabled={disabled}
      aria-label={`${label}: ${value || placeholder}`}
      onClick={() => {
        cancelled.current = false;
        start.current = value;
        setEditing(true);
      }}
      className={cn(
        "-mx-1.5 block min-h-7 max-w-full max-md:min-h-10 truncate rounded-md px-1.5 text-start text-sm",
        value ? "text-ink" : "text-faint",
        !disabled && "hover:bg-hover",
        className,
      )}
    >
      <bdi>{value || placeholder}</bdi>
    </button>
  );
}
