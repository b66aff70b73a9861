/** Reading channels and their kinds, and the words for their health. */
import type { Channel } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { getChannel, listChannelKinds, listChannels } from "../../../api/channels.ts";
import { keys } from "../../../api/keys.ts";
import type { Tone } from "../../../ui/badge.tsx";

export const useKinds = () => useQuery({ queryKey: keys.channelKinds, queryFn: listChannelKinds, staleTime: Infinity });
export const useChannels = () => useQuery({ queryKey: keys.channelList, queryFn: listChannels });
export const useChannel = (id: string) => useQuery({ queryKey: keys.channel(id), queryFn: () => getChannel(id) });

export type HealthWord = "paused" | "failing" | "ok" | "unknown";
export function healthOf(channel: Channel): { word: HealthWord; tone: Tone } {
  if (channel.state === "paused") return { word: "paused", tone: "neutral" };
  if (channel.health.state === "failing") return { word: "failing", tone: "danger" };
  if (channel.health.state === "ok") return { word: "ok", tone: "success" };
  return { word: "unknown", tone: "neutral" };
}
