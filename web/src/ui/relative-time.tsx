/** A time that ages on screen, with the full one on hover. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatAge, formatDateTime, formatRelative } from "../i18n/format.ts";
import { createStore, useStore } from "../lib/store.ts";

const minute = createStore(0);
let ticking = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all times on screen; it stops when none is. */
function useMinute() {
  useEffect(() => {
    if (ticking++ === 0) timer = setInterval(() => minute.set((now) => now + 1), 30_000);
    return () => {
      if (--ticking === 0) clearInterval(timer);
    };
  }, []);
  return useStore(minute);
}

type TimeProps = { at: string; style?: "age" | "sentence"; className?: string };

export function RelativeTime({ at, style = "age", className }: TimeProps) {
  useMinute();
  useTranslation();
  const [full, setFull] = useState<string>();
  return (
    <time
      dateTime={at}
      title={full}
      // Made when asked for: a list has hundreds of these.
      onPointerEnter={() => setFull(formatDateTime(at))}
      className={className}
    >
      {style === "age" ? formatAge(at) : formatRelative(at)}
    </time>
  );
}
