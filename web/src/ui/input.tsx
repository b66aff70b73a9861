/** Text inputs, text areas and native selects in one look. They take `aria-invalid` from the form field round them. */
import { ChevronDown } from "lucide-react";
import { type ComponentProps, useLayoutEffect, useRef } from "react";
import { cn } from "../lib/cn.ts";

const box =
  "w-full rounded-md border border-line-strong bg-surface text-sm text-ink placeholder:text-faint transition-colors duration-100 hover:border-faint focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent/35 aria-invalid:border-danger disabled:bg-sunken disabled:text-muted";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return (
    <input className={cn(box, "h-8 px-2.5 read-only:bg-sunken max-md:h-10 max-md:text-lg", className)} {...rest} />
  );
}

/** Grows with its content up to `max-h-…` of its class. */
export function Textarea({ className, value, rows = 3, ...rest }: ComponentProps<"textarea">) {
  const ref = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the value
  useLayoutEffect(() => {
    const node = ref.current;
    if (!node) return;
    node.style.height = "auto";
    node.style.height = `${node.scrollHeight + 2}px`;
  }, [value]);
  return (
    <textarea
      ref={ref}
      rows={rows}
      value={value}
      className={cn(box, "max-h-96 resize-none px-2.5 py-1.5 leading-5 max-md:text-lg", className)}
      {...rest}
    />
  );
}

/** The platform's own select: the best on phones, by keyboard and with a screen reader. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cn("relative block", className)}>
      <select className={cn(box, "h-8 appearance-none ps-2.5 pe-8 max-md:h-10 max-md:text-lg")} {...rest}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute end-2 top-1/2 size-4 -translate-y-1/2 text-faint"
      />
    </span>
  );
}
