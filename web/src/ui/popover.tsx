/** A floating panel anchored to its trigger. */
import { Popover as Radix } from "radix-ui";
import type { ReactNode, RefObject } from "react";
import { ActionLayer } from "../keyboard/react.tsx";
import { cn } from "../lib/cn.ts";
import { physical, type Side } from "../lib/direction.ts";

type PopoverProps = {
  trigger?: ReactNode;
  /** What it stands beside, when that is not its trigger. */
  anchor?: RefObject<HTMLElement | null>;
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  side?: Side;
  className?: string;
  label?: string;
};

export function Popover({
  trigger,
  anchor,
  children,
  open,
  onOpenChange,
  align = "start",
  side = "bottom",
  className,
  label,
}: PopoverProps) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      {anchor && <Radix.Anchor virtualRef={anchor as RefObject<HTMLElement>} />}
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          side={physical(side)}
          sideOffset={4}
          // The anchor opens and closes by itself; a press on it must not do both.
          onInteractOutside={(event) => anchor?.current?.contains(event.target as Node) && event.preventDefault()}
          onCloseAutoFocus={() => anchor?.current?.focus()}
          collisionPadding={8}
          className={cn("z-50 min-w-56 animate-pop rounded-lg bg-raised p-1 shadow-float outline-none", className)}
        >
          <ActionLayer>{children}</ActionLayer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
