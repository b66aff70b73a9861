/** Over which channel the reply leaves; those that cannot be used say why. */
import type { ReplyRoute } from "@omniflow/contract";
import { ChevronDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Said } from "../../../said/index.ts";
import { ChannelIcon } from "../../../ui/avatar.tsx";
import { Menu, MenuCheckItem, MenuLabel } from "../../../ui/menu.tsx";
import { channelName } from "../views/names.ts";

type PickerProps = { routes: ReplyRoute[]; route: ReplyRoute; onPick: (route: ReplyRoute) => void };

export const routeKey = (route: ReplyRoute) =>
  `${route.channel_id}:${route.thread_id ?? ""}:${route.to[0]?.value ?? ""}`;

export function RoutePicker({ routes, route, onPick }: PickerProps) {
  const { t } = useTranslation("inbox");
  const face = (
    <>
      <ChannelIcon kind={route.channel} className="size-3.5 shrink-0" />
      <bdi className="truncate">{route.channel_name || channelName(t, route.channel)}</bdi>
    </>
  );
  if (routes.length < 2) {
    return <span className="inline-flex h-6 max-w-40 items-center gap-1.5 px-1 text-xs text-muted">{face}</span>;
  }
  return (
    <Menu
      side="top"
      className="max-w-96"
      trigger={
        <button
          type="button"
          className="inline-flex h-6 max-w-44 items-center gap-1.5 rounded-md px-1 text-xs text-muted hover:bg-hover hover:text-ink"
        >
          <span className="sr-only">{t("compose.route")}</span>
          {face}
          <ChevronDown aria-hidden className="size-3 shrink-0" />
        </button>
      }
    >
      <MenuLabel>{t("compose.route")}</MenuLabel>
      {routes.map((one) => (
        <MenuCheckItem
          key={routeKey(one)}
          checked={routeKey(one) === routeKey(route)}
          icon={<ChannelIcon kind={one.channel} />}
          onSelect={() => onPick(one)}
        >
          <span className="block truncate">
            <bdi>{one.channel_name}</bdi> <span className="text-faint">→</span>{" "}
            <bdi>{one.to[0]?.name || one.to[0]?.value}</bdi>
          </span>
          {one.problem && (
            <span className="block truncate text-xs text-danger-ink">
              <Said>{one.problem}</Said>
            </span>
          )}
        </MenuCheckItem>
      ))}
    </Menu>
  );
}
