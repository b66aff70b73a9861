/** Every action and its keys. A change counts at once, everywhere, and on every device of this member. */
import { Search } from "lucide-react";
import { useState } from "react";
import { useChangeMe, useMe } from "../../../frame/me.ts";
import type { KeyChoices } from "../../../keyboard/catalogue.ts";
import { keysIn } from "../../../keyboard/choose.ts";
import { keyCaps } from "../../../keyboard/keys.ts";
import { editorKeys, type ListedAction, listed } from "../../../keyboard/listed.ts";
import { useActionNames } from "../../../keyboard/names.ts";
import { Button } from "../../../ui/button.tsx";
import { Input } from "../../../ui/input.tsx";
import { Kbd } from "../../../ui/kbd.tsx";
import { EmptyState, ErrorState } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { Group, Pane } from "../pane.tsx";
import { KeyRow } from "./row.tsx";

export function KeyboardSettings() {
  const { t, nameOf, groupName } = useActionNames();
  const choices: KeyChoices = useMe().settings.keys ?? {};
  const change = useChangeMe();
  const [wanted, setWanted] = useState("");
  const save = (keys: KeyChoices) =>
    change.mutate({ settings: { keys: Object.fromEntries(Object.entries(keys).map(([id, one]) => [id, [...one]])) } });
  /** Said with the way back, since one change may take a key from another action. */
  const set = (keys: KeyChoices, said: string) => {
    save(keys);
    notify({ text: said, undo: () => save(choices) });
  };
  const found = (action: ListedAction) =>
    matches(wanted, [nameOf(action), ...keysIn(choices, action.id).map((keys) => keyCaps(keys).join(" "))]);
  const groups = listed
    .map(({ group, actions }) => ({ group, actions: (actions as readonly ListedAction[]).filter(found) }))
    .filter(({ actions }) => actions.length > 0);
  return (
    <Pane
      title={t("title")}
      lead={t("lead")}
      action={
        <Button disabled={Object.keys(choices).length === 0} onClick={() => set({}, t("reset_all_done"))}>
          {t("reset_all")}
        </Button>
      }
    >
      {change.isError && <ErrorState compact error={change.error} />}
      <div className="relative">
        <Search aria-hidden className="absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-faint" />
        <Input
          type="search"
          aria-label={t("find")}
          placeholder={t("find")}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          className="ps-8.5"
        />
      </div>
      {groups.length === 0 && <EmptyState title={t("nothing")} />}
      {groups.map(({ group, actions }) => (
        <Group key={group} title={groupName(group)}>
          <ul className="border-t border-line">
            {actions.map((action) => (
              <KeyRow key={action.id} action={action} choices={choices} onChange={set} />
            ))}
          </ul>
        </Group>
      ))}
      {wanted.trim() === "" && (
        <Group title={t("editor")} lead={t("editor_lead")}>
          <ul className="border-t border-line">
            {editorKeys.map(({ text, keys }) => (
              <li
                key={keys}
                className="flex min-h-10 items-center justify-between gap-4 border-b border-line text-sm text-ink"
              >
                {nameOf({ text })} <Kbd keys={keys} />
              </li>
            ))}
          </ul>
        </Group>
      )}
    </Pane>
  );
}

const plain = (text: string) => text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
const matches = (wanted: string, texts: readonly string[]) =>
  texts.some((text) => plain(text).includes(plain(wanted.trim())));
