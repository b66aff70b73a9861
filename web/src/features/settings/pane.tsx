/** The shape of a settings page: what it is for, groups of fields, the saved state, danger at the bottom. */
import { Check } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../frame/me.ts";
import { cn } from "../../lib/cn.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/states.tsx";

type PaneProps = { title: string; lead?: ReactNode; action?: ReactNode; wide?: boolean; children: ReactNode };

export function Pane({ title, lead, action, wide, children }: PaneProps) {
  const me = useMe();
  useEffect(() => {
    document.title = `${title} · ${me.workspace.name}`;
  }, [title, me.workspace.name]);
  return (
    <div className={cn("mx-auto px-5 pt-3 pb-8 md:px-10 md:pt-8", wide ? "max-w-4xl" : "max-w-2xl")}>
      <header className="mb-6 flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-40">
          <h1 className="text-xl font-semibold tracking-tight text-ink">{title}</h1>
          {lead && <p className="mt-0.5 max-w-prose text-sm text-pretty text-muted">{lead}</p>}
        </div>
        {action && <div className="flex shrink-0 gap-2">{action}</div>}
      </header>
      <div className="grid gap-8">{children}</div>
    </div>
  );
}

type GroupProps = { title?: string; lead?: ReactNode; danger?: boolean; children: ReactNode; action?: ReactNode };

export function Group({ title, lead, danger, children, action }: GroupProps) {
  return (
    <section className={cn("min-w-0", danger && "border-t border-line pt-6")}>
      {title && (
        <div className="mb-3 flex items-end justify-between gap-4">
          <div>
            <h2 className={cn("text-base font-semibold", danger ? "text-danger-ink" : "text-ink")}>{title}</h2>
            {lead && <p className="text-sm text-muted">{lead}</p>}
          </div>
          {action}
        </div>
      )}
      {children}
    </section>
  );
}

type SaveRowProps = {
  form: { busy: boolean; saved: boolean; dirty: boolean; error: unknown; reset: () => void };
  label?: string;
  /** Another way to save. */
  extra?: ReactNode;
};

/** The end of a form: save, what became of it, and what went wrong. */
export function SaveRow({ form, label, extra }: SaveRowProps) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-3">
      {Boolean(form.error) && <ErrorState compact error={form.error} kept={t("error.kept")} />}
      <div className="flex min-h-8 flex-wrap items-center gap-3">
        <Button look="primary" type="submit" busy={form.busy} disabled={!form.dirty}>
          {label ?? t("save")}
        </Button>
        {extra}
        {form.dirty && !form.busy && (
          <Button look="ghost" onClick={form.reset}>
            {t("cancel")}
          </Button>
        )}
        <span role="status" className="flex items-center gap-1 text-sm text-success-ink">
          {form.saved && !form.dirty && (
            <>
              <Check aria-hidden className="size-4" /> {t("saved")}
            </>
          )}
        </span>
      </div>
    </div>
  );
}
