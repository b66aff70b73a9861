/** Where the palette can go: every view of the inbox, every page of Settings. */
import { Filter, Inbox, Radio, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useChannels, useSavedViews, useTeams } from "../../features/inbox/queries/lookups.ts";
import { channelName } from "../../features/inbox/views/names.ts";
import { folderViews, queueViews, statusViews } from "../../features/inbox/views/view.ts";
import { sections } from "../../features/settings/sections.ts";
import { useCan } from "../me.ts";
import { useGo } from "../workspace-link.ts";
import type { Entry } from "./Palette.tsx";

export function usePlaces(): Entry[] {
  const { t } = useTranslation("inbox");
  const settings = useTranslation("settings").t;
  const can = useCan();
  const go = useGo();
  const view = (key: string, text: string, icon: React.ReactNode): Entry => ({
    key: `view ${key}`,
    text,
    face: <bdi>{text}</bdi>,
    icon,
    go: () => go(`/inbox/${encodeURIComponent(key)}`),
  });
  const saved = useSavedViews().map((one) => view(one.id, one.name, <Filter />));
  const named = [...queueViews, ...statusViews, ...folderViews].map((key) => view(key, t(`view.${key}`), <Inbox />));
  const kinds = [...new Set(useChannels().map((channel) => channel.kind))];
  const channels = kinds.map((kind) => view(`channel:${kind}`, channelName(t, kind), <Radio />));
  const teams = useTeams().map((team) => view(`team:${team.id}`, team.name, <Users />));
  const pages = sections
    .filter(({ needs }) => !needs || can(needs))
    .map(({ key, icon: Icon }): Entry => {
      const text = `${settings("title")}: ${settings(`nav.${key}`)}`;
      return { key: `settings ${key}`, text, face: text, icon: <Icon />, go: () => go(`/settings/${key}`) };
    });
  return [...saved, ...named, ...channels, ...teams, ...pages];
}
