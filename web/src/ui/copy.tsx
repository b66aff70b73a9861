/** Text to take away: one line with a copy button, or a block of code. */
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "../lib/cn.ts";
import { IconButton } from "./button.tsx";

export function CopyButton({ text, label, className }: { text: string; label?: string; className?: string }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <IconButton
      size="sm"
      label={done ? t("copied") : (label ?? t("copy"))}
      className={className}
      onClick={() => void copyText(text).then(() => setDone(true))}
    >
      {done ? <Check className="text-success-ink" /> : <Copy />}
    </IconButton>
  );
}

/** The clipboard needs a secure page; on plain http in a local network the old way still works. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/** A value such as an address or a key, in one line. */
export function CopyLine({ text, label, className }: { text: string; label: string; className?: string }) {
  return (
    <div
      className={cn(
        "flex min-w-0 items-center gap-1 rounded-md border border-line bg-sunken py-1 ps-2.5 pe-1",
        className,
      )}
    >
      <code className="min-w-0 flex-1 truncate font-mono text-xs text-ink" title={text}>
        {text}
      </code>
      <CopyButton text={text} label={label} />
    </div>
  );
}

export function CodeBlock({ text, label, className }: { text: string; label: string; className?: string }) {
  return (
    <div className={cn("flex min-w-0 items-start rounded-md border border-line bg-sunken", className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so it must be reachable by keyboard */}
      <section tabIndex={0} aria-label={label} className="min-w-0 flex-1 overflow-x-auto rounded-md">
        <pre className="w-max px-3 py-2.5 font-mono text-xs leading-5 text-ink">{text}</pre>
      </section>
      <CopyButton text={text} className="m-1.5" />
    </div>
  );
}
