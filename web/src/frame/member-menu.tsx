/** The member's own corner: availability, preferences, theme, shortcuts, signing out. */
import { Keyboard, LogOut, Moon, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { signOut } from "../api/auth.ts";
import { ApiError } from "../api/client.ts";
import { QuietMenu } from "../features/notifications/Quiet.tsx";
import { runAction } from "../keyboard/registry.ts";
import { applyTheme, type Theme } from "../lib/theme.ts";
import { AvailabilityDot, Avatar } from "../ui/avatar.tsx";
import { Menu, MenuCheckItem, MenuItem, MenuLabel, MenuSeparator, SubMenu } from "../ui/menu.tsx";
import { errorText } from "../ui/states.tsx";
import { notify } from "../ui/toast.tsx";
import { forgetReading, useChangeMe, useMe } from "./me.ts";
import { useGo } from "./workspace-link.ts";

const availabilities = ["online", "away", "offline"] as const;
const themes: readonly Theme[] = ["system", "light", "dark"];

export function MemberMenu() {
  const { t } = useTranslation(["frame", "common"]);
  const me = useMe();
  const change = useChangeMe();
  const go = useGo();
  const member = me.member;
  if (!member) return null;
  const theme = me.settings.theme ?? "system";

  return (
    <Menu
      align="end"
      side="end"
      className="w-64"
      trigger={
        <button type="button" className="grid size-9 place-items-center rounded-lg hover:bg-line/60 max-md:size-11">
          <span className="sr-only">{t("member.menu", { name: member.name })}</span>
          <Avatar
            name={member.name}
            id={member.id}
            availability={member.availability}
            className="[&>span:first-child]:size-7"
          />
        </button>
      }
    >
      <div className="px-2 pt-1.5 pb-2">
        <p className="truncate text-sm font-medium text-ink">{member.name}</p>
        <p className="truncate text-xs text-muted">{member.email}</p>
      </div>
      <MenuSeparator />
      <MenuLabel>{t("member.availability")}</MenuLabel>
      {availabilities.map((one) => (
        <MenuCheckItem
          key={one}
          checked={member.availability === one}
          icon={<AvailabilityDot state={one} className="mx-1" />}
          onSelect={() => change.mutate({ availability: one })}
        >
          {t(`common:availability.${one}`)}
        </MenuCheckItem>
      ))}
      <MenuSeparator />
      <QuietMenu />
      <MenuItem icon={<UserRound />} onSelect={() => go("/settings/profile")}>
        {t("member.profile")}
      </MenuItem>
      <SubMenu icon={<Moon />} label={t("theme.label")}>
        {themes.map((one) => (
          <MenuCheckItem
            key={one}
            checked={theme === one}
            onSelect={() => {
              applyTheme(one);
              change.mutate({ settings: { theme: one } });
            }}
          >
            {t(`theme.${one}`)}
          </MenuCheckItem>
        ))}
      </SubMenu>
      <MenuItem icon={<Keyboard />} action="shortcuts" onSelect={() => runAction("shortcuts")}>
        {t("member.shortcuts")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LogOut />} onSelect={() => void leave()}>
        {t("member.signOut")}
      </MenuItem>
    </Menu>
  );
}

/** A full load afterwards: nothing of the last session stays in memory. */
async function leave() {
  const error = await signOut().catch((why: unknown) => why);
  // Without the server the session would go on, and only look as if it had ended.
  if (error instanceof ApiError && error.code === "network") return notify({ tone: "error", text: errorText(error) });
  await forgetReading().catch(() => {});
  location.assign("/sign-in");
}
