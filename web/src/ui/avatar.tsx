/** A person as initials on a quiet colour that stays theirs, with a channel badge or an availability dot at the corner. */
import { Bot, Code, Mail, MessageCircle, MessageSquare, Phone, Plug } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../lib/cn.ts";

const sizes = { xs: "size-5 text-[9px]", sm: "size-6 text-[10px]", md: "size-8 text-xs", lg: "size-12 text-lg" };
const hues = [
  "bg-tag-blue/25",
  "bg-tag-teal/25",
  "bg-tag-green/25",
  "bg-tag-orange/25",
  "bg-tag-purple/22",
  "bg-tag-pink/22",
];

type AvatarProps = {
  name: string;
  /** What the colour is made from; the name when left out. */
  id?: string;
  size?: keyof typeof sizes;
  channel?: string | null;
  availability?: "online" | "away" | "offline";
  className?: string;
};

export function Avatar({ name, id, size = "md", channel, availability, className }: AvatarProps) {
  return (
    <span aria-hidden className={cn("relative inline-block shrink-0", className)}>
      <span
        className={cn(
          "grid place-items-center rounded-full font-semibold text-ink select-none",
          sizes[size],
          hues[hash(id ?? name) % hues.length],
        )}
      >
        {initials(name)}
      </span>
      {channel && (
        <span className="absolute -end-1 -bottom-1 grid size-4 place-items-center rounded-full bg-surface text-muted ring-1 ring-line">
          <ChannelIcon kind={channel} className="size-2.5" />
        </span>
      )}
      {availability && (
        <AvailabilityDot state={availability} className="absolute -end-px -bottom-px ring-2 ring-canvas" />
      )}
    </span>
  );
}

const dots = { online: "bg-online", away: "bg-away", offline: "bg-offline" };
export function AvailabilityDot({ state, className }: { state: keyof typeof dots; className?: string }) {
  return <span className={cn("size-2 rounded-full", dots[state], className)} />;
}

const icons: Record<string, (props: { className?: string }) => ReactNode> = {
  email: Mail,
  chat: MessageCircle,
  sms: MessageSquare,
  voice: Phone,
  api: Code,
  ai_agent: Bot,
};

/** The sign of a channel kind, the same everywhere. */
export function ChannelIcon({ kind, className }: { kind: string; className?: string }) {
  const Icon = icons[kind.split("_")[0] ?? ""] ?? icons[kind] ?? Plug;
  return <Icon className={cn("size-4", className)} />;
}

/** "Ann Maria Lee" → AL, "ann@example.com" → A, "李雷" → 李. */
export function initials(name: string): string {
  const words = name
    .replace(/@.*$/, "")
    .split(/[\s._-]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toLocaleUpperCase() || "?";
}

function hash(text: string): number {
  let sum = 7;
  for (let index = 0; index < text.length; index++) sum = (sum * 31 + text.charCodeAt(index)) >>> 0;
  return sum;
}
