/** Members, teams, tags and channels by id or name: small lists that hardly change. */
import type { Channel, Member, Tag, Team, View } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { listChannels } from "../../../api/channels.ts";
import { keys } from "../../../api/keys.ts";
import { listMembers, listTags, listTeams } from "../../../api/people.ts";
import { listViews } from "../../../api/triage.ts";

const staleTime = 5 * 60_000;
const noMembers: Member[] = [];
const noTeams: Team[] = [];
const noTags: Tag[] = [];
const noViews: View[] = [];
const noChannels: Channel[] = [];

export const useMembers = () => useQuery({ queryKey: keys.members, queryFn: listMembers, staleTime }).data ?? noMembers;
export const useTeams = () => useQuery({ queryKey: keys.teams, queryFn: listTeams, staleTime }).data ?? noTeams;
export const useTags = () => useQuery({ queryKey: keys.tags, queryFn: listTags, staleTime }).data ?? noTags;
export const useSavedViews = () =>
  useQuery({ queryKey: keys.views, queryFn: ({ signal }) => listViews(signal), staleTime }).data ?? noViews;
export const useChannels = () =>
  useQuery({ queryKey: keys.channelList, queryFn: listChannels, staleTime }).data ?? noChannels;

export function useTagsByName(): ReadonlyMap<string, Tag> {
  const tags = useTags();
  return useMemo(() => new Map(tags.map((tag) => [tag.name, tag])), [tags]);
}

export function useMembersById(): ReadonlyMap<string, Member> {
  const members = useMembers();
  return useMemo(() => new Map(members.map((member) => [member.id, member])), [members]);
}
