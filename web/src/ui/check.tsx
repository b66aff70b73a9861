/** Checkbox and switch, each with its label. */
import { Check, Minus } from "lucide-react";
import { Checkbox as RadixCheckbox, Switch as RadixSwitch } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "../lib/cn.ts";

type CheckProps = {
  checked: boolean | "indeterminate";
  onChange: (checked: boolean) => void;
  label: ReactNode;
  help?: ReactNode;
  /** The label is only for screen readers. */
  quiet?: boolean;
  disabled?: boolean;
  className?: string;
};

export function Checkbox({ checked, onChange, label, help, quiet, disabled, className }: CheckProps) {
  const id = useId();
  return (
    <div className={cn("flex items-start gap-2", className)}>
      <RadixCheckbox.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(now) => onChange(now === true)}
        aria-describedby={help ? `${id}-help` : undefined}
        className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-sm border border-line-strong bg-surface text-on-accent hover:border-faint data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent disabled:opacity-50"
      >
        <RadixCheckbox.Indicator>
          {checked === "indeterminate" ? (
            <Minus className="size-3" strokeWidth={3} />
          ) : (
            <Check className="size-3" strokeWidth={3} />
          )}
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <span className={cn("min-w-0", quiet && "sr-only")}>
        <label htmlFor={id} className="text-sm text-ink">
          {label}
        </label>
        {help && (
          <span id={`${id}-help`} className="block text-xs text-muted">
            {help}
          </span>
        )}
      </span>
    </div>
  );
}

export function Switch({ checked, onChange, label, help, quiet, disabled, className }: CheckProps) {
  const id = useId();
  return (
    <div className={cn("flex items-start justify-between gap-4", className)}>
      <span className={cn("min-w-0", quiet && "sr-only")}>
        <label htmlFor={id} className="text-sm font-medium text-ink">
          {label}
        </label>
        {help && (
          <span id={`${id}-help`} className="block text-xs text-muted">
            {help}
          </span>
        )}
      </span>
      <RadixSwitch.Root
        id={id}
        checked={checked === true}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-describedby={help ? `${id}-help` : undefined}
        className="relative h-5 w-9 shrink-0 rounded-full bg-offline transition-colors duration-100 data-[state=checked]:bg-accent disabled:opacity-50"
      >
        <RadixSwitch.Thumb className="block size-4 translate-x-0.5 rounded-full bg-on-accent transition-transform duration-100 data-[state=checked]:translate-x-[18px] rtl:-translate-x-0.5 rtl:data-[state=checked]:-translate-x-[18px]" />
      </RadixSwitch.Root>
    </div>
  );
}
