/** A searchable list in a dialog: the palette, and "assign to …", "tag …" pickers. */
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useEffect, useState } from "react";
import { ActionLayer } from "../keyboard/react.tsx";
import { useFocusBack } from "./focus-back.ts";
import { ActionKbd } from "./kbd.tsx";

type CommandDialogProps = {
  open: boolean;
  onClose: () => void;
  label: string;
  placeholder: string;
  empty: string;
  children: ReactNode;
  /** Below the list, outside the search. */
  footer?: ReactNode;
  /** When the caller searches itself. */
  search?: {
    value: string;
    onChange: (value: string) => void;
    filter: boolean;
    /** What Enter takes until an arrow says otherwise; for lists that come in while typing. */
    first?: string;
  };
  /** The item under the cursor, when the caller shows more about it. */
  active?: { value: string; onChange: (value: string) => void };
};

export function CommandDialog({
  open,
  onClose,
  label,
  placeholder,
  empty,
  children,
  search,
  footer,
  active,
}: CommandDialogProps) {
  const { first } = search ?? {};
  const [current, setCurrent] = useState(first ?? "");
  useEffect(() => setCurrent(first ?? ""), [first]);
  const focusBack = useFocusBack(open);
  return (
    <Radix.Root open={open} onOpenChange={(now) => !now && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={focusBack}
          className="fixed inset-x-4 top-[14dvh] z-40 mx-auto max-w-xl animate-pop overflow-hidden rounded-xl bg-raised shadow-float outline-none"
        >
          <ActionLayer>
            <Radix.Title className="sr-only">{label}</Radix.Title>
            <Command
              label={label}
              loop
              shouldFilter={search?.filter ?? true}
              {...(active ? { value: active.value, onValueChange: active.onChange } : {})}
              {...(first === undefined ? {} : { value: current, onValueChange: setCurrent })}
            >
              <div className="flex items-center gap-2 border-b border-line px-4">
                <Search aria-hidden className="size-4 shrink-0 text-faint" />
                <Command.Input
                  autoFocus
                  placeholder={placeholder}
                  className="h-12 w-full bg-transparent text-base text-ink outline-none placeholder:text-faint"
                  {...(search ? { value: search.value, onValueChange: search.onChange } : {})}
                />
              </div>
              <Command.List className="max-h-[min(24rem,56dvh)] scroll-py-1 overflow-y-auto p-1.5">
                <Command.Empty className="px-3 py-8 text-center text-sm text-muted">{empty}</Command.Empty>
                {children}
              </Command.List>
            </Command>
            {footer && <div className="border-t border-line px-4 py-3">{footer}</div>}
          </ActionLayer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function CommandGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint"
    >
      {children}
    </Command.Group>
  );
}

type CommandItemProps = {
  /** What the search looks at; must be different for each item. */
  value: string;
  keywords?: string[];
  onSelect: () => void;
  icon?: ReactNode;
  /** The action that does the same: its key is shown. */
  action?: string | undefined;
  children: ReactNode;
};

export function CommandItem({ value, keywords, onSelect, icon, action, children }: CommandItemProps) {
  return (
    <Command.Item
      value={value}
      {...(keywords ? { keywords } : {})}
      onSelect={onSelect}
      className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 py-1 text-sm text-ink data-[selected=true]:bg-hover [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-faint"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {action && <ActionKbd action={action} />}
    </Command.Item>
  );
}
