/** Choosing a time to come: presets, words ("tomorrow 9am", with what they mean), or a date and time field. */
import i18next from "i18next";
import { AlarmClock, CalendarClock, CornerDownLeft } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime, formatDay, formatRelative, formatTime } from "../../../i18n/format.ts";
import { Button } from "../../../ui/button.tsx";
import { CommandDialog, CommandItem } from "../../../ui/command.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { customSnooze, localInputValue } from "../actions/snooze.ts";

export type TimePreset = { key: string; label: string; at: Date };
type TimePickerProps = {
  label: string;
  placeholder: string;
  presets: readonly TimePreset[];
  /** What the button beside the date field says. */
  choose: string;
  onChoose: (at: Date) => void;
  onClose: () => void;
  /** More to choose from, below the presets. */
  more?: ReactNode;
  /** Below the list: what goes with the choice. */
  footer?: ReactNode;
};

export function TimePicker(props: TimePickerProps) {
  const { label, placeholder, presets, onChoose, onClose, more, footer } = props;
  const { t } = useTranslation("inbox");
  const [typed, setTyped] = useState("");
  const [custom, setCustom] = useState(false);
  const meant = useWords(typed);
  if (custom) return <CustomTime {...props} />;
  const fits = (text: string) => text.toLocaleLowerCase().includes(typed.trim().toLocaleLowerCase());
  return (
    <CommandDialog
      open
      onClose={onClose}
      label={label}
      placeholder={placeholder}
      empty={t("time.not_understood")}
      search={{ value: typed, onChange: setTyped, filter: false }}
      footer={footer}
    >
      {meant && (
        <CommandItem value="words" icon={<CornerDownLeft />} onSelect={() => onChoose(meant)}>
          <span className="flex justify-between gap-4">
            <time dateTime={meant.toISOString()} className="font-medium">
              {formatDay(meant)}, {formatTime(meant)}
            </time>
            <span className="text-xs leading-5 text-muted">{formatRelative(meant)}</span>
          </span>
        </CommandItem>
      )}
      {presets
        .filter((one) => fits(one.label))
        .map(({ key, label: name, at }) => (
          <CommandItem key={key} value={key} icon={<AlarmClock />} onSelect={() => onChoose(at)}>
            <span className="flex justify-between gap-4">
              {name}
              <time dateTime={at.toISOString()} className="text-xs leading-5 text-muted">
                {formatDateTime(at)}
              </time>
            </span>
          </CommandItem>
        ))}
      {fits(t("snooze.custom")) && (
        <CommandItem value="custom" icon={<CalendarClock />} onSelect={() => setCustom(true)}>
          {t("snooze.custom")}
        </CommandItem>
      )}
      {typed.trim() === "" && more}
    </CommandDialog>
  );
}

/** What the words mean, as they are typed. */
function useWords(typed: string): Date | null {
  const [meant, setMeant] = useState<{ typed: string; at: Date | null } | null>(null);
  useEffect(() => {
    let current = true;
    if (typed.trim().length < 2) return setMeant(null);
    void import("./words.ts").then(({ timeInWords }) => {
      if (current) setMeant({ typed, at: timeInWords(typed, new Date(), i18next.language) });
    });
    return () => {
      current = false;
    };
  }, [typed]);
  return meant?.at ?? null;
}

function CustomTime({ label, choose, onChoose, onClose, footer }: TimePickerProps) {
  const { t } = useTranslation("inbox");
  const [value, setValue] = useState(() => localInputValue(tomorrowMorning(new Date())));
  const [tried, setTried] = useState(false);
  const until = customSnooze(value, new Date());
  return (
    <Dialog open onClose={onClose} title={label} size="sm">
      <form
        className="grid gap-4 pb-2"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (until) onChoose(until);
        }}
      >
        <Field label={t("time.at")} error={tried && !until ? t("snooze.past") : null}>
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
        {footer}
        <Button look="primary" type="submit" className="justify-self-end">
          {choose}
        </Button>
      </form>
    </Dialog>
  );
}

const tomorrowMorning = (now: Date) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8);
