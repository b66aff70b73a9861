/** A part of the panel that can be folded; the choice is remembered. */
import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cn } from "../../lib/cn.ts";

export function Section({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  const stored = `omniflow.contact.${name}`;
  const [open, setOpen] = useState(() => localStorage.getItem(stored) !== "closed");
  return (
    <section className="border-t border-line py-2">
      <h3>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => {
            localStorage.setItem(stored, open ? "closed" : "open");
            setOpen(!open);
          }}
          className="flex h-7 w-full items-center gap-1.5 rounded-sm text-xs font-medium text-muted hover:text-ink"
        >
          <ChevronRight
            aria-hidden
            className={cn("size-3.5 text-faint transition-transform", open ? "rotate-90" : "rtl:rotate-180")}
          />
          {title}
        </button>
      </h3>
      {open && <div className="pt-1 pb-1 ps-5">{children}</div>}
    </section>
  );
}
