/** Asks before what cannot be undone. With `word`, the person types it first. */
import { type ReactNode, useId, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Input } from "./input.tsx";
import { ErrorState } from "./states.tsx";

type ConfirmProps = {
  title: string;
  children: ReactNode;
  /** What the button says: the verb, not "OK". */
  action: string;
  /** What the way back says; "Cancel" when absent. */
  cancel?: string;
  word?: string;
  busy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
};

export function Confirm({ title, children, action, cancel, word, busy, error, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation();
  const field = useId();
  const [typed, setTyped] = useState("");
  const ready = !word || typed.trim() === word;
  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{cancel ?? t("cancel")}</Button>
          <Button look="danger" busy={busy} disabled={!ready} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <div className="grid gap-3 text-sm text-muted">
        {children}
        {word && (
          <label htmlFor={field} className="grid gap-1">
            <span>
              <Trans
                i18nKey="confirm.type"
                values={{ word }}
                components={{ b: <b className="font-semibold text-ink" /> }}
              />
            </span>
            <Input
              id={field}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              autoFocus
            />
          </label>
        )}
        {Boolean(error) && <ErrorState compact error={error} />}
      </div>
    </Dialog>
  );
}
