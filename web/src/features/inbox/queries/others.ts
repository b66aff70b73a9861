/** Teammates in a conversation. The server tells of everyone there, this member's own windows too. */
import type { Presence } from "@omniflow/contract";
import { useMemo } from "react";
import { usePresence } from "../../../api/presence.ts";
import { useMe } from "../../../frame/me.ts";

export function useOthers(conversationId: string): Presence[] {
  const mine = useMe().member?.id;
  const everyone = usePresence(conversationId);
  return useMemo(() => everyone.filter((one) => one.member_id !== mine), [everyone, mine]);
}
