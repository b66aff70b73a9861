/** One action: its keys, and changing, adding, removing and resetting them. */
import { Pencil, Plus, RotateCcw, X } from "lucide-react";
import { useRef, useState } from "react";
import type { KeyChoices } from "../../../keyboard/catalogue.ts";
import { clearKeys, isChanged, keysIn, mostKeys, resetKeys, take } from "../../../keyboard/choose.ts";
import { keyCaps } from "../../../keyboard/keys.ts";
import type { ListedAction } from "../../../keyboard/listed.ts";
import { useActionNames } from "../../../keyboard/names.ts";
import { IconButton } from "../../../ui/button.tsx";
import { Kbd } from "../../../ui/kbd.tsx";
import { Recorder } from "./recorder.tsx";

type RowProps = {
  action: ListedAction;
  choices: KeyChoices;
  onChange: (choices: KeyChoices, said: string) => void;
};

export function KeyRow({ action, choices, onChange }: RowProps) {
  const { t, nameOf } = useActionNames();
  const [recording, setRecording] = useState<"instead" | "beside" | null>(null);
  const change = useRef<HTMLButtonElement>(null);
  const { id } = action;
  const name = nameOf(action);
  const mine = keysIn(choices, id);
  const close = () => {
    setRecording(null);
    // Back to where it began, unless the member has gone elsewhere.
    setTimeout(() => document.activeElement === document.body && change.current?.focus(), 0);
  };
  const taken = (keys: string) => {
    onChange(take(choices, id, keys, recording === "beside"), t("done", { name, keys: keyCaps(keys).join(" ") }));
    close();
  };
  return (
    <li className="border-b border-line">
      <div className="flex min-h-10 items-center gap-1 text-sm text-ink">
        <span className="min-w-0 flex-1 py-1.5">{name}</span>
        <span className="me-1 flex flex-wrap justify-end gap-2">
          {mine.map((keys) => (
            <Kbd key={keys} keys={keys} />
          ))}
          {mine.length === 0 && <span className="text-xs text-faint">{t("none")}</span>}
        </span>
        {action.fixed ? (
          <span className="w-[6.75rem] pe-1 text-end text-xs text-faint max-md:w-auto">{t("fixed")}</span>
        ) : (
          <span className="flex w-[6.75rem] justify-end">
            {isChanged(choices, id) && (
              <IconButton
                size="sm"
                label={t("reset", { name })}
                onClick={() => onChange(resetKeys(choices, id), t("reset_done", { name }))}
              >
                <RotateCcw />
              </IconButton>
            )}
            {mine.length > 0 && (
              <IconButton
                size="sm"
                label={t("remove", { name })}
                onClick={() => onChange(clearKeys(choices, id), t("removed", { name }))}
              >
                <X />
              </IconButton>
            )}
            {mine.length > 0 && mine.length < mostKeys && (
              <IconButton size="sm" label={t("add", { name })} onClick={() => setRecording("beside")}>
                <Plus />
              </IconButton>
            )}
            <IconButton
              ref={change}
              size="sm"
              label={t("change", { name })}
              onClick={() => setRecording(recording ? null : "instead")}
            >
              <Pencil />
            </IconButton>
          </span>
        )}
      </div>
      {recording && <Recorder action={action} choices={choices} onTake={taken} onClose={close} />}
    </li>
  );
}
