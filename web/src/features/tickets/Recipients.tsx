/** Whom an update goes to. It goes out as it is written, so those of one language can be chosen together. */
import type { TicketConversation } from "@omniflow/contract";
import { useTranslation } from "react-i18next";
import { languageName } from "../../lib/languages.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/check.tsx";

/** One line each: whom it goes to is looked over, not read. */
const brief = (text: string) => (text.length > 60 ? `${text.slice(0, 59).trimEnd()}…` : text);

type Props = {
  conversations: TicketConversation[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
};

export function Recipients({ conversations, chosen, onChange }: Props) {
  const { t } = useTranslation("tickets");
  const toggle = (one: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(one);
    else next.delete(one);
    onChange(next);
  };
  const nameOf = ({ contact }: TicketConversation) =>
    contact.language ? languageName(contact.language) : t("broadcast.no_language");
  const groups = [...Map.groupBy(conversations, nameOf)].sort((a, b) => b[1].length - a[1].length);
  const several = groups.length > 1;
  return (
    <fieldset className="mt-3 grid gap-1">
      <legend className="pb-1 text-sm font-medium text-ink">{t("broadcast.to")}</legend>
      {several && (
        <div className="mb-1 grid gap-2 rounded-lg bg-sunken px-3 py-2 text-xs text-muted">
          <p>{t("broadcast.languages")}</p>
          <div className="flex flex-wrap gap-1.5">
            <Choice of={conversations} name={t("broadcast.all")} chosen={chosen} onChange={onChange} />
            {groups.map(([name, of]) => (
              <Choice key={name} of={of} name={name} chosen={chosen} onChange={onChange} />
            ))}
          </div>
        </div>
      )}
      {conversations.map((one) => (
        <Checkbox
          key={one.id}
          label={[one.contact.name, several && nameOf(one), brief(one.subject || one.preview)]
            .filter(Boolean)
            .join(" · ")}
          checked={chosen.has(one.id)}
          onChange={(on) => toggle(one.id, on)}
        />
      ))}
    </fieldset>
  );
}

type ChoiceProps = { of: TicketConversation[]; name: string } & Pick<Props, "chosen" | "onChange">;

function Choice({ of, name, chosen, onChange }: ChoiceProps) {
  const ids = new Set(of.map((one) => one.id));
  return (
    <Button
      size="sm"
      aria-pressed={chosen.size === ids.size && of.every((one) => chosen.has(one.id))}
      onClick={() => onChange(ids)}
      className="aria-pressed:bg-selected"
    >
      {name} <span className="tabular">{of.length}</span>
    </Button>
  );
}
