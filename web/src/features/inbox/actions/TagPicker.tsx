/** Tags on and off; several in a row, and a new one by writing it. Saved when the picker closes. */
import { useQueryClient } from "@tanstack/react-query";
import { Check, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { createTag } from "../../../api/people.ts";
import { TagDot } from "../../../ui/badge.tsx";
import { CommandDialog, CommandItem } from "../../../ui/command.tsx";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { useTags } from "../queries/lookups.ts";
import { useCommands } from "./commands.ts";
import type { PickerProps } from "./Pickers.tsx";

export function TagPicker({ id, onClose }: PickerProps) {
  const { t } = useTranslation("inbox");
  const client = useQueryClient();
  const commands = useCommands();
  const tags = useTags();
  const [chosen, setChosen] = useState(() => commands.find(id)?.tags ?? []);
  const [typed, setTyped] = useState("");
  const wanted = typed.trim();
  const isNew = wanted !== "" && !tags.some((tag) => tag.name.toLowerCase() === wanted.toLowerCase());

  const toggle = (name: string) =>
    setChosen((now) => (now.includes(name) ? now.filter((tag) => tag !== name) : [...now, name]));
  const close = () => {
    onClose();
    void commands.setTags(id, chosen);
  };
  const add = async () => {
    try {
      const tag = await createTag({ name: wanted });
      await client.invalidateQueries({ queryKey: keys.tags });
      setChosen((now) => [...now, tag.name]);
      setTyped("");
    } catch (error) {
      notify({ tone: "error", text: errorText(error) });
    }
  };

  return (
    <CommandDialog
      open
      onClose={close}
      label={t("action.tag")}
      placeholder={t("pick.tag")}
      empty={t("pick.no_tag")}
      search={{ value: typed, onChange: setTyped, filter: true }}
    >
      {tags.map((tag) => (
        <CommandItem
          key={tag.id}
          value={tag.name}
          icon={chosen.includes(tag.name) ? <Check className="!text-accent-ink" /> : <span className="size-4" />}
          onSelect={() => toggle(tag.name)}
        >
          <span className="flex items-center gap-2">
            <TagDot color={tag.color} />
            <bdi className="truncate">{tag.name}</bdi>
            {chosen.includes(tag.name) && <span className="sr-only">{t("pick.chosen")}</span>}
          </span>
        </CommandItem>
      ))}
      {isNew && (
        <CommandItem value={wanted} icon={<Plus />} onSelect={() => void add()}>
          {t("pick.new_tag", { name: wanted })}
        </CommandItem>
      )}
    </CommandDialog>
  );
}
