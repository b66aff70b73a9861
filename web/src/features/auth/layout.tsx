/** The quiet page round sign-in and its relatives. */
import { type ReactNode, useEffect } from "react";

type AuthLayoutProps = { title: string; lead?: ReactNode; children: ReactNode; footer?: ReactNode };

export function AuthLayout({ title, lead, children, footer }: AuthLayoutProps) {
  useEffect(() => {
    document.title = `${title} · Omniflow`;
  }, [title]);
  return (
    <div className="flex min-h-dvh flex-col bg-surface">
      <main className="mx-auto flex w-full max-w-[22.5rem] flex-1 flex-col justify-center px-5 py-12">
        <Mark />
        <h1 className="mt-6 text-xl font-semibold tracking-tight text-balance text-ink">{title}</h1>
        {lead && <p className="mt-1 text-base text-pretty text-muted">{lead}</p>}
        <div className="mt-6">{children}</div>
        {footer && <div className="mt-6 text-sm text-muted">{footer}</div>}
      </main>
    </div>
  );
}

export function Mark({ className = "size-9" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M8 12.5a4.5 4.5 0 0 1 4.5-4.5h7a4.5 4.5 0 0 1 0 9H16l-4 4v-4.03A4.5 4.5 0 0 1 8 12.5Z"
        className="fill-on-accent"
      />
      <circle cx="22" cy="22.5" r="2.5" className="fill-on-accent" opacity=".75" />
    </svg>
  );
}
