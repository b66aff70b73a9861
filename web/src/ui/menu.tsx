/** Dropdown menus. Letters jump to items, arrows move, a key is shown beside the item it belongs to. */
import { Check, ChevronRight } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useActionKeys } from "../keyboard/react.tsx";
import { cn } from "../lib/cn.ts";
import { physical, type Side } from "../lib/direction.ts";
import { Kbd } from "./kbd.tsx";

const panel =
  "z-50 max-h-[min(28rem,var(--radix-dropdown-menu-content-available-height))] min-w-52 animate-pop overflow-y-auto rounded-lg bg-raised p-1 shadow-float";
const row =
  "flex min-h-8 w-full select-none items-center gap-2 rounded-md px-2 py-1 text-sm text-ink outline-none data-highlighted:bg-hover data-disabled:text-faint [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-faint";

type MenuProps = {
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: Side;
  className?: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
};

export function Menu({
  trigger,
  children,
  align = "start",
  side = "bottom",
  className,
  open,
  onOpenChange,
}: MenuProps) {
  return (
    <Radix.Root modal={false} {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={physical(side)}
          sideOffset={4}
          collisionPadding={8}
          className={cn(panel, className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ItemProps = {
  children: ReactNode;
  onSelect: () => void;
  icon?: ReactNode;
  action?: string;
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
};

export function MenuItem({ children, onSelect, icon, action, keys, danger, disabled }: ItemProps) {
  const shown = useActionKeys(action) ?? keys;
  return (
    <Radix.Item
      onSelect={onSelect}
      disabled={disabled ?? false}
      className={cn(row, danger && "text-danger-ink data-highlighted:bg-danger-soft [&>svg]:text-danger-ink")}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {shown && <Kbd keys={shown} />}
    </Radix.Item>
  );
}

type CheckItemProps = { children: ReactNode; checked: boolean; onSelect: () => void; icon?: ReactNode; stay?: boolean };

/** One of several that is (or are) chosen. `stay`: the menu stays open, for choosing many. */
export function MenuCheckItem({ children, checked, onSelect, icon, stay }: CheckItemProps) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      onSelect={(event) => {
        if (stay) event.preventDefault();
        onSelect();
      }}
      className={row}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <Check aria-hidden className={cn("!text-accent-ink", !checked && "invisible")} />
    </Radix.CheckboxItem>
  );
}

export function SubMenu({ label, icon, children }: { label: ReactNode; icon?: ReactNode; children: ReactNode }) {
  return (
    <Radix.Sub>
      <Radix.SubTrigger className={cn(row, "data-[state=open]:bg-hover")}>
        {icon}
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <ChevronRight aria-hidden className="rtl:rotate-180" />
      </Radix.SubTrigger>
      <Radix.Portal>
        <Radix.SubContent sideOffset={6} collisionPadding={8} className={panel}>
          {children}
        </Radix.SubContent>
      </Radix.Portal>
    </Radix.Sub>
  );
}

export const MenuSeparator = () => <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2 pt-1.5 pb-1 text-xs font-medium text-faint">{children}</Radix.Label>
);
