/** The member at the screen, as far as the inbox needs to know them; readable outside components. */
import type { Me, MemberSettings } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../../../api/keys.ts";

export function whoAmI(client: QueryClient): {
  memberId: string | null;
  name: string;
  teamIds: string[];
  settings: MemberSettings;
} {
  const me = client.getQueryData<Me>(keys.me);
  return {
    memberId: me?.member?.id ?? null,
    name: me?.member?.name ?? "",
    teamIds: me?.member?.team_ids ?? [],
    settings: me?.settings ?? {},
  };
}
