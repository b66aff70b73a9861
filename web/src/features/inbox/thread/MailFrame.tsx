/** A mail's HTML in a sandboxed frame without scripts, as tall as its content, in the colours of the theme or on a light card. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "../../../lib/cn.ts";
import { isDark } from "../../../lib/theme.ts";
import { useTheme } from "../theme.ts";
import { fillFrame, frameSandbox, frameShell, isDesigned } from "./mail-document.ts";

/** Heights as last measured, so that a mail seen before takes its place at once. */
const heights = new Map<string, number>();

export function MailFrame({ id, html, title }: { id: string; html: string; title: string }) {
  const { t } = useTranslation("inbox");
  const frame = useRef<HTMLIFrameElement>(null);
  const theme = useTheme();
  const designed = isDesigned(html);
  const scheme = designed || !isDark() ? "light" : "dark";
  const [height, setHeight] = useState(() => heights.get(id) ?? 48);
  const [ready, setReady] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `ready` says that a new shell has loaded, `theme` that colours changed
  useEffect(() => {
    const content = frame.current?.contentDocument;
    if (!content?.querySelector("meta[name=color-scheme]")) return;
    fillFrame(content, html, baseCss(designed));
    const measure = () => {
      const next = Math.ceil(content.documentElement.getBoundingClientRect().height);
      if (next === 0) return;
      heights.set(id, next);
      setHeight(next);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(content.documentElement);
    return () => observer.disconnect();
  }, [html, id, designed, ready, theme]);

  return (
    <div className={cn("overflow-hidden", designed && "rounded-md bg-paper p-3 ring-1 ring-line")}>
      <iframe
        ref={frame}
        title={t("mail.frame", { title })}
        sandbox={frameSandbox}
        srcDoc={frameShell(location.origin, scheme)}
        onLoad={() => setReady((n) => n + 1)}
        className="block w-full border-0 bg-transparent"
        style={{ height, colorScheme: scheme }}
      />
    </div>
  );
}

/** The frame does not see our tokens: the values are read and written down. */
function baseCss(designed: boolean): string {
  const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const ink = designed ? token("--paper-ink") : token("--ink");
  const link = designed ? token("--paper-link") : token("--accent-ink");
  const font = getComputedStyle(document.body).fontFamily;
  return `
    html { background: transparent; }
    body { margin: 0; color: ${ink}; font: 14px/1.55 ${font}; overflow-wrap: anywhere; }
    body > div { overflow-x: auto; overflow-y: hidden; ${designed ? "" : "max-width: 72ch;"} }
    body > div > :first-child { margin-top: 0; } body > div > :last-child { margin-bottom: 0; }
    a { color: ${link}; } img { max-width: 100%; height: auto; } img[width] { height: auto; }
    img:not([src]), img[src=""] { display: none; }
    pre { white-space: pre-wrap; } table { max-width: 100%; }
    blockquote { margin: 0.5em 0; padding-inline-start: 12px; border-inline-start: 2px solid color-mix(in srgb, currentColor 25%, transparent); color: ${designed ? "inherit" : token("--muted")}; }
    p { margin: 0 0 0.75em; } ul, ol { padding-inline-start: 1.6em; }
    code, pre { font-family: ui-monospace, monospace; font-size: 0.92em; }`;
}
