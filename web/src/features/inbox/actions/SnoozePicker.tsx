/** Until when it sleeps: presets, or any time. */
import { AlarmClock, CalendarClock, Sun } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime } from "../../../i18n/format.ts";
import { Button } from "../../../ui/button.tsx";
import { CommandDialog, CommandItem } from "../../../ui/command.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { useCommands } from "./commands.ts";
import type { PickerProps } from "./Pickers.tsx";
import { customSnooze, localInputValue, snoozePresets } from "./snooze.ts";

export function SnoozePicker({ id, onClose }: PickerProps) {
  const { t } = useTranslation("inbox");
  const commands = useCommands();
  const [custom, setCustom] = useState(false);
  const asleep = commands.find(id)?.snoozed_until;
  const choose = (until: Date | null) => {
    onClose();
    void commands.snooze(id, until);
  };
  if (custom) return <CustomTime onClose={onClose} onChoose={choose} />;
  return (
    <CommandDialog
      open
      onClose={onClose}
      label={t("action.snooze")}
      placeholder={t("pick.snooze")}
      empty={t("pick.none")}
    >
      {snoozePresets(new Date()).map(({ key, until }) => (
        <CommandItem key={key} value={t(`snooze.${key}`)} icon={<AlarmClock />} onSelect={() => choose(until)}>
          <span className="flex justify-between gap-4">
            {t(`snooze.${key}`)}
            <time dateTime={until.toISOString()} className="text-xs text-faint">
              {formatDateTime(until)}
            </time>
          </span>
        </CommandItem>
      ))}
      <CommandItem value={t("snooze.custom")} icon={<CalendarClock />} onSelect={() => setCustom(true)}>
        {t("snooze.custom")}
      </CommandItem>
      {asleep && (
        <CommandItem value={t("snooze.wake")} icon={<Sun />} onSelect={() => choose(null)}>
          {t("snooze.wake")}
        </CommandItem>
      )}
    </CommandDialog>
  );
}

function CustomTime({ onClose, onChoose }: { onClose: () => void; onChoose: (until: Date) => void }) {
  const { t } = useTranslation("inbox");
  const tomorrow = snoozePresets(new Date()).find((preset) => preset.key === "tomorrow")!.until;
  const [value, setValue] = useState(localInputValue(tomorrow));
  const [tried, setTried] = useState(false);
  const until = customSnooze(value, new Date());
  return (
    <Dialog open onClose={onClose} title={t("snooze.custom")} size="sm">
      <form
        className="grid gap-4 pb-2"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (until) onChoose(until);
        }}
      >
        <Field label={t("snooze.until")} error={tried && !until ? t("snooze.past") : null}>
          {(wiring) => (
            <Input
              {...wiring}
              type="datetime-local"
              value={value}
              onChange={(event) => setValue(event.target.value)}
              autoFocus
            />
          )}
        </Field>
        <Button look="primary" type="submit" className="justify-self-end">
          {t("action.snooze")}
        </Button>
      </form>
    </Dialog>
  );
}
