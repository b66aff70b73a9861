/** A pane whose width the member drags (or sets with the arrow keys); the choice is remembered on this device. */
import { type ReactNode, useRef, useState } from "react";
import { cn } from "../lib/cn.ts";

type PaneProps = {
  /** Remembered under this name. */
  name: string;
  label: string;
  initial: number;
  min: number;
  max: number;
  /** The side the handle is on. */
  handle?: "end" | "start";
  className?: string;
  children: ReactNode;
};

export function ResizablePane({ name, label, initial, min, max, handle = "end", className, children }: PaneProps) {
  const stored = `omniflow.pane.${name}`;
  const clamp = (width: number) => Math.round(Math.min(max, Math.max(min, width)));
  const [width, setWidth] = useState(() => clamp(Number(localStorage.getItem(stored)) || initial));
  const start = useRef<{ x: number; width: number } | null>(null);

  function change(next: number) {
    setWidth(clamp(next));
    localStorage.setItem(stored, String(clamp(next)));
  }
  const towards = () => (handle === "end" ? 1 : -1) * (document.documentElement.dir === "rtl" ? -1 : 1);

  return (
    <div className={cn("relative h-full shrink-0", className)} style={{ width }}>
      {children}
      {/* biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, not a rule */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={width}
        aria-valuemin={min}
        aria-valuemax={max}
        tabIndex={0}
        className={cn(
          "absolute inset-y-0 z-10 w-[7px] cursor-col-resize touch-none after:absolute after:inset-y-0 after:start-[3px] after:w-px after:transition-colors hover:after:bg-accent focus-visible:outline-none focus-visible:after:w-0.5 focus-visible:after:bg-accent",
          handle === "end" ? "-end-1" : "-start-1",
        )}
        onDoubleClick={() => change(initial)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
          event.preventDefault();
          change(width + (event.key === "ArrowRight" ? 16 : -16) * towards());
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          start.current = { x: event.clientX, width };
        }}
        onPointerMove={(event) => {
          if (start.current) change(start.current.width + (event.clientX - start.current.x) * towards());
        }}
        onPointerUp={() => {
          start.current = null;
        }}
      />
    </div>
  );
}
