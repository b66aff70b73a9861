/** Ctrl/Cmd-K: everything that can be done here and now, by name. */
import { useTranslation } from "react-i18next";
import { type Action, actions, availableActions } from "../keyboard/registry.ts";
import { useStore } from "../lib/store.ts";
import { CommandDialog, CommandGroup, CommandItem } from "../ui/command.tsx";

export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("frame");
  useStore(actions);
  const listed = availableActions().filter((action) => !action.unlisted && (action.layer ?? 0) === 0);
  return (
    <CommandDialog
      open
      onClose={onClose}
      label={t("palette.open")}
      placeholder={t("palette.placeholder")}
      empty={t("palette.empty")}
    >
      {byGroup(listed, t("palette.here"), [t("palette.go"), t("palette.general")]).map(([heading, group]) => (
        <CommandGroup key={heading} heading={heading}>
          {group.map((action) => (
            <CommandItem
              key={action.id}
              value={`${action.label} ${action.id}`}
              action={action.id}
              onSelect={() => {
                onClose();
                // After the dialog gave the focus back: the action may want it.
                setTimeout(action.run, 0);
              }}
            >
              {action.label}
            </CommandItem>
          ))}
        </CommandGroup>
      ))}
    </CommandDialog>
  );
}

/** Grouped by heading: what this page offers first, the headings in `last` at the end. */
export function byGroup(list: readonly Action[], rest: string, last: readonly string[]): [string, Action[]][] {
  const groups = Map.groupBy(list, (action) => action.group ?? rest);
  return [...groups].sort(([a], [b]) => last.indexOf(a) - last.indexOf(b));
}
