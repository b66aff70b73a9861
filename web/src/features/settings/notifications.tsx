/** What this member is told, and how. Every switch is saved at once. */
import type { NotificationSettings as Wishes } from "@omniflow/contract";
import { Volume2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChangeMe, useMe } from "../../frame/me.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox, Switch } from "../../ui/check.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { playSound } from "../notifications/sound.ts";
import { isOpenEnded, kinds, quietUntil, type Way, wants, ways, withWish } from "../notifications/wishes.ts";
import { Group, Pane } from "./pane.tsx";

const canNotify = () => "Notification" in window;

export function NotificationSettings() {
  const { t } = useTranslation(["notifications", "settings"]);
  const me = useMe();
  const change = useChangeMe();
  const wishes = me.settings.notifications ?? {};
  const [refused, setRefused] = useState(canNotify() && Notification.permission === "denied");
  const save = (notifications: Wishes) => change.mutate({ settings: { notifications } });
  const set = async (way: Way, kind: (typeof kinds)[number], on: boolean) => {
    // The browser is asked here, where the member has just said that they want it, and nowhere else.
    if (way === "browser" && on && canNotify() && Notification.permission !== "granted") {
      const answer = await Notification.requestPermission();
      setRefused(answer === "denied");
      if (answer !== "granted") return;
    }
    save(withWish(wishes, way, kind, on));
  };
  const quiet = quietUntil(wishes, new Date());
  return (
    <Pane title={t("settings:nav.notifications")} lead={t("page.lead")}>
      {change.isError && <ErrorState compact error={change.error} />}
      <Group>
        <table className="w-full text-sm">
          <thead>
            <tr className="border-b border-line text-xs text-muted">
              <th scope="col" className="py-2 text-start font-medium">
                {t("page.when")}
              </th>
              {ways.map((way) => (
                <th key={way} scope="col" className="w-20 px-1 py-2 text-center font-medium md:w-24">
                  {t(`way.${way}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
              <tr key={kind} className="border-b border-line">
                <th scope="row" className="py-2.5 pe-2 text-start font-normal">
                  <span className="block text-ink">{t(`kind.${kind}`)}</span>
                  <span className="block text-xs text-muted">{t(`kind_hint.${kind}`)}</span>
                </th>
                {ways.map((way) => (
                  <td key={way} className="px-1">
                    <Checkbox
                      quiet
                      label={`${t(`kind.${kind}`)}: ${t(`way.${way}`)}`}
                      checked={wants(wishes, way, kind)}
                      disabled={way === "browser" && !canNotify()}
                      onChange={(on) => void set(way, kind, on)}
                      className="relative justify-center p-1"
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <p className="mt-2 text-xs text-muted">{t("page.how")}</p>
        {refused && (
          <p role="alert" className="mt-2 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning-ink">
            {t("page.refused")}
          </p>
        )}
        {!me.can_send_mail && <p className="mt-2 text-xs text-muted">{t("page.no_mail")}</p>}
      </Group>
      <Group title={t("page.sound")}>
        <Switch
          label={t("page.sound_on")}
          help={t("page.sound_help")}
          checked={wishes.sound === true}
          onChange={(sound) => {
            if (sound) playSound();
            save({ ...wishes, sound });
          }}
        />
        <Button size="sm" className="mt-3" onClick={playSound}>
          <Volume2 /> {t("page.listen")}
        </Button>
      </Group>
      {quiet && (
        <Group title={t("page.quiet")}>
          <p className="flex flex-wrap items-center gap-3 text-sm text-muted">
            {isOpenEnded(quiet) ? t("page.quiet_open") : t("page.quiet_until", { time: formatDateTime(quiet) })}
            <Button size="sm" onClick={() => save({ ...wishes, do_not_disturb_until: null })}>
              {t("page.quiet_end")}
            </Button>
          </p>
        </Group>
      )}
    </Pane>
  );
}
