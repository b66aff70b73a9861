/** A name, and the key for it. Appears at once when another tooltip was just open. */
import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useActionKeys } from "../keyboard/react.tsx";
import { physical, type Side } from "../lib/direction.ts";
import { Kbd } from "./kbd.tsx";

export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={200} disableHoverableContent>
      {children}
    </Radix.Provider>
  );
}

type TooltipProps = {
  label: ReactNode;
  keys?: string | undefined;
  /** The action whose key is shown. */
  action?: string | undefined;
  side?: Side | undefined;
  children: ReactNode;
};

export function Tooltip({ label, keys, action, side = "bottom", children }: TooltipProps) {
  const own = useActionKeys(action);
  const shown = keys ?? own;
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={physical(side)}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 animate-fade items-center gap-2 rounded-md bg-ink px-2 py-1 text-xs text-surface shadow-float"
        >
          {label}
          {shown && <Kbd keys={shown} inverse />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
