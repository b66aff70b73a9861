/** A labelled input with help and the error that belongs to it, wired for screen readers. */
import { type ReactNode, useId } from "react";
import { cn } from "../lib/cn.ts";

type Wiring = { id: string; "aria-describedby"?: string; "aria-invalid"?: true; required?: boolean };
type FieldProps = {
  label: ReactNode;
  help?: ReactNode;
  error?: string | null | undefined;
  required?: boolean;
  /** Gets the props to spread on the input. */
  children: (wiring: Wiring) => ReactNode;
  className?: string;
  /** Right of the label: a counter, a link. */
  aside?: ReactNode;
};

export function Field({ label, help, error, required, children, className, aside }: FieldProps) {
  const id = useId();
  const described = [error ? `${id}-error` : help ? `${id}-help` : ""].filter(Boolean).join(" ");
  return (
    <div className={cn("grid content-start gap-1", className)}>
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="text-sm font-medium text-ink">
          {label}
        </label>
        {aside && <span className="text-xs text-muted">{aside}</span>}
      </div>
      {children({
        id,
        ...(described ? { "aria-describedby": described } : {}),
        ...(error ? { "aria-invalid": true as const } : {}),
        ...(required ? { required: true } : {}),
      })}
      {error && (
        <p id={`${id}-error`} className="text-xs text-danger-ink">
          {error}
        </p>
      )}
      {help && !error && (
        <p id={`${id}-help`} className="text-xs text-muted">
          {help}
        </p>
      )}
    </div>
  );
}
