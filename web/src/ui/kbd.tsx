/** Key caps. */
import { keyCaps } from "../keyboard/keys.ts";
import { useActionKeys } from "../keyboard/react.tsx";
import { cn } from "../lib/cn.ts";

export function Kbd({ keys, inverse = false, className }: { keys: string; inverse?: boolean; className?: string }) {
  const caps = keyCaps(keys);
  return (
    // Keys stand as they are on the keyboard, also where text runs the other way.
    <kbd dir="ltr" className={cn("inline-flex gap-0.5 font-sans", className)}>
      {caps.map((cap, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: caps never move, and one may be there twice (G G)
          key={index}
          className={cn(
            "inline-grid h-[18px] min-w-[18px] place-items-center rounded-sm px-1 text-2xs font-medium",
            inverse ? "bg-surface/20 text-surface" : "border border-line bg-sunken text-muted",
          )}
        >
          {cap}
        </span>
      ))}
    </kbd>
  );
}

/** The key of an action, as the member has it; nothing when it has none. */
export function ActionKbd({ action, className }: { action: string; className?: string }) {
  const keys = useActionKeys(action);
  return keys ? <Kbd keys={keys} {...(className ? { className } : {})} /> : null;
}
