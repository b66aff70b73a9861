/** Tables of settings pages: quiet head, one line per row, scrolls sideways when narrow. */
import type { ComponentProps } from "react";
import { cn } from "../lib/cn.ts";

export function Table({ className, label, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    <section
      className="relative overflow-x-auto rounded-lg border border-line bg-surface"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
    >
      <table className={cn("w-full border-collapse text-sm", className)} {...rest} />
    </section>
  );
}
export const Th = ({ className, ...rest }: ComponentProps<"th">) => (
  <th
    scope="col"
    className={cn(
      "h-9 border-b border-line px-3 text-start text-xs font-medium whitespace-nowrap text-muted",
      className,
    )}
    {...rest}
  />
);
export const Td = ({ className, ...rest }: ComponentProps<"td">) => (
  <td
    className={cn(
      "border-b border-line px-3 py-2 align-middle whitespace-nowrap [tr:last-child>&]:border-b-0",
      className,
    )}
    {...rest}
  />
);
