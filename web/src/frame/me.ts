/** Who is signed in, in which workspace, and what they may do. Loaded by the route of the workspace before anything shows. */
import type { Me, Permission } from "@omniflow/contract";
import { type QueryClient, queryOptions, useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { ApiError, currentWorkspaceId, setWorkspaceId } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { changeMe, getMe, type MeUpdate } from "../api/people.ts";
import { whenIdle } from "../lib/idle.ts";

export const meQuery = queryOptions({ queryKey: keys.me, queryFn: getMe, staleTime: 60_000 });

export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** `const can = useCan(); can("settings.channels")` */
export function useCan(): (permission: Permission) => boolean {
  const me = useMe();
  return (permission) => me.permissions.includes(permission);
}

/** Saves the member's own settings at once on screen; puts them back when the server refuses. */
export function useChangeMe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: MeUpdate) => changeMe(change),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: keys.me });
      const before = client.getQueryData<Me>(keys.me);
      if (before) client.setQueryData<Me>(keys.me, applied(before, change));
      return before;
    },
    onError: (_error, _change, before) => {
      if (before) client.setQueryData(keys.me, before);
    },
    onSuccess: (me) => client.setQueryData(keys.me, me),
  });
}

function applied(me: Me, change: MeUpdate): Me {
  const { settings, ...rest } = change;
  return {
    ...me,
    settings: { ...me.settings, ...settings },
    member: me.member ? { ...me.member, ...rest } : null,
  };
}

const offline = () => import("../offline/keep.ts");
/** What is kept of the workspace for when the network is down; begun once the page is calm. */
export const keepReading = (client: QueryClient, me: Me): (() => void) =>
  whenIdle(() => void offline().then(({ keep }) => keep(client, me)));
/** Nothing of this member's reading stays on this device. */
export const forgetReading = (): Promise<void> => offline().then(({ forgetKept }) => forgetKept());

const SLUGS = "omniflow.workspaces";
const knownSlugs = (): Record<string, string> => JSON.parse(localStorage.getItem(SLUGS) ?? "{}");
export const lastSlug = (): string | null => localStorage.getItem("omniflow.slug");

/** Makes the workspace of the address the one every call is about. Null: the member is not in it. */
export async function enterWorkspace(slug: string, client: QueryClient): Promise<Me | null> {
  const known = client.getQueryData<Me>(keys.me);
  if (known?.workspace.slug === slug && currentWorkspaceId() === known.workspace.id) return known;
  setWorkspaceId(knownSlugs()[slug] ?? null);
  let me = await readMe().catch(async (why) => (await offline()).openKept(client, slug, why));
  if (me.workspace.slug !== slug) {
    const other = me.workspaces.find((one) => one.slug === slug);
    if (!other) return null;
    setWorkspaceId(other.id);
    me = await readMe();
  }
  setWorkspaceId(me.workspace.id);
  localStorage.setItem(SLUGS, JSON.stringify(Object.fromEntries(me.workspaces.map((one) => [one.slug, one.id]))));
  localStorage.setItem("omniflow.slug", slug);
  client.setQueryData(keys.me, me);
  return me;
}

/** The remembered id of a slug may be of an older installation or a left workspace: then ask without it. */
async function readMe(): Promise<Me> {
  try {
    return await getMe();
  } catch (error) {
    if (!(error instanceof ApiError) || ![403, 404].includes(error.status)) throw error;
    setWorkspaceId(null);
    return getMe();
  }
}
