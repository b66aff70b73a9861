/** Takes the next key, or two in a row, as the key of an action: refuses what cannot be, and asks before taking it from another. */
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { KeyChoices } from "../../../keyboard/catalogue.ts";
import { conflicts, type Refusal, refusal } from "../../../keyboard/choose.ts";
import { CHORD_MS, pressName } from "../../../keyboard/keys.ts";
import type { ListedAction } from "../../../keyboard/listed.ts";
import { useActionNames } from "../../../keyboard/names.ts";
import { Button } from "../../../ui/button.tsx";
import { Kbd } from "../../../ui/kbd.tsx";

type RecorderProps = {
  action: ListedAction;
  choices: KeyChoices;
  onTake: (keys: string) => void;
  onClose: () => void;
};

export function Recorder({ action, choices, onTake, onClose }: RecorderProps) {
  const { t, nameOf } = useActionNames();
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [asking, setAsking] = useState(false);
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);

  const finish = (keys: string) => {
    if (conflicts(choices, keys, action.id).length === 0) return onTake(keys);
    setAsking(true);
  };
  const press = useEffectEvent((event: KeyboardEvent) => {
    // Tab leads out of here, as everywhere; a question is answered with its buttons.
    if (asking || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    if (event.key === "Escape") return onClose();
    const name = pressName(event);
    if (!name) return;
    const keys = typed && !refused ? `${typed} ${name}` : name;
    const reason = refusal(keys, action);
    setTyped(keys);
    setRefused(reason);
    if (!reason && (keys !== name || name.includes("+"))) finish(keys);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    addEventListener("keydown", listen, { capture: true });
    return () => removeEventListener("keydown", listen, { capture: true });
  }, []);
  const settle = useEffectEvent(() => typed && finish(typed));
  useEffect(() => {
    if (!typed || refused || asking) return;
    // A second key may follow.
    const timer = setTimeout(() => settle(), CHORD_MS);
    return () => clearTimeout(timer);
  }, [typed, refused, asking]);

  const others = typed && asking ? conflicts(choices, typed, action.id) : [];
  return (
    <section
      ref={box}
      aria-label={t("record.label", { name: nameOf(action) })}
      tabIndex={-1}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onClose()}
      className="my-1 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-accent-soft px-3 py-2 text-sm text-ink outline-none"
    >
      <span role="status" className="flex min-w-0 flex-1 basis-56 flex-wrap items-center gap-2">
        {typed && <Kbd keys={typed} />}
        {refused ? (
          <span className="text-danger-ink">{t(`refused.${refused}`)}</span>
        ) : asking ? (
          <span>{t("record.taken", { names: others.map(nameOf).join(", "), count: others.length })}</span>
        ) : (
          <span className="text-muted">{t(typed ? "record.more" : "record.press")}</span>
        )}
      </span>
      {asking && typed && (
        <Button size="sm" look="primary" autoFocus onClick={() => onTake(typed)}>
          {t("record.take")}
        </Button>
      )}
      <Button size="sm" onClick={onClose}>
        {t("common:cancel")}
      </Button>
    </section>
  );
}
