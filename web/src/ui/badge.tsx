/** Small labels: plain, with meaning, and tags with their colour as a dot. */
import type { ReactNode } from "react";
import { cn } from "../lib/cn.ts";

const tones = {
  neutral: "bg-hover text-muted",
  accent: "bg-accent-soft text-accent-ink",
  success: "bg-success-soft text-success-ink",
  warning: "bg-warning-soft text-warning-ink",
  danger: "bg-danger-soft text-danger-ink",
};
export type Tone = keyof typeof tones;

export function Badge({
  tone = "neutral",
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        "inline-flex h-5 max-w-full items-center gap-1 truncate rounded-sm px-1.5 text-xs font-medium [&_svg]:size-3",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

const tagDots: Record<string, string> = {
  gray: "bg-tag-gray",
  red: "bg-tag-red",
  orange: "bg-tag-orange",
  yellow: "bg-tag-yellow",
  green: "bg-tag-green",
  teal: "bg-tag-teal",
  blue: "bg-tag-blue",
  purple: "bg-tag-purple",
  pink: "bg-tag-pink",
};
export const tagColors = Object.keys(tagDots) as (
  | "gray"
  | "red"
  | "orange"
  | "yellow"
  | "green"
  | "teal"
  | "blue"
  | "purple"
  | "pink"
)[];

export function TagDot({ color, className }: { color: string; className?: string }) {
  return <span aria-hidden className={cn("size-2 shrink-0 rounded-full", tagDots[color] ?? tagDots.gray, className)} />;
}

export function TagChip({ name, color = "gray", className }: { name: string; color?: string; className?: string }) {
  return (
    <span
      className={cn(
        "inline-flex h-[18px] max-w-40 items-center gap-1 rounded-full border border-line px-1.5 text-2xs text-muted",
        className,
      )}
    >
      <TagDot color={color} className="size-1.5" />
      <span className="truncate">{name}</span>
    </span>
  );
}
