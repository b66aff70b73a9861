/** Buttons. One primary per screen; `busy` keeps the width and says so to screen readers. */
import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { ariaKeys } from "../keyboard/keys.ts";
import { useActionKeys } from "../keyboard/react.tsx";
import { cn } from "../lib/cn.ts";
import type { Side } from "../lib/direction.ts";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

export const buttonStyle = cva(
  "relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none transition-colors duration-100 disabled:opacity-50 disabled:pointer-events-none [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      look: {
        primary: "bg-accent text-on-accent hover:bg-accent-hover",
        secondary: "bg-surface text-ink border border-line-strong hover:bg-hover",
        ghost: "text-muted hover:bg-hover hover:text-ink aria-expanded:bg-hover aria-expanded:text-ink",
        danger: "bg-danger text-on-danger hover:bg-danger-hover",
        "danger-ghost": "text-danger-ink hover:bg-danger-soft",
        link: "text-accent-ink underline-offset-2 hover:underline !h-auto !p-0",
      },
      size: { sm: "h-7 px-2.5 text-xs", md: "h-8 px-3 text-sm", lg: "h-10 px-4 text-base" },
    },
    defaultVariants: { look: "secondary", size: "md" },
  },
);

export type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonStyle> & { busy?: boolean | undefined };

export function Button({ look, size, busy, className, children, disabled, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={cn(buttonStyle({ look, size }), className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy && (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      )}
      <span className={cn("inline-flex items-center gap-1.5", busy && "invisible")}>{children}</span>
    </button>
  );
}

export type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> & {
  /** Said to screen readers and shown in the tooltip. */
  label: string;
  /** The registered action this button stands for: its key is shown. */
  action?: string | undefined;
  size?: "sm" | "md" | undefined;
  look?: "ghost" | "secondary" | "danger-ghost" | undefined;
  side?: Side | undefined;
};

/** An icon that is a button: always with a name, a tooltip and, when it has one, its key. */
export function IconButton({ label, action, size = "md", look = "ghost", side, className, ...rest }: IconButtonProps) {
  const keys = useActionKeys(action);
  return (
    <Tooltip label={label} keys={keys} side={side}>
      <button
        type="button"
        aria-label={label}
        aria-keyshortcuts={keys ? ariaKeys(keys) : undefined}
        className={cn(buttonStyle({ look }), "px-0", size === "sm" ? "size-6 [&_svg]:size-3.5" : "size-8", className)}
        {...rest}
      />
    </Tooltip>
  );
}
