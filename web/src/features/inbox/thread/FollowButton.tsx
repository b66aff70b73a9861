/** Follow: be told of replies in a conversation that is somebody else's. Shows at once, and goes back when refused. */
import type { ConversationDetail } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Bell, BellRing } from "lucide-react";
import { useTranslation } from "react-i18next";
import { follow, unfollow } from "../../../api/conversations.ts";
import { keys } from "../../../api/keys.ts";
import { useMe } from "../../../frame/me.ts";
import { useAction } from "../../../keyboard/react.tsx";
import { IconButton } from "../../../ui/button.tsx";
import { MenuItem } from "../../../ui/menu.tsx";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";

export function useFollow(detail: ConversationDetail): { following: boolean; toggle: () => void } {
  const client = useQueryClient();
  const memberId = useMe().member?.id ?? "";
  const following = detail.follower_ids.includes(memberId);
  const show = (follower_ids: string[]) =>
    client.setQueryData<ConversationDetail>(
      keys.conversationDetail(detail.id),
      (now) => now && { ...now, follower_ids },
    );
  const toggle = async () => {
    const before = detail.follower_ids;
    show(following ? before.filter((id) => id !== memberId) : [...before, memberId]);
    try {
      show((await (following ? unfollow : follow)(detail.id)).follower_ids);
    } catch (error) {
      show(before);
      notify({ tone: "error", text: errorText(error) });
    }
  };
  return { following, toggle: () => void toggle() };
}

export function FollowButton({ detail }: { detail: ConversationDetail }) {
  const { t } = useTranslation("inbox");
  const { following, toggle } = useFollow(detail);
  const label = t(following ? "follow.stop" : "follow.start");
  useAction({ id: "follow", label, group: t("group.conversation"), run: toggle });
  return (
    <IconButton
      label={label}
      action="follow"
      aria-pressed={following}
      className={`max-md:hidden ${following ? "text-accent-ink" : ""}`}
      onClick={toggle}
    >
      {following ? <BellRing /> : <Bell />}
    </IconButton>
  );
}

export function FollowItem({ detail }: { detail: ConversationDetail }) {
  const { t } = useTranslation("inbox");
  const { following, toggle } = useFollow(detail);
  return (
    <MenuItem icon={following ? <BellRing /> : <Bell />} action="follow" onSelect={toggle}>
      {t(following ? "follow.stop" : "follow.start")}
    </MenuItem>
  );
}
