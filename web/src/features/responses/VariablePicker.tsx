/** The variables a text can hold, by what they are about, the workspace's own fields among them; choosing one inserts it. */
import { templateVariables } from "@omniflow/contract/template";
import { Braces } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator, SubMenu } from "../../ui/menu.tsx";
import { useVariableFields } from "./variable-fields.ts";

export const variableNouns = ["contact", "company", "conversation", "ticket", "agent", "workspace"] as const;
type Noun = (typeof variableNouns)[number];

type PickerProps = {
  onPick: (name: string) => void;
  /** Only these; all when absent. */
  nouns?: readonly Noun[];
  /** What only this text knows: `mail.link`. */
  own?: readonly string[];
};

export function VariablePicker({ onPick, nouns = variableNouns, own = [] }: PickerProps) {
  const { t } = useTranslation("responses");
  const fields = useVariableFields();
  return (
    <Menu
      trigger={
        <Button size="sm" look="ghost">
          <Braces aria-hidden /> {t("variable.insert")}
        </Button>
      }
    >
      {own.map((name) => (
        <Variable key={name} name={name} onPick={onPick} />
      ))}
      {own.length > 0 && <MenuSeparator />}
      {nouns.map((noun) => (
        <SubMenu key={noun} label={t(`variable.noun.${noun}`)}>
          {templateVariables
            .filter((name) => name.startsWith(`${noun}.`))
            .map((name) => (
              <Variable key={name} name={name} onPick={onPick} />
            ))}
          {fields
            .filter((field) => field.noun === noun)
            .map((field) => (
              <Variable key={field.name} name={field.name} label={field.label} onPick={onPick} />
            ))}
        </SubMenu>
      ))}
    </Menu>
  );
}

type VariableProps = { name: string; label?: string; onPick: (name: string) => void };

function Variable({ name, label, onPick }: VariableProps) {
  return (
    <MenuItem onSelect={() => onPick(name)}>
      <span className="font-mono text-xs">{name}</span>
      {label && <bdi className="ms-2 text-xs text-muted">{label}</bdi>}
    </MenuItem>
  );
}
