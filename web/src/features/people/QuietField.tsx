/** A custom field where it is read: its value as text, and by a click the input its type asks for. */
import type { CustomField } from "@omniflow/contract";
import { ExternalLink } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "../../lib/cn.ts";
import { useBackToButton } from "../../lib/use-back-to-button.ts";
import { FieldInput } from "./FieldInput.tsx";
import { showValue } from "./field-text.ts";

type Props = { field: CustomField; value: unknown; disabled: boolean; onChange(value: unknown): void };

export function QuietField(props: Props) {
  const [open, setOpen] = useState(false);
  const { button, byKey } = useBackToButton(open);
  // A box to tick is as quiet as its value.
  if (props.field.type === "checkbox")
    return (
      <span className="flex min-h-7 items-center max-md:min-h-10">
        <FieldInput {...props} />
      </span>
    );
  if (!open) return <Shown {...props} button={button} onOpen={() => setOpen(true)} />;
  return (
    <Opened
      {...props}
      onClose={(key) => {
        byKey.current = key;
        setOpen(false);
      }}
    />
  );
}

type ShownProps = Props & { button: React.Ref<HTMLButtonElement>; onOpen(): void };

function Shown({ field, value, disabled, button, onOpen }: ShownProps) {
  const { t } = useTranslation("people");
  const text = showValue(field, value);
  const shown = text || (disabled ? "–" : t("add"));
  return (
    <span className="flex items-center gap-1">
      <button
        ref={button}
        type="button"
        disabled={disabled}
        aria-label={`${field.label}: ${shown}`}
        onClick={onOpen}
        className={cn(
          "-mx-1.5 min-h-7 min-w-0 rounded-md px-1.5 py-1 text-start text-sm max-md:py-2.5",
          text ? "text-ink" : "text-faint",
          !disabled && "hover:bg-hover",
        )}
      >
        <bdi className={field.type === "link" ? "block truncate" : "line-clamp-12 [overflow-wrap:anywhere]"}>
          {shown}
        </bdi>
      </button>
      {field.type === "link" && text && (
        <a
          href={text}
          target="_blank"
          rel="noreferrer noopener"
          aria-label={t("open_link")}
          title={t("open_link")}
          className="ms-1 grid size-6 shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink"
        >
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      )}
    </span>
  );
}

function Opened({ field, value, disabled, onChange, onClose }: Props & { onClose(byKey: boolean): void }) {
  const box = useRef<HTMLFieldSetElement>(null);
  const invalid = useRef(false);
  useEffect(() => {
    const input = box.current?.querySelector<HTMLElement>("input, select, button");
    input?.focus();
    if (input instanceof HTMLInputElement && input.type !== "date") input.select();
    try {
      if (input instanceof HTMLSelectElement) input.showPicker();
    } catch {
      // Not every browser may open it by itself: then it takes a second click.
    }
  }, []);
  return (
    <fieldset
      ref={box}
      // A click beside a box, on its label, must not count as leaving.
      tabIndex={-1}
      aria-label={field.label}
      // As high as the text it stands for: nothing below it moves.
      className={cn("min-w-0 outline-none", field.type !== "multi_choice" && "-my-0.5")}
      onBlur={(event) => {
        if (!invalid.current && !event.currentTarget.contains(event.relatedTarget)) onClose(false);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.stopPropagation();
        // Else the same key would press the button that comes back, and open it again.
        event.preventDefault();
        if (event.key === "Escape" || !invalid.current) onClose(true);
        // Enter has been taken by the input already, which was left by it: no value, so it stays open and says so.
        else box.current?.querySelector("input")?.focus();
      }}
    >
      <FieldInput
        field={field}
        value={value}
        disabled={disabled}
        onInvalid={(now) => {
          invalid.current = now;
        }}
        onChange={(next) => {
          onChange(next);
          if (field.type === "choice") onClose(true);
        }}
      />
    </fieldset>
  );
}
