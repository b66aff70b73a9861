/** Every channel with how it is doing. */
import type { Channel } from "@omniflow/contract";
import { Link } from "@tanstack/react-router";
import { AtSign, ChevronRight, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSlug } from "../../../frame/workspace-link.ts";
import { useSaid } from "../../../said/index.ts";
import { ChannelIcon } from "../../../ui/avatar.tsx";
import { Badge } from "../../../ui/badge.tsx";
import { buttonStyle } from "../../../ui/button.tsx";
import { Loaded } from "../../../ui/loaded.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { EmptyState } from "../../../ui/states.tsx";
import { Pane } from "../pane.tsx";
import { healthOf, useChannels, useKinds } from "./kinds.ts";

export function ChannelList() {
  const { t } = useTranslation("settings");
  const slug = useSlug();
  const channels = useChannels();
  const add = (
    <Link to={`/w/${slug}/settings/channels/new` as string} className={buttonStyle({ look: "primary" })}>
      <Plus aria-hidden /> {t("channels.add")}
    </Link>
  );
  return (
    <Pane title={t("nav.channels")} lead={t("channels.lead")} action={channels.data?.length ? add : null}>
      <Loaded query={channels}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState
              icon={<AtSign />}
              title={t("channels.emptyTitle")}
              action={add}
              className="rounded-lg border border-line"
            >
              {t("channels.emptyLead")}
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line">
              {list.map((channel) => (
                <ChannelRow key={channel.id} channel={channel} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Pane>
  );
}

function ChannelRow({ channel }: { channel: Channel }) {
  const { t } = useTranslation("settings");
  const slug = useSlug();
  const kinds = useKinds();
  const health = healthOf(channel);
  const last = channel.health.last_received_at;
  const said = useSaid();
  const label = kinds.data?.find((kind) => kind.kind === channel.kind)?.label ?? channel.kind;
  return (
    <li>
      <Link
        to={`/w/${slug}/settings/channels/${channel.id}` as string}
        className="flex items-center gap-3 px-4 py-3 -outline-offset-2 hover:bg-hover"
      >
        <span className="grid size-8 shrink-0 place-items-center rounded-md bg-sunken text-muted">
          <ChannelIcon kind={channel.kind} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-medium text-ink">{channel.name}</span>
          <span className="block truncate text-xs text-muted">
            {[said(label), channel.address].filter(Boolean).join(" · ")}
          </span>
          {health.word === "failing" && channel.health.reason && (
            <span className="block truncate text-xs text-danger-ink">{said(channel.health.reason)}</span>
          )}
        </span>
        {channel.health.quarantined > 0 && (
          <Badge tone="warning">{t("channels.quarantined", { count: channel.health.quarantined })}</Badge>
        )}
        <span className="text-xs text-muted max-md:hidden">{last && <RelativeTime at={last} style="sentence" />}</span>
        <Badge tone={health.tone}>{t(`health.${health.word}`)}</Badge>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-faint rtl:rotate-180" />
      </Link>
    </li>
  );
}
