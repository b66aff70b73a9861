/** A dialog: title, content, actions below. Keys of the page rest while it is open; Escape and the cross close it. */
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionLayer } from "../keyboard/react.tsx";
import { cn } from "../lib/cn.ts";
import { IconButton } from "./button.tsx";
import { useFocusBack } from "./focus-back.ts";

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
};

const widths = { sm: "max-w-sm", md: "max-w-lg", lg: "max-w-3xl" };

export function Dialog({ open, onClose, title, description, children, footer, size = "md" }: DialogProps) {
  const { t } = useTranslation();
  const focusBack = useFocusBack(open);
  return (
    <Radix.Root open={open} onOpenChange={(now) => !now && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          // Where nothing asks for the focus, the dialog takes it: not the cross, whose tooltip would open.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          onCloseAutoFocus={focusBack}
          // Suggestions over an editor are nearer than the dialog: the first Escape is theirs.
          onEscapeKeyDown={(event) => document.querySelector("[data-suggestions]") && event.preventDefault()}
          className={cn(
            "fixed inset-x-4 top-[12dvh] z-40 mx-auto flex max-h-[80dvh] animate-pop flex-col rounded-xl bg-raised shadow-float outline-none max-md:top-4 max-md:max-h-[calc(100dvh-2rem)]",
            widths[size],
          )}
        >
          <ActionLayer>
            <header className="flex items-start gap-3 px-5 pt-4 pb-2">
              <div className="min-w-0 flex-1">
                <Radix.Title className="text-lg font-semibold text-ink">{title}</Radix.Title>
                {description && (
                  <Radix.Description className="mt-1 text-sm text-muted">{description}</Radix.Description>
                )}
              </div>
              <Radix.Close asChild>
                <IconButton label={t("close")} className="-me-2 -mt-1">
                  <X />
                </IconButton>
              </Radix.Close>
            </header>
            <div className="min-h-0 flex-1 overflow-y-auto px-5 py-2">{children}</div>
            {footer && <footer className="flex flex-wrap justify-end gap-2 px-5 pt-3 pb-5">{footer}</footer>}
            {!footer && <div className="h-3" />}
          </ActionLayer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
