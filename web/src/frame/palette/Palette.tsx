/** Ctrl/Cmd-K: every action, view, conversation and contact, by name. What can be done here comes first, then where to go, then whom it is about. */
import i18next from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Action, actions, availableActions } from "../../keyboard/registry.ts";
import { useStore } from "../../lib/store.ts";
import { CommandDialog, CommandGroup, CommandItem } from "../../ui/command.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { useFound } from "./found.tsx";
import { best } from "./match.ts";
import { usePlaces } from "./places.tsx";

/** One line of the palette, wherever it comes from. */
export type Entry = { key: string; text: string; face: React.ReactNode; icon?: React.ReactNode; go: () => void };

// There before the key is pressed: what is typed next belongs to the palette.
void i18next.loadNamespaces(["handling", "settings"]);

const mostActions = 12;
const mostPlaces = 6;

export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["frame", "handling"]);
  const [text, setText] = useState("");
  useStore(actions);
  const typed = text.trim();
  const listed = availableActions().filter((action) => !action.unlisted && (action.layer ?? 0) === 0);
  const wanted = typed ? best(typed, listed, (action) => action.label).slice(0, mostActions) : listed;
  const places = best(typed, usePlaces(), (place) => place.text).slice(0, typed ? mostPlaces : 0);
  const { recent, conversations, contacts, waiting } = useFound(typed);
  const groups = byGroup(wanted, t("palette.here"), [t("palette.go"), t("palette.general")]);
  const lists: [string, Entry[]][] = [
    [t("handling:palette.views"), places],
    [t("handling:palette.conversations"), conversations],
    [t("handling:palette.contacts"), contacts],
  ];
  const first = typed
    ? (groups[0]?.[1][0]?.id ?? lists.find(([, list]) => list.length > 0)?.[1][0]?.key)
    : (recent[0]?.key ?? groups[0]?.[1][0]?.id);
  const then = (run: () => void) => () => {
    onClose();
    // After the dialog gave the focus back: the action may want it.
    setTimeout(run, 0);
  };
  const entries = ([heading, list]: [string, Entry[]]) =>
    list.length > 0 && (
      <CommandGroup key={heading} heading={heading}>
        {list.map(({ key, face, icon, go }) => (
          <CommandItem key={key} value={key} icon={icon} onSelect={then(go)}>
            {face}
          </CommandItem>
        ))}
      </CommandGroup>
    );
  return (
    <CommandDialog
      open
      onClose={onClose}
      label={t("palette.open")}
      placeholder={t("handling:palette.placeholder")}
      empty={waiting ? t("handling:palette.searching") : t("handling:palette.empty")}
      search={{ value: text, onChange: setText, filter: false, first: first ?? "" }}
      // Below the list: in it only what can be chosen may stand. With nothing found yet, the list says it itself.
      footer={
        waiting &&
        first && (
          <div role="status" className="flex items-center gap-2 text-xs text-muted">
            <Spinner className="size-3.5" /> {t("handling:palette.searching")}
          </div>
        )
      }
    >
      {!typed && entries([t("handling:palette.recent"), recent])}
      {groups.map(([heading, group]) => (
        <CommandGroup key={heading} heading={heading}>
          {group.map((action) => (
            <CommandItem key={action.id} value={action.id} action={action.id} onSelect={then(action.run)}>
              {action.label}
            </CommandItem>
          ))}
        </CommandGroup>
      ))}
      {typed && lists.map(entries)}
    </CommandDialog>
  );
}

/** Grouped by heading: what this page offers first, the headings in `last` at the end. */
export function byGroup(list: readonly Action[], rest: string, last: readonly string[]): [string, Action[]][] {
  const groups = Map.groupBy(list, (action) => action.group ?? rest);
  return [...groups].sort(([a], [b]) => last.indexOf(a) - last.indexOf(b));
}
