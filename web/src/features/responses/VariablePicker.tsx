/** The variables a text can hold, by what they are about; choosing one inserts it. */
import { templateVariables } from "@omniflow/contract/template";
import { Braces } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem, SubMenu } from "../../ui/menu.tsx";

export const variableNouns = ["contact", "company", "conversation", "ticket", "agent", "workspace"] as const;
type Noun = (typeof variableNouns)[number];

type PickerProps = {
  onPick: (name: string) => void;
  /** Only these; all when absent. */
  nouns?: readonly Noun[];
  /** Custom fields: `contact.custom.plan`. */
  fields?: readonly string[];
};

export function VariablePicker({ onPick, nouns = variableNouns, fields = [] }: PickerProps) {
  const { t } = useTranslation("responses");
  return (
    <Menu
      trigger={
        <Button size="sm" look="ghost">
          <Braces aria-hidden /> {t("variable.insert")}
        </Button>
      }
    >
      {nouns.map((noun) => (
        <SubMenu key={noun} label={t(`variable.noun.${noun}`)}>
          {[...templateVariables, ...fields]
            .filter((name) => name.startsWith(`${noun}.`))
            .map((name) => (
              <MenuItem key={name} onSelect={() => onPick(name)}>
                <span className="font-mono text-xs">{name}</span>
              </MenuItem>
            ))}
        </SubMenu>
      ))}
    </Menu>
  );
}
