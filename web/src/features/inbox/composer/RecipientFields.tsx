/** To, Cc and Bcc as chips that can be taken out, typed in and moved; who somebody is shows on the chip. */
import type { ConversationDetail, Participant } from "@omniflow/contract";
import { CircleHelp, X } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "../../../lib/cn.ts";
import { Tooltip } from "../../../ui/tooltip.tsx";
import {
  addRecipients,
  parseRecipients,
  participantOf,
  type Recipient,
  type RecipientField,
  type Recipients,
  removeRecipient,
} from "./recipients.ts";

type FieldsProps = {
  value: Recipients;
  participants: ConversationDetail["participants"];
  onChange: (next: Recipients) => void;
  /** Takes the focus, ready for the first address. */
  focus?: boolean;
  /** Why somebody is there, in words; left out: what they are in the conversation. */
  why?: (recipient: Recipient) => string;
  /** Which of them can be changed here. */
  fields?: readonly RecipientField[];
};

const all = ["to", "cc", "bcc"] as const;

export function RecipientFields({ value, participants, onChange, focus, why, fields = all }: FieldsProps) {
  return (
    <div className="grid gap-1 border-b border-line px-4 pb-2">
      {fields.map((field) => (
        <FieldRow
          key={field}
          field={field}
          value={value}
          participants={participants}
          onChange={onChange}
          {...(why ? { why } : {})}
          focus={focus === true && field === "to"}
        />
      ))}
    </div>
  );
}

function FieldRow({ field, value, participants, onChange, focus, why }: FieldsProps & { field: RecipientField }) {
  const { t } = useTranslation("inbox");
  const id = useId();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);

  function take(): boolean {
    if (!typed.trim()) return true;
    const { recipients, rejected } = parseRecipients(typed);
    if (recipients.length > 0) onChange(addRecipients(value, field, recipients));
    setTyped(rejected.join(", "));
    setWrong(rejected.length > 0);
    return rejected.length === 0;
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (["Enter", ",", ";"].includes(event.key) && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      take();
    } else if (event.key === "Backspace" && typed === "") {
      const last = value[field].at(-1);
      if (last) onChange(removeRecipient(value, field, last));
    }
  }
  const known = participants.filter((one) => one.kind === "email");
  return (
    <div className="flex items-start gap-2">
      <label htmlFor={id} className="w-9 shrink-0 pt-1 text-xs text-faint">
        {t(`message.field.${field}`)}
      </label>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1">
        {value[field].map((recipient) => (
          <Chip
            key={`${recipient.kind}:${recipient.value}`}
            recipient={recipient}
            participant={participantOf(recipient, participants)}
            why={why?.(recipient) ?? null}
            onRemove={() => onChange(removeRecipient(value, field, recipient))}
          />
        ))}
        <input
          id={id}
          // biome-ignore lint/a11y/noAutofocus: asked for by a key or a menu just now
          autoFocus={focus}
          value={typed}
          list={`${id}-known`}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          onChange={(event) => {
            setTyped(event.target.value);
            setWrong(false);
          }}
          onKeyDown={onKeyDown}
          onBlur={take}
          className="h-6 min-w-24 flex-1 bg-transparent text-sm text-ink outline-none"
        />
        <datalist id={`${id}-known`}>
          {known.map((one) => (
            <option key={one.value} value={one.value}>
              {one.name}
            </option>
          ))}
        </datalist>
        {wrong && (
          <span id={`${id}-wrong`} role="alert" className="text-xs text-danger-ink">
            {t("compose.not_an_address")}
          </span>
        )}
      </div>
    </div>
  );
}

type ChipProps = { recipient: Recipient; participant: Participant | null; why: string | null; onRemove: () => void };

function Chip({ recipient, participant, why, onRemove }: ChipProps) {
  const { t } = useTranslation("inbox");
  const unknown = participant?.unknown === true;
  const name = recipient.name || participant?.name || recipient.value;
  const role = why
    ? why
    : unknown
      ? t("participant.unknown")
      : participant
        ? t(`participant.${participant.role}`)
        : t("participant.new");
  return (
    <Tooltip label={`${recipient.value} · ${role}`}>
      <span
        className={cn(
          "inline-flex h-6 items-center gap-1 rounded-md border ps-1.5 text-xs",
          why ? "max-w-full" : "max-w-56",
          unknown ? "border-transparent bg-warning-soft text-warning-ink" : "border-line bg-surface text-ink",
        )}
      >
        {unknown && <CircleHelp aria-hidden className="size-3 shrink-0" />}
        <bdi className={why ? "max-w-48 shrink-0 truncate" : "truncate"}>{name}</bdi>
        <span className={why ? "min-w-0 truncate text-muted" : "sr-only"}>{role}</span>
        <button
          type="button"
          aria-label={t("compose.remove_recipient", { name })}
          onClick={onRemove}
          className="grid size-5 shrink-0 place-items-center rounded-sm text-faint hover:bg-hover hover:text-ink"
        >
          <X className="size-3" />
        </button>
      </span>
    </Tooltip>
  );
}
