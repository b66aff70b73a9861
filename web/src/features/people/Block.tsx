/** A box of the page of a person or a company, under a heading. */
import type { ReactNode } from "react";

export function Block({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0 rounded-lg border border-line p-4">
      <div className="flex items-center justify-between pb-2">
        <h2 className="text-sm font-semibold text-ink">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
