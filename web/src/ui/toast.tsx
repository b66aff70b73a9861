/**
 * Short messages at the corner, and the undo stack: `notify({text, undo})` shows "Undo" for a while and Ctrl/Cmd-Z takes the
 * last one back. Our own, since ready-made ones inject <style>, which the CSP refuses.
 */
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../keyboard/react.tsx";
import { createStore, useStore } from "../lib/store.ts";
import { Button, IconButton } from "./button.tsx";
import { ActionKbd } from "./kbd.tsx";

export type Toast = {
  text: string;
  tone?: "plain" | "error";
  /** Takes the action back. */
  undo?: () => unknown;
  action?: { label: string; run: () => void };
  /** Milliseconds on screen; 6 s with an undo, 4 s without, 10 s for errors. */
  ms?: number;
  /** Counts down to this time (epoch milliseconds) beside the text; hovering does not hold it. */
  until?: number;
};
type Shown = Toast & { id: number };

const shown = createStore<readonly Shown[]>([]);
let lastId = 0;

/** Shows a message; returns the way to take it away. */
export function notify(toast: Toast): () => void {
  const id = ++lastId;
  shown.set((now) => [...now.slice(-3), { ...toast, id }]);
  return () => dismiss(id);
}

const dismiss = (id: number) => shown.set((now) => now.filter((one) => one.id !== id));

/** Takes back the last action that can be. */
export function undoLast(): void {
  const last = shown.get().findLast((one) => one.undo);
  if (!last) return;
  dismiss(last.id);
  void last.undo?.();
}

export function Toaster() {
  const { t } = useTranslation();
  const list = useStore(shown);
  useAction({
    id: "undo",
    label: t("undo"),
    run: undoLast,
    when: () => shown.get().some((one) => one.undo),
  });
  return (
    <section
      aria-label={t("notifications")}
      aria-live="polite"
      className="pointer-events-none fixed bottom-4 start-4 z-50 grid w-96 max-w-[calc(100vw-2rem)] gap-2 max-md:bottom-16 md:start-16"
    >
      {list.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { toast: Shown }) {
  const { t } = useTranslation();
  const [held, setHeld] = useState(false);
  const ms = toast.ms ?? (toast.tone === "error" ? 10_000 : toast.undo ? 6000 : 4000);
  useEffect(() => {
    if (held && !toast.until) return;
    const timer = setTimeout(() => dismiss(toast.id), ms);
    return () => clearTimeout(timer);
  }, [held, ms, toast.id, toast.until]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: resting the pointer on it only keeps it on screen
    <div
      className="pointer-events-auto flex animate-rise items-center gap-2 rounded-lg bg-raised py-2 ps-3 pe-2 text-sm text-ink shadow-float"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.tone === "error" ? (
        <CircleAlert aria-hidden className="size-4 shrink-0 text-danger-ink" />
      ) : (
        <CircleCheck aria-hidden className="size-4 shrink-0 text-success-ink" />
      )}
      <span className="min-w-0 flex-1">{toast.text}</span>
      {toast.until && <Countdown until={toast.until} />}
      {toast.undo && (
        <Button
          look="ghost"
          size="sm"
          className="text-accent-ink"
          onClick={() => {
            dismiss(toast.id);
            void toast.undo?.();
          }}
        >
          {t("undo")} <ActionKbd action="undo" />
        </Button>
      )}
      {toast.action && (
        <Button look="ghost" size="sm" className="text-accent-ink" onClick={toast.action.run}>
          {toast.action.label}
        </Button>
      )}
      <IconButton size="sm" label={t("dismiss")} onClick={() => dismiss(toast.id)}>
        <X />
      </IconButton>
    </div>
  );
}

function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return (
    <span aria-hidden className="min-w-4 text-end text-xs text-faint tabular">
      {Math.max(0, Math.ceil((until - now) / 1000))}
    </span>
  );
}
