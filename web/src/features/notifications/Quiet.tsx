/** Do not disturb, in the member's menu: for an hour, until tomorrow, or until it is turned off. */
import { BellOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useChangeMe, useMe } from "../../frame/me.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { MenuCheckItem, MenuItem, SubMenu } from "../../ui/menu.tsx";
import { isOpenEnded, type QuietChoice, quietTime, quietUntil } from "./wishes.ts";

const choices: readonly QuietChoice[] = ["hour", "tomorrow", "open"];

export function QuietMenu() {
  const { t } = useTranslation("frame");
  const settings = useMe().settings.notifications ?? {};
  const change = useChangeMe();
  const until = quietUntil(settings, new Date());
  const set = (time: string | null) =>
    change.mutate({ settings: { notifications: { ...settings, do_not_disturb_until: time } } });
  if (until) {
    return (
      <MenuCheckItem checked icon={<BellOff />} onSelect={() => set(null)}>
        {isOpenEnded(until) ? t("quiet.on") : t("quiet.until", { time: formatDateTime(until) })}
      </MenuCheckItem>
    );
  }
  return (
    <SubMenu icon={<BellOff />} label={t("quiet.label")}>
      {choices.map((choice) => (
        <MenuItem key={choice} onSelect={() => set(quietTime(choice, new Date()))}>
          {t(`quiet.${choice}`)}
        </MenuItem>
      ))}
    </SubMenu>
  );
}
