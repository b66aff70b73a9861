/** Names the search can complete. */
import { useMemo } from "react";
import { useChannels, useMembers, useTags, useTeams } from "../queries/lookups.ts";
import type { Known } from "./complete.ts";

export function useKnown(): Known {
  const tags = useTags();
  const members = useMembers();
  const teams = useTeams();
  const channels = useChannels();
  return useMemo(
    () => ({
      statuses: ["open", "pending", "on-hold", "resolved"],
      tags: tags.map((tag) => tag.name),
      members: members.filter((member) => !member.deactivated).map((member) => member.name),
      teams: teams.map((team) => team.name),
      channels: [...new Set(channels.map((channel) => channel.kind))],
    }),
    [tags, members, teams, channels],
  );
}
