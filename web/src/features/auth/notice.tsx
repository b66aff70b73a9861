/** A line above a form: what went wrong, or what just happened. */
import type { ReactNode } from "react";

const tones = {
  plain: "bg-sunken text-muted",
  success: "bg-success-soft text-success-ink",
  warning: "bg-warning-soft text-warning-ink",
  danger: "bg-danger-soft text-danger-ink",
};

export function Notice({ tone = "plain", children }: { tone?: keyof typeof tones; children: ReactNode }) {
  return (
    <div role={tone === "danger" ? "alert" : "status"} className={`mb-4 rounded-md px-3 py-2 text-sm ${tones[tone]}`}>
      {children}
    </div>
  );
}
