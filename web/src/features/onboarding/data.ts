/** Reading the checklist, and what its buttons do. */
import type { Onboarding } from "@omniflow/contract";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { listChannels } from "../../api/channels.ts";
import { keys } from "../../api/keys.ts";
import { addSampleData, dismissOnboarding, getOnboarding, removeSampleData } from "../../api/people.ts";

export const onboardingQuery = queryOptions({ queryKey: keys.onboarding, queryFn: getOnboarding });

export function useDismiss() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: dismissOnboarding,
    onMutate: () => {
      client.setQueryData<Onboarding>(keys.onboarding, (now) => now && { ...now, dismissed: true });
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.onboarding }),
  });
}

/** Adds or removes the sample conversations; everything on screen is read again. */
export function useSampleData() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries();
  const add = useMutation({ mutationFn: addSampleData, onSuccess });
  const remove = useMutation({ mutationFn: removeSampleData, onSuccess });
  return { add, remove };
}

/** The public key of the first chat widget, for its try page. */
export function useWidgetKey(channelId: string | null): string | null {
  const channels = useQuery({ queryKey: keys.channelList, queryFn: listChannels, enabled: channelId !== null });
  return channels.data?.find((one) => one.id === channelId)?.key ?? null;
}
